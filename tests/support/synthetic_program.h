// SPDX-License-Identifier: GPL-3.0-or-later
// Snapshots of a watched program that nobody runs.
#pragma once

#include "core/measure/history.h"
#include "tests/support/synthetic_history.h"

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>

namespace lockscope::test {

/// Synthetic snapshots as a program would have them. Lock i is taken 100 i times in each, 10 i of
/// these are contended and wait 1 ms each; lock 1 is that of "evict", thread 1 waits for it and
/// thread 0 holds it. Threads are called "pool-0" and so on, but for the last two, "twin" both;
/// their numbers are 5000 and on.
class SyntheticProgram
{
public:
    explicit SyntheticProgram(SyntheticOptions options = {}, std::uint32_t locks = 3)
        : m_source((options.changeEverySeconds = 0, options))
        , m_locks(locks)
    {}

    [[nodiscard]] measure::SnapshotPtr next()
    {
        measure::Snapshot made = *m_source.next();
        auto part = std::make_shared<measure::ProgramSnapshot>();
        const bool isFirst = std::exchange(m_first, false);
        for (measure::ThreadSnapshot& thread : made.threads) {
            thread.tid = static_cast<std::int32_t>(5000 + thread.index);
            const bool isTwin = thread.index + 2 >= made.threads.size();
            if (isFirst)
                part->newThreads.push_back(
                    {thread.index,
                     4711,
                     thread.tid,
                     isTwin ? "twin" : "pool-" + std::to_string(thread.index)});
            part->waitingFor.push_back(thread.index == 1 ? 1 : 0);
            if (thread.states)
                toProgram(*thread.states);
        }
        if (made.states)
            toProgram(*made.states);
        made.delta = {};
        for (std::uint32_t id = 1; id <= m_locks; ++id) {
            measure::LockSnapshot lock;
            lock.id = id;
            lock.waiters = id == 1 ? 1 : 0;
            lock.acquisitions = std::uint64_t{100} * id;
            lock.contended = std::uint64_t{10} * id;
            lock.waitNs = lock.contended * 1'000'000;
            lock.causedNs = lock.waitNs / 2;
            lock.ownerTid = id == 1 ? 5000 : 0;
            part->locks.push_back(lock);
            made.delta.calls += lock.acquisitions;
            made.delta.contended += lock.contended;
            made.delta.waitNs += lock.waitNs;
            if (isFirst)
                part->newLocks.push_back(infoOf(id));
        }
        made.delta.tasks = made.delta.callbacks = made.delta.passes = made.delta.calls;
        made.program = std::move(part);
        return std::make_shared<const measure::Snapshot>(std::move(made));
    }

    void fill(measure::History& history, std::chrono::nanoseconds length)
    {
        const auto end = history.end() + length;
        while (history.end() < end)
            history.push(next());
    }

private:
    static void toProgram(measure::StateShares& shares)
    {
        shares[measure::kWaitsForLock] += std::exchange(shares[measure::State::Guard], 0.F);
    }

    static measure::LockInfo infoOf(std::uint32_t id)
    {
        measure::LockInfo info;
        info.id = id;
        info.kind = id == 3 ? "condition" : "mutex";
        info.address = 0x1000 + id;
        info.pid = 4711;
        info.function = id == 1 ? "evict" : "function_" + std::to_string(id);
        info.file = "cache.c";
        info.line = 88;
        info.module = "/usr/bin/made-up";
        return info;
    }

    SyntheticSource m_source;
    std::uint32_t m_locks;
    bool m_first = true;
};

} // namespace lockscope::test
