// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/program/thread_clock.h"

#include <algorithm>
#include <optional>

namespace lockscope::program {

namespace {

std::uint64_t between(std::chrono::steady_clock::time_point from,
                      std::chrono::steady_clock::time_point to)
{
    return static_cast<std::uint64_t>(
        std::max<std::int64_t>(0, std::chrono::nanoseconds(to - from).count()));
}

} // namespace

ThreadClocks::Clock::Clock(const Key& key)
    : kernel(static_cast<pid_t>(key.pid), static_cast<pid_t>(key.tid))
{}

const ThreadTimes& ThreadClocks::update(const Key& key,
                                        const Waited& waited,
                                        std::optional<std::chrono::steady_clock::time_point> began,
                                        std::chrono::steady_clock::time_point now)
{
    const auto [at, isNew] = m_clocks.try_emplace(key, key);
    Clock& clock = at->second;
    const std::optional<ThreadFacts>& kernel = clock.kernel.read(now);
    const bool known = kernel && kernel->cpuNs.has_value() && kernel->waitNs.has_value();
    if (isNew) {
        clock.kernelKnown = known;
        clock.last = began.value_or(now);
        if (!began) {
            clock.waited = waited;
            clock.runNs = known ? *kernel->cpuNs : 0;
            clock.queueNs = known ? *kernel->waitNs : 0;
        }
    }
    if (kernel)
        clock.name = kernel->name;
    // What it waited comes first, being measured; on a CPU it may have spun, and in the queue it
    // may have been on its way out of a wait. So the kernel's figures share what is left.
    const std::uint64_t passed = between(clock.last, now);
    std::uint64_t left = passed;
    const auto take = [&left](std::uint64_t ns) {
        const std::uint64_t taken = std::min(ns, left);
        left -= taken;
        return taken;
    };
    clock.times.seenNs += passed;
    clock.times.lockNs += take(grownBy(waited.lockNs, clock.waited.lockNs));
    clock.times.conditionNs += take(grownBy(waited.conditionNs, clock.waited.conditionNs));
    if (known) {
        clock.times.runningNs += take(grownBy(*kernel->cpuNs, clock.runNs));
        clock.times.preemptedNs += take(grownBy(*kernel->waitNs, clock.queueNs));
    }
    clock.waited = waited;
    if (known) {
        clock.runNs = *kernel->cpuNs;
        clock.queueNs = *kernel->waitNs;
    }
    clock.times.kernelKnown = clock.kernelKnown;
    clock.last = now;
    return clock.times;
}

const std::string& ThreadClocks::nameOf(const Key& key) const
{
    static const std::string none;
    const auto found = m_clocks.find(key);
    return found == m_clocks.end() ? none : found->second.name;
}

bool ThreadClocks::isSoAsleep(const Key& key, const std::function<bool()>& isSo) const
{
    const auto found = m_clocks.find(key);
    if (found == m_clocks.end())
        return false;
    const ThreadFactsReader& kernel = found->second.kernel;
    const auto turns = kernel.turns();
    const char state = kernel.state().value_or('?');
    return turns && (state == 'S' || state == 'D') && isSo() && kernel.turns() == turns;
}

void ThreadClocks::forgetBefore(std::chrono::steady_clock::time_point time)
{
    std::erase_if(m_clocks, [time](const auto& entry) { return entry.second.last < time; });
}

} // namespace lockscope::program
