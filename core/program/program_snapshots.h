// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/snapshot.h"
#include "core/program/program_reading.h"
#include "core/program/substitution_log.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <utility>

namespace lockscope::program {

/// Makes snapshots of readings of a program, one after another: what was between two of them. Not
/// thread-safe.
///
/// What a lock or a thread is called is told again every few seconds as long as it does something,
/// so that a part of a recording has it, too. Acquisitions stand where an experiment has calls,
/// tasks, callbacks and passes. A snapshot's threads are those that run, with an index that is
/// theirs alone.
class ProgramSnapshots
{
public:
    /// The account that goes with a snapshot of that time; null: none.
    using MakeAccount = std::function<std::shared_ptr<const measure::ProgramAccount>(
        std::chrono::nanoseconds time, bool last)>;

    /// Of a reading that comes after those before; null where no time has passed. `facts`: of the
    /// program, before what is substituted.
    [[nodiscard]] measure::SnapshotPtr next(const ProgramReading& reading,
                                            bool last,
                                            const measure::ConfigFacts& facts,
                                            const MakeAccount& account);

    /// A lock, or condition, as it was at the newest; null where it was not seen.
    [[nodiscard]] const LockCounts* lock(std::uint32_t id) const;
    /// The lock that was waited for most; the one at an address. None where there is none.
    [[nodiscard]] std::optional<std::uint32_t> mostWaitedFor() const;
    [[nodiscard]] std::optional<std::uint32_t> lockAt(std::uint64_t address) const;

private:
    struct KnownLock
    {
        LockCounts counts;
        Frame site; ///< when it was told
        std::uint64_t contendedTold = 0;
        std::chrono::nanoseconds toldAt{};
    };
    struct KnownThread
    {
        measure::ThreadInfo told;
        std::chrono::nanoseconds toldAt{};
        ThreadReading reading;
        std::uint64_t contendedTold = 0;
    };

    void addLocks(const ProgramReading& reading,
                  bool last,
                  measure::Snapshot& snapshot,
                  measure::ProgramSnapshot& part);
    void tellOf(const ThreadReading& thread, KnownThread& known, measure::ProgramSnapshot& part);
    void addThreads(const ProgramReading& reading,
                    bool last,
                    measure::Snapshot& snapshot,
                    measure::ProgramSnapshot& part);

    std::map<std::uint32_t, KnownLock> m_locks;
    std::map<std::pair<std::uint32_t, std::uint32_t>, KnownThread> m_threads; ///< by pid and tid
    SubstitutionLog m_substitutions;
    std::chrono::nanoseconds m_time{};
    measure::Totals m_total;
    std::uint64_t m_sequence = 0;
};

} // namespace lockscope::program
