// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/words/quality_text.h"

#include "core/exporters/config_track.h"
#include "core/measure/quality/preemption.h"
#include "core/measure/quality/quality.h"
#include "ui/words/text.h"

#include <QStringList>

#include <chrono>

namespace lockscope::ui {

namespace {

/// Long enough to hold two readings of what disturbs, short enough to follow what happens.
constexpr std::chrono::seconds kNewest{3};

QString separator()
{
    return QStringLiteral(" · ");
}

/// "12 %", and below a tenth no more digits than there are.
QString shareText(double share)
{
    if (share > 0 && share < 0.001)
        return tr("< 0.1 %");
    return tr("%1 %").arg(share * 100, 0, 'f', share < 0.1 ? 1 : 0);
}

QString frequencyText(const measure::FrequencyRange& range)
{
    const auto gigahertz = [](double mHz) { return QString::number(mHz / 1000, 'f', 1); };
    const QString low = gigahertz(range.low);
    const QString high = gigahertz(range.high);
    return low == high ? tr("%1 GHz").arg(high) : tr("%1 to %2 GHz").arg(low, high);
}

/// The experiment's number of CPUs by its facts; 0 where they do not say.
int cpusOf(const measure::SourceInfo& facts)
{
    for (const auto& [name, value] : facts.config)
        if (name == "cpus")
            return QString::fromStdString(value).toInt();
    return 0;
}

QString calmText(const measure::Quality& quality)
{
    QStringList parts;
    if (quality.preemptedShare) // much of it is no disturbance when the workers take turns
        parts << (*quality.preemptedShare > measure::kPreemptedTooMuch
                      ? tr("without a CPU %1, as there are more workers than CPUs")
                      : tr("without a CPU %1"))
                     .arg(shareText(*quality.preemptedShare));
    if (quality.throttledShare && *quality.throttledShare > 0)
        parts << tr("held back by a quota %1").arg(shareText(*quality.throttledShare));
    if (quality.load)
        parts << tr("others %1").arg(toQString(measure::cpusText(*quality.load)));
    if (quality.frequency)
        parts << frequencyText(*quality.frequency);
    return parts.join(separator());
}

QString row(const QString& name, const QString& value)
{
    return tr("%1: %2").arg(name, value);
}

QString quotaText(const std::optional<measure::CpuQuota>& quota)
{
    if (!quota)
        return tr("unknown");
    return quota->cpus ? toQString(measure::cpusText(*quota->cpus)) : tr("none");
}

} // namespace

QualityText qualityText(const measure::Quality& quality,
                        const std::optional<measure::CpuQuota>& quota)
{
    QualityText said;
    said.warns = !quality.warnings.empty();
    if (said.warns) {
        QStringList warnings;
        for (const std::string& warning : quality.warnings)
            warnings << toQString(warning);
        said.text = tr("⚠ Disturbed: %1").arg(warnings.join(separator()));
    } else if (const QString calm = calmText(quality); !calm.isEmpty()) {
        said.text =
            (quality.load ? tr("Undisturbed: %1") : tr("Undisturbed, as far as is known: %1"))
                .arg(calm);
    }
    const auto share = [](const std::optional<double>& value) {
        return value ? shareText(*value) : tr("unknown");
    };
    const auto cpus = [](const std::optional<double>& value) {
        return value ? toQString(measure::cpusText(*value)) : tr("unknown");
    };
    said.toolTip =
        QStringList{tr("What disturbs the figures, over the newest seconds"),
                    row(tr("Workers ready but without a CPU"), share(quality.preemptedShare)),
                    row(tr("Held back by a quota"), share(quality.throttledShare)),
                    row(tr("Quota of the control groups"), quotaText(quota)),
                    row(tr("Used by other programs"), cpus(quality.load)),
                    row(tr("Used by the hypervisor for something else"), cpus(quality.stolen)),
                    row(tr("Other Lockscopes at work"),
                        quality.otherLockscopes ? QString::number(*quality.otherLockscopes)
                                                : tr("unknown")),
                    row(tr("Clock rate of the CPUs"),
                        quality.frequency ? frequencyText(*quality.frequency) : tr("unknown"))}
            .join('\n');
    return said;
}

std::optional<measure::Quality> newestQuality(const measure::History& history,
                                              const measure::SourceInfo& facts)
{
    if (history.empty() || facts.provenance.isSimulated())
        return std::nullopt;
    return measure::qualityOver(
        history, history.end() - kNewest, history.end(), cpusOf(facts), facts.host);
}

} // namespace lockscope::ui
