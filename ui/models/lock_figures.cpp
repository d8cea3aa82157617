// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/lock_figures.h"

namespace lockscope::ui {

namespace {

measure::LockSnapshot allLocks(const measure::Snapshot& snapshot,
                               const measure::ProgramNames& names)
{
    measure::LockSnapshot all;
    all.acquisitions = snapshot.delta.passes;
    all.contended = snapshot.delta.contended;
    all.waitNs = snapshot.delta.waitNs;
    for (const measure::LockSnapshot& lock : snapshot.program->locks) {
        const measure::LockInfo* info = names.lock(lock.id);
        if (info == nullptr || info->kind != "condition")
            all.waiters += lock.waiters;
    }
    return all;
}

measure::LockSnapshot oneLock(const measure::Snapshot& snapshot, std::uint32_t id)
{
    const measure::LockSnapshot* lock = measure::lockIn(*snapshot.program, id);
    return lock == nullptr ? measure::LockSnapshot{.id = id} : *lock; // it did nothing
}

std::optional<double> ratio(std::uint64_t sum, std::uint64_t count)
{
    return count == 0 ? std::nullopt
                      : std::optional(static_cast<double>(sum) / static_cast<double>(count));
}

} // namespace

LockFigures lockFigures(const measure::Snapshot& snapshot,
                        const std::optional<ChosenLock>& lock,
                        const measure::ProgramNames& names)
{
    const measure::LockSnapshot sum =
        lock ? oneLock(snapshot, lock->id) : allLocks(snapshot, names);
    LockFigures figures;
    figures.waiters = sum.waiters;
    if (!snapshot.waitsExact)
        return figures; // sampled: who waits now is all that is seen
    const double seconds = std::chrono::duration<double>(snapshot.interval).count();
    if (seconds > 0)
        figures.perSecond = static_cast<double>(sum.acquisitions) / seconds;
    figures.contended = ratio(sum.contended, sum.acquisitions);
    figures.meanWaitNs = ratio(sum.waitNs, sum.acquisitions);
    figures.contendedWaitNs = ratio(sum.waitNs, sum.contended);
    return figures;
}

} // namespace lockscope::ui
