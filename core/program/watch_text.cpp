// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/text_fit.h"
#include "core/program/critical_path_text.h"
#include "core/program/substitution_log.h"
#include "core/program/watch_report.h"
#include "core/report/quantity_text.h"

#include <algorithm>

#include <fmt/format.h>

namespace lockscope::program {

namespace {

constexpr std::size_t kLocks = 10;
constexpr std::size_t kStacks = 3;
constexpr std::size_t kFrames = 6;
constexpr std::size_t kPlaceWidth = 44;

std::string fit(const std::string& text)
{
    return io::forTerminal(text);
}

std::string endText(const ProgramReading& reading)
{
    if (!reading.end)
        return "still runs";
    if (reading.end->signal)
        return fmt::format("ended by signal {}", *reading.end->signal);
    if (reading.end->exitCode)
        return fmt::format("ended with exit code {}", *reading.end->exitCode);
    return "ended";
}

/// A stack from the innermost frame out, on one line.
std::string stackText(const WeighedStack& stack)
{
    std::string text;
    const std::size_t shown = std::min(kFrames, stack.frames.size());
    for (std::size_t i = 0; i < shown; ++i)
        text += (i == 0 ? "" : " < ") + fit(siteText(stack.frames[i]));
    return shown < stack.frames.size() ? text + " < ..." : text;
}

std::string rowOf(const ReportedLock& reported, const ProgramReading& reading)
{
    const LockReading& lock = reported.lock;
    const LockCounts& counts = lock.counts;
    const auto ofAcquisitions = counts.acquisitions > 0
        ? std::optional(static_cast<double>(counts.contended)
                        / static_cast<double>(counts.acquisitions))
        : std::nullopt;
    std::string row = fmt::format("{:>4}  {:<9} {:<{}} ",
                                  lock.id,
                                  lockKindName(counts.name.kind),
                                  io::shortened(lock.siteAddress == 0
                                                    ? fmt::format("at {:#x}", counts.name.address)
                                                    : fit(siteText(lock.site)),
                                                kPlaceWidth),
                                  kPlaceWidth);
    if (reading.exact)
        row += fmt::format("{:>12} {:>8} {:>10} {:>10} {:>10} {:>10}",
                           counts.acquisitions,
                           report::percent(ofAcquisitions),
                           report::duration(static_cast<double>(lock.allWaitNs())),
                           report::duration(static_cast<double>(counts.causedNs)),
                           report::duration(counts.waits.quantile(0.99)),
                           report::duration(counts.holds.quantile(0.5)));
    else
        row += fmt::format("{:>10}", report::duration(static_cast<double>(lock.allWaitNs())));
    if (reported.gate)
        row += "  gate: threads wait here for work";
    if (const Substitution now = substitutionOf(counts); !now.isNone())
        row += "  now: " + substitutionText(now);
    return row + '\n';
}

/// Where it is taken, when that is in more than one place.
void addSites(std::string& text, const ReportedLock& lock)
{
    if (lock.sites.size() < 2)
        return;
    for (std::size_t i = 0; i < std::min(kStacks, lock.sites.size()); ++i)
        text += fmt::format("      {:>9} times taken in {}\n",
                            lock.sites[i].counts.acquisitions,
                            fit(siteText(lock.sites[i].frame)));
}

void addStacks(std::string& text, const std::vector<WeighedStack>& stacks, const char* what)
{
    for (std::size_t i = 0; i < std::min(kStacks, stacks.size()); ++i)
        if (stacks[i].ns > 0 && !stacks[i].frames.empty())
            text += fmt::format("      {:>9} {} by {}\n",
                                report::duration(stacks[i].ns),
                                what,
                                stackText(stacks[i]));
}

} // namespace

std::string toText(const WatchReport& report)
{
    const ProgramReading& reading = report.reading;
    std::string text =
        fmt::format("{} (pid {}): {:.2f} s, {}{}\n",
                    fit(report.command),
                    report.pid,
                    std::chrono::duration<double>(reading.elapsed).count(),
                    endText(reading),
                    reading.exact ? "" : "; sampled from outside: short waits are not seen");
    if (report.progress)
        text += fmt::format("Progress: {} {}{}\n",
                            report::scaled(report.progress->total),
                            fit(report.progress->counter),
                            report.progress->perSecond ? fmt::format(
                                ", {} a second", report::scaled(*report.progress->perSecond))
                                                       : std::string());
    if (reading.processes.size() > 1)
        text += fmt::format("{} processes, with those that it started\n", reading.processes.size());
    for (const Hazard& hazard : report.hazards)
        text += fmt::format("Hazard: {}\n", fit(hazard.text));
    if (std::any_of(report.hazards.begin(), report.hazards.end(), [](const Hazard& hazard) {
            return hazard.kind == kNotCounted;
        }))
        return text; // what is not known is no absence of locks
    text +=
        fit(report.verdict.value_or(
            "No lock takes more than a twentieth of the time of the threads that work with locks."))
        + '\n';
    if (std::none_of(report.locks.begin(), report.locks.end(), [](const ReportedLock& lock) {
            return lock.lock.allWaitNs() > 0 || lock.lock.counts.acquisitions > 0;
        }))
        return text + "No lock of a kind that can be seen was taken."
            + (report.launched ? " Not seen is what was started as another user or without its "
                                 "environment, as by sudo or env -i.\n"
                               : "\n");
    if (report.path)
        text += toText(*report.path, pathNames(*report.path, report));
    if (report.cost)
        text += fmt::format("Counting takes {} an acquisition{}.\n",
                            report::duration(report.cost->nsPerAcquisition),
                            report.cost->share ? ", " + report::percent(report.cost->share)
                                    + " of the time that its threads run"
                                               : std::string());
    text += '\n';
    text += reading.exact
        ? fmt::format("{:>4}  {:<9} {:<{}} {:>12} {:>8} {:>10} {:>10} {:>10} {:>10}\n",
                      "lock",
                      "kind",
                      "first waited for in",
                      kPlaceWidth,
                      "taken",
                      "waited",
                      "wait",
                      "caused",
                      "wait p99",
                      "hold p50")
        : fmt::format(
            "{:>4}  {:<9} {:<{}} {:>10}\n", "lock", "kind", "waited for in", kPlaceWidth, "wait");
    for (std::size_t i = 0; i < std::min(kLocks, report.locks.size()); ++i) {
        const ReportedLock& lock = report.locks[i];
        text += rowOf(lock, reading);
        addSites(text, lock);
        addStacks(text, lock.stacks, "waited");
        addStacks(text, lock.blame, "caused");
    }
    if (report.locks.size() > kLocks)
        text += fmt::format("      and {} more locks\n", report.locks.size() - kLocks);
    if (reading.overflowed > 0)
        text += fmt::format("{} acquisitions or waits found no place and are counted nowhere.\n",
                            reading.overflowed);
    if (reading.damaged)
        text += "Something in what the program counted cannot be; it was left out.\n";
    return text;
}

} // namespace lockscope::program
