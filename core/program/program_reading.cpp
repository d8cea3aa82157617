// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/program/program_reading.h"

#include "core/measure/program_names.h"
#include "core/report/quantity_text.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>

namespace lockscope::program {

namespace {

/// For a sentence, behind "the".
std::string_view kindWords(LockKind kind)
{
    switch (kind) {
    case LockKind::Read:
        return "read side of the read-write lock";
    case LockKind::Write:
        return "write side of the read-write lock";
    case LockKind::Spin:
        return "spin lock";
    default:
        return lockKindName(kind);
    }
}

/// Of a thread that neither works with locks nor does anything else: it waits for work.
bool isIdle(const ThreadReading& thread)
{
    constexpr double kIdle = 0.95;
    const auto away = static_cast<double>(thread.times.conditionNs + thread.times.asleepNs());
    return thread.times.seenNs > 0 && away > kIdle * static_cast<double>(thread.times.seenNs);
}

} // namespace

std::string commandText(const std::vector<std::string>& words)
{
    std::string text;
    for (const std::string& word : words)
        text += (text.empty() ? "" : " ") + word;
    return text;
}

std::uint64_t ThreadTimes::asleepNs() const
{
    return kernelKnown ? grownBy(seenNs, lockNs + conditionNs + runningNs + preemptedNs) : 0;
}

std::uint64_t ThreadTimes::unknownNs() const
{
    return kernelKnown ? 0 : grownBy(seenNs, lockNs + conditionNs);
}

ThreadTimes ThreadTimes::since(const ThreadTimes& before) const
{
    return {grownBy(seenNs, before.seenNs),
            grownBy(lockNs, before.lockNs),
            grownBy(conditionNs, before.conditionNs),
            grownBy(runningNs, before.runningNs),
            grownBy(preemptedNs, before.preemptedNs),
            kernelKnown};
}

bool isGate(const LockReading& lock, std::chrono::nanoseconds elapsed)
{
    constexpr double kFew = 20; // waits a second
    constexpr double kLong = 50e6; // ns
    const double seconds = std::chrono::duration<double>(elapsed).count();
    const std::uint64_t waits = lock.counts.contended + lock.waiters;
    // Somebody who holds it while others wait is contention, however long each one waits.
    const bool held = lock.ownerTid != 0
        || static_cast<double>(lock.counts.causedNs)
            > 0.5 * static_cast<double>(lock.counts.waitNs);
    if (seconds <= 0 || waits == 0 || lock.counts.name.kind == LockKind::Condition || held)
        return false;
    const double mean = static_cast<double>(lock.allWaitNs()) / static_cast<double>(waits);
    return static_cast<double>(std::max(lock.counts.acquisitions, waits)) < kFew * seconds
        && mean > kLong;
}

bool isContention(const LockReading& lock, std::chrono::nanoseconds elapsed)
{
    return lock.counts.name.kind != LockKind::Semaphore
        && lock.counts.name.kind != LockKind::Condition && !isGate(lock, elapsed);
}

std::string siteText(const Frame& frame)
{
    if (frame.function.empty() && frame.module.empty())
        return fmt::format("{:#x}", frame.moduleOffset);
    return measure::placeText(
        frame.function, frame.file, frame.line, frame.module, frame.moduleOffset);
}

std::optional<std::string> verdict(const ProgramReading& reading,
                                   const std::vector<WeighedStack>& blameOfFirst)
{
    constexpr double kWorthSaying = 0.05;
    const auto lock =
        std::find_if(reading.locks.begin(), reading.locks.end(), [&](const LockReading& one) {
            return isContention(one, reading.elapsed);
        });
    if (lock == reading.locks.end() || lock->allWaitNs() == 0)
        return std::nullopt;
    // Of all threads, also of those that came and went unseen; idle ones are among those that were
    // seen.
    double idleNs = 0;
    std::uint64_t idle = 0;
    for (const ThreadReading& thread : reading.threads) {
        if (!isIdle(thread))
            continue;
        ++idle;
        idleNs += static_cast<double>(thread.times.seenNs);
    }
    const std::uint64_t busy = grownBy(reading.threadsEver, idle);
    const double livedNs = static_cast<double>(reading.threadNs) - idleNs;
    const double share = livedNs > 0 ? static_cast<double>(lock->allWaitNs()) / livedNs : 0;
    if (busy == 0 || share < kWorthSaying)
        return std::nullopt;
    std::string text = fmt::format(
        "{}{:.0f} % of the time of {} thread{} goes into waiting for the {} taken in {}",
        reading.exact ? "" : "About ",
        100 * std::min(share, 1.0),
        busy,
        busy == 1 ? "" : "s",
        kindWords(lock->counts.name.kind),
        siteText(lock->site));
    if (const std::optional<double> hold = lock->counts.holds.quantile(0.5))
        text += fmt::format(", held {} at a time (median)", report::duration(*hold));
    std::map<std::string, double> caused; // by place, whoever called it
    for (const WeighedStack& stack : blameOfFirst)
        if (!stack.frames.empty())
            caused[siteText(stack.frames.front())] += stack.ns;
    const auto most =
        std::max_element(caused.begin(), caused.end(), [](const auto& a, const auto& b) {
            return a.second < b.second;
        });
    if (most != caused.end() && lock->counts.causedNs > 0)
        text +=
            fmt::format("; {:.0f} % of that wait is caused by {}",
                        100 * std::min(1.0, most->second / static_cast<double>(lock->allWaitNs())),
                        most->first);
    if (idle > 0)
        text += fmt::format("; {} thread{} that wait{} for work {} left out",
                            idle,
                            idle == 1 ? "" : "s",
                            idle == 1 ? "s" : "",
                            idle == 1 ? "is" : "are");
    return text + '.';
}

} // namespace lockscope::program
