// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/program/watch_report.h"
#include "core/whatif/lock_load.h"

#include <chrono>
#include <cstdint>
#include <map>
#include <utility>

namespace lockscope::whatif {

/// What was counted up to the moment since when a program's locks have been its own: no other lock
/// in front of any, no hold made longer. Loads are of what came after it, so that a program whose
/// lock was swapped need not be started anew for a forecast. Not thread-safe.
class OwnTime
{
public:
    /// Reports of a program in their order, the same one more than once or not; of another
    /// program, or of an earlier time, it begins anew.
    void take(const program::WatchReport& report);

    /// The load of one of the locks of the report that was taken last: since watching began where
    /// no lock of the program was ever swapped, else since they are its own again.
    [[nodiscard]] LoadFound loadOf(const program::WatchReport& report,
                                   const program::ReportedLock& lock) const;

private:
    struct Began
    {
        std::chrono::nanoseconds elapsed{};
        std::map<std::uint32_t, program::LockReading> locks; ///< by id
        std::map<std::pair<std::uint32_t, std::uint32_t>, program::ThreadReading>
            threads; ///< by pid and tid
    };

    [[nodiscard]] program::ReportedLock since(const program::ReportedLock& lock) const;

    std::uint32_t m_pid = 0;
    std::chrono::nanoseconds m_elapsed{};
    std::uint64_t m_swaps = 0; ///< of all locks
    Began m_began; ///< empty: watching did
};

} // namespace lockscope::whatif
