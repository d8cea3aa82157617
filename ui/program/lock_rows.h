// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/program_names.h"
#include "core/program/watch_report.h"
#include "ui/models/lock_figures.h"
#include "ui/models/range_locks.h"
#include "ui/program/program_time.h"

#include <QString>

#include <chrono>
#include <cstdint>
#include <deque>
#include <optional>
#include <unordered_map>
#include <vector>

namespace lockscope::ui {

/// What a table says of a lock, or a condition. None: it was not counted.
struct LockRow
{
    std::uint32_t id = 0;
    bool condition = false;
    bool gate = false; ///< threads sleep in it until there is work
    bool ofRange = false; ///< a part of the time
    QString site;
    QString kind;
    std::optional<double> perSecond; ///< acquisitions
    std::optional<double> contended; ///< share of them
    std::optional<double> sufferedNs;
    std::optional<double> causedNs;
    std::optional<double> waitP99Ns;
    std::optional<double> heldP50Ns;
    std::optional<std::uint64_t> ownerChanges;
    std::uint32_t waiters = 0; ///< at its end
    std::uint64_t waitSoFarNs = 0; ///< of these
};

/// Acquisitions of locks at the last reports, so that rates are of the last seconds.
class LockRates
{
public:
    /// Of the last seconds, or, where there are none, of all; none when not counted.
    [[nodiscard]] std::optional<double> of(const program::WatchReport& report,
                                           const program::LockReading& lock) const;
    void remember(const program::WatchReport& report);
    void clear() { m_earlier.clear(); }

private:
    struct Earlier
    {
        std::chrono::nanoseconds elapsed{};
        std::unordered_map<std::uint32_t, std::uint64_t> acquisitions; ///< by lock
    };
    std::deque<Earlier> m_earlier; ///< the oldest first
};

/// The lock of a report, or a condition; null when it is not in it.
[[nodiscard]] const program::ReportedLock* reportedLock(const program::WatchReport* report,
                                                        std::optional<std::uint32_t> id);

/// How long one of these was waited for; none where that was not counted.
[[nodiscard]] std::optional<LockWaits> lockWaits(const program::WatchReport* report,
                                                 std::uint32_t id);

/// Of all that a report tells.
[[nodiscard]] std::vector<LockRow> rowsOf(const program::WatchReport& report,
                                          const LockRates& rates);

/// Of what is looked at of the time, with what stood in front of the locks then, and what a report
/// on the same program (null: there is none) knows of them that does not change.
[[nodiscard]] std::vector<LockRow> rowsOf(const ProgramTime& time,
                                          const program::WatchReport* report);

/// Of a range of snapshots, which do not tell how long a wait or a hold took.
[[nodiscard]] std::vector<LockRow> rowsOf(const RangeLocks& range,
                                          const measure::ProgramNames& names);

} // namespace lockscope::ui
