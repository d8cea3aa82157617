// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/history_mirror.h"
#include "ui/models/lock_substitutes.h"
#include "ui/models/range_blocking.h"
#include "ui/models/range_locks.h"
#include "ui/models/thread_names.h"

namespace lockscope::ui {

/// What the snapshots of a program tell of a range: its locks, who blocked whom, and what threads
/// and locks are called. For one thread.
class ProgramTime
{
public:
    /// Takes what is new of a history, and looks at that range of it. Whether there are others than
    /// before in it.
    bool follow(const measure::History& history, const TimeRange& range);

    [[nodiscard]] const RangeLocks& locks() const { return m_locks; }
    /// What stood in front of locks when the range began, and when it ended.
    [[nodiscard]] LockSubstitutes substitutesBefore() const;
    [[nodiscard]] LockSubstitutes substitutesAfter() const;
    [[nodiscard]] const RangeBlocking& blocking() const { return m_blocking; }
    [[nodiscard]] const ThreadNames& names() const { return m_names; }

private:
    HistoryMirror m_mirror;
    ThreadNames m_names;
    TimeRange m_range; ///< that is looked at
    RangeLocks m_locks;
    RangeBlocking m_blocking;
};

} // namespace lockscope::ui
