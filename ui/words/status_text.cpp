// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/words/status_text.h"

#include "core/exporters/config_track.h"
#include "ui/words/foreign_text.h"
#include "ui/words/text.h"
#include "ui/words/units.h"

#include <QStringList>

#include <algorithm>

namespace lockscope::ui {

namespace {

/// One decimal is what the measurement carries; more would be noise.
QString oneDecimal(double value)
{
    return QString::number(value, 'f', 1);
}

bool isRecorded(const std::optional<measure::SourceInfo>& facts)
{
    return facts && facts->provenance.delivery == measure::Delivery::Recorded;
}

bool isOfProgram(const std::optional<measure::SourceInfo>& facts)
{
    return facts && facts->subject == measure::Subject::Program;
}

/// What is simulated has none; what counting a program's locks costs, its page says.
bool hasProbe(const std::optional<measure::SourceInfo>& facts)
{
    return facts && facts->provenance.isBeingMeasured() && !isOfProgram(facts);
}

} // namespace

QString cpuCountText(const measure::HostFacts& host)
{
    return host.cpus == 1 ? tr("1 CPU") : tr("%1 CPUs").arg(host.cpus);
}

QString probeText(const std::optional<measure::ProbeCost>& probe)
{
    if (!probe)
        return tr("measuring cost %1").arg(unknownText());
    if (!probe->toldFromNoise())
        return tr("measuring cost %1 (pairs of runs differ by %2 to %3 ns a call)")
            .arg(unknownText(), oneDecimal(probe->nsPerCallLow), oneDecimal(probe->nsPerCallHigh));
    return tr("measuring costs %1 ns a call (%2 %)")
        .arg(oneDecimal(probe->nsPerCall), oneDecimal(probe->share * 100));
}

QString sourceMark(const measure::SourceInfo& facts)
{
    return QString::fromStdString(markOf(facts.provenance));
}

QString simulatedText(const simulation::Machine& machine)
{
    QString errors = tr("how well its costs are known is not known");
    if (const auto& accuracy = machine.accuracy) {
        double most = 0;
        for (const auto& [name, share] : accuracy->scatter)
            most = std::max(most, share);
        errors = tr("its costs are known to %1 % and better").arg(qRound(100 * most));
        if (accuracy->missed)
            errors += tr(", and it missed what was measured here by a factor of %1 at most")
                          .arg(*accuracy->missed, 0, 'f', 2);
    }
    return tr("computed, not measured · %1 · %2 · %3")
        .arg(shownText(machine.label), errors, shownText(machine.source, 200));
}

QString pictureStateText(bool running, bool frozen, const std::optional<measure::SourceInfo>& facts)
{
    QStringList parts;
    if (facts && !sourceMark(*facts).isEmpty())
        parts << sourceMark(*facts);
    if (frozen)
        parts << (!running                 ? tr("❄ Frozen")
                      : isOfProgram(facts) ? tr("❄ Frozen: the program goes on")
                                           : tr("❄ Frozen: the lab goes on"));
    if (!running)
        parts << (isRecorded(facts) ? tr("‖ Paused") : tr("■ Stopped"));
    return parts.join(QStringLiteral(" · "));
}

QString pictureStateTip(bool running, bool frozen, const std::optional<measure::SourceInfo>& facts)
{
    QStringList lines;
    if (facts && !sourceMark(*facts).isEmpty())
        lines << tr("%1: not measured live; the line above the pictures says where it comes from")
                     .arg(sourceMark(*facts));
    if (frozen)
        lines << tr("Frozen: the picture stands (Space goes on with it)");
    if (!running)
        lines << (isRecorded(facts)
                      ? tr("Paused: the recording stays at this place (Space plays it)")
                      : isOfProgram(facts)
                      ? tr("Stopped: the program has ended, or is no longer watched")
                      : tr("Stopped: the workload does not run (R runs it)"));
    return lines.join('\n');
}

QString windowTitleText(const QString& mark, bool recording)
{
    QStringList marks;
    if (recording)
        marks << tr("● Recording");
    if (!mark.isEmpty())
        marks << mark;
    return marks.isEmpty() ? tr("Lockscope") : tr("%1: Lockscope").arg(marks.join(", "));
}

QString statusText(const std::optional<measure::SourceInfo>& facts,
                   std::uint64_t dropped,
                   int refreshHz)
{
    QStringList parts;
    if (facts && facts->host.cpus > 0) { // a host without CPUs is one that has not said yet
        const auto& model = facts->host.cpuModel;
        parts << cpuCountText(facts->host)
              << (model ? shownText(*model, 60) : tr("CPU model %1").arg(unknownText()));
        if (hasProbe(facts))
            parts << probeText(facts->probe);
    } else {
        parts << tr("nothing measured yet");
    }
    parts << tr("%1 dropped").arg(dropped) << tr("%1 Hz").arg(refreshHz);
    return parts.join(QStringLiteral(" · "));
}

QString statusTextTip(const std::optional<measure::SourceInfo>& facts)
{
    QStringList lines{tr("CPUs: of the host that is shown, and their model")};
    if (hasProbe(facts))
        lines << tr("Measuring: what the clocks add to a call, from runs with and without them in "
                    "turn");
    lines << tr("Dropped: snapshots that were lost; the pictures have a gap there")
          << tr("Hz: snapshots a second, which the picture follows");
    return lines.join('\n');
}

} // namespace lockscope::ui
