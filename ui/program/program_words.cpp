// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/program/program_words.h"

#include "core/program/substitution_log.h"
#include "ui/words/foreign_text.h"
#include "ui/words/text.h"
#include "ui/words/units.h"

#include <algorithm>
#include <chrono>

#include <fmt/format.h>

namespace lockscope::ui {

namespace {

constexpr int kLongestSite = 160;
constexpr std::size_t kMostHazards = 5;

QString endOf(const program::ProgramReading& reading, bool watches)
{
    if (!reading.end)
        return watches ? tr("runs") : tr("no longer watched");
    if (reading.end->signal)
        return tr("ended by signal %1").arg(*reading.end->signal);
    if (reading.end->exitCode)
        return tr("ended with exit code %1").arg(*reading.end->exitCode);
    return tr("ended");
}

QString deadlockLine(const program::Deadlock& deadlock)
{
    QStringList threads;
    for (const auto& member : deadlock.members)
        threads << QStringLiteral("%1 %2").arg(member.tid).arg(shownText(member.name, 30));
    return tr("Deadlock: threads %1 wait for each other").arg(threads.join(QStringLiteral(", ")));
}

std::string factOf(const measure::SourceInfo& facts, std::string_view name)
{
    for (const auto& [known, value] : facts.config)
        if (known == name)
            return value;
    return {};
}

} // namespace

QString programFacts(const program::WatchReport& report, bool watches)
{
    const program::ProgramReading& reading = report.reading;
    const double seconds = std::chrono::duration<double>(reading.elapsed).count();
    QStringList facts{tr("pid %1").arg(report.pid),
                      tr("%1 s").arg(seconds, 0, 'f', 1),
                      reading.exact ? tr("every acquisition counted") : tr("sampled"),
                      endOf(reading, watches)};
    if (report.cost && report.cost->share)
        facts << tr("counting takes %1 of its CPU time").arg(formatShare(report.cost->share));
    if (reading.processes.size() > 1)
        facts << tr("%1 processes").arg(reading.processes.size());
    return facts.join(QStringLiteral(" · "));
}

QString sinceBeginText(const program::WatchReport& report,
                       std::chrono::nanoseconds now,
                       bool watches)
{
    constexpr std::chrono::seconds kNew{1};
    const auto age = now - report.reading.elapsed;
    if (!watches || age <= kNew)
        return tr("since watching began");
    return tr("since watching began, as it was %1 s ago")
        .arg(std::chrono::duration_cast<std::chrono::seconds>(age).count());
}

QString sourceCommand(const measure::SourceInfo& facts)
{
    constexpr int kLongest = 300;
    const std::string command = factOf(facts, "program");
    return command.empty() ? unknownText() : shownText(command, kLongest);
}

QString sourceFacts(const measure::SourceInfo& facts)
{
    const std::string pid = factOf(facts, "pid");
    QStringList parts;
    if (!pid.empty())
        parts << tr("pid %1").arg(shownText(pid, 20));
    parts << (isSampled(facts) ? tr("sampled") : tr("every acquisition counted"));
    return parts.join(QStringLiteral(" · "));
}

bool isSampled(const measure::SourceInfo& facts)
{
    return factOf(facts, "watched_by") == "attach";
}

QString verdictText(const program::WatchReport& report)
{
    if (report.verdict)
        return shownSentence(toQString(*report.verdict));
    for (const auto* locks : {&report.locks, &report.conditions})
        for (const program::ReportedLock& lock : *locks)
            if (lock.lock.allWaitNs() > 0 || lock.lock.counts.acquisitions > 0)
                return tr("No lock takes more than a twentieth of the time of the threads that "
                          "work with locks.");
    return tr("No lock of a kind that can be seen was taken yet.");
}

QString warningCount(const program::WatchReport& report)
{
    QStringList parts;
    const auto hazards = report.hazards.size();
    if (hazards > 0)
        parts << (hazards == 1 ? tr("1 hazard") : tr("%1 hazards").arg(hazards));
    const auto others = std::max<std::size_t>(report.deadlocks.size(), 1) - 1
        + (report.reading.overflowed > 0 ? 1U : 0U) + (report.reading.damaged ? 1U : 0U);
    if (others > 0)
        parts << (others == 1 ? tr("1 warning") : tr("%1 warnings").arg(others));
    return parts.join(QStringLiteral(" · "));
}

QStringList warningLines(const program::WatchReport& report)
{
    QStringList lines;
    for (std::size_t i = 1; i < report.deadlocks.size(); ++i)
        lines << deadlockLine(report.deadlocks[i]);
    for (std::size_t i = 0; i < report.hazards.size() && i < kMostHazards; ++i)
        lines << tr("Hazard: %1").arg(shownSentence(toQString(report.hazards[i].text), 300));
    if (report.hazards.size() > kMostHazards)
        lines << tr("and %1 more hazards").arg(report.hazards.size() - kMostHazards);
    if (report.reading.overflowed > 0)
        lines << tr("%1 acquisitions or waits found no place and are counted nowhere.")
                     .arg(report.reading.overflowed);
    if (report.reading.damaged)
        lines << tr("Something in what the program counted cannot be; it was left out.");
    return lines;
}

QString siteOf(const program::LockReading& lock)
{
    if (lock.siteAddress == 0)
        return tr("at %1").arg(
            QString::fromStdString(fmt::format("{:#x}", lock.counts.name.address)));
    return frameText(lock.site);
}

QString countText(std::uint64_t count)
{
    constexpr std::uint64_t kWhole = 10'000;
    return count < kWhole ? QString::number(count) : formatScaled(static_cast<double>(count));
}

QString frameText(const program::Frame& frame)
{
    return shownText(program::siteText(frame), kLongestSite);
}

QString kindText(const program::ReportedLock& lock)
{
    QString kind = toQString(program::lockKindName(lock.lock.counts.name.kind));
    if (lock.gate)
        kind = tr("%1 · gate").arg(kind);
    const program::Substitution now = program::substitutionOf(lock.lock.counts);
    return now.isNone() ? kind : tr("%1 · %2").arg(kind, toQString(program::substitutionText(now)));
}

} // namespace lockscope::ui
