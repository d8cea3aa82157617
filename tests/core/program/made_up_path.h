// SPDX-License-Identifier: GPL-3.0-or-later
// Snapshots of a program of which the critical path is known.
#pragma once

#include "core/program/critical_path.h"

#include <chrono>
#include <cmath>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>

namespace lockscope::program {

/// What a made-up thread did in an interval of 100 ms.
struct Did
{
    double wait = 0; ///< shares of it
    double preempted = 0;
    double condition = 0;
    double asleep = 0; ///< the rest: running
    std::uint32_t wants = 0; ///< at its end
    std::uint64_t contended = 0;
};

/// A program that nobody runs; threads are 1000 and on by index.
class MadeUp
{
public:
    /// One more interval: what threads did, by index, and who holds which lock at its end.
    void add(const std::map<std::uint32_t, Did>& threads,
             const std::map<std::uint32_t, std::int32_t>& holders,
             const std::map<std::uint32_t, double>& lockWait = {})
    {
        auto program = std::make_shared<measure::ProgramSnapshot>();
        auto snapshot = std::make_shared<measure::Snapshot>();
        snapshot->interval = kInterval;
        snapshot->sequence = m_sequence++;
        snapshot->time = kInterval * static_cast<int>(m_sequence);
        std::map<std::uint32_t, measure::LockSnapshot> locks;
        for (const auto& [id, wait] : lockWait)
            locks[id].waitNs = nanosecondsOf(wait);
        for (const auto& [id, tid] : holders)
            locks[id].ownerTid = static_cast<std::uint32_t>(tid);
        for (const auto& [index, did] : threads) {
            measure::ThreadSnapshot thread;
            thread.index = index;
            thread.tid = static_cast<std::int32_t>(1000 + index);
            thread.waitNs = nanosecondsOf(did.wait);
            thread.contended = did.contended;
            measure::StateShares states;
            states[measure::kWaitsForLock] = static_cast<float>(did.wait);
            states[measure::State::Preempted] = static_cast<float>(did.preempted);
            states[measure::kWaitsForCondition] = static_cast<float>(did.condition);
            states[measure::kAsleep] = static_cast<float>(did.asleep);
            states[measure::kRunning] =
                static_cast<float>(1 - did.wait - did.preempted - did.condition - did.asleep);
            thread.states = states;
            snapshot->threads.push_back(thread);
            program->waitingFor.push_back(did.wants);
            if (did.wants != 0)
                ++locks[did.wants].waiters;
        }
        for (auto& [id, lock] : locks) {
            lock.id = id;
            program->locks.push_back(lock);
        }
        snapshot->program = program;
        snapshots.push_back(snapshot);
    }

    void lockIs(std::uint32_t id, const std::string& kind)
    {
        auto program = std::make_shared<measure::ProgramSnapshot>();
        program->newLocks.emplace_back();
        program->newLocks.back().id = id;
        program->newLocks.back().kind = kind;
        measure::Snapshot snapshot;
        snapshot.program = program;
        names.follow(snapshot);
    }

    [[nodiscard]] CriticalPath path(std::optional<std::uint32_t> from = {}) const
    {
        return criticalPath(snapshots,
                            {std::chrono::nanoseconds(0), kInterval * static_cast<int>(m_sequence)},
                            names,
                            from);
    }

    static constexpr std::chrono::milliseconds kInterval{100};
    PathSnapshots snapshots;
    measure::ProgramNames names;

private:
    static std::uint64_t nanosecondsOf(double share)
    {
        return static_cast<std::uint64_t>(
            std::llround(share * static_cast<double>(std::chrono::nanoseconds(kInterval).count())));
    }
    std::uint64_t m_sequence = 0;
};

} // namespace lockscope::program
