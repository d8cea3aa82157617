// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/range_locks.h"

#include "core/io/limits.h"

namespace lockscope::ui {

std::vector<measure::LockSnapshot> RangeLocks::locks() const
{
    static const std::vector<measure::LockSnapshot> none;
    const measure::ProgramSnapshot* last =
        summed().empty() ? nullptr : summed().back()->program.get();
    const auto& ends = last == nullptr ? none : last->locks;
    auto end = ends.begin();
    std::vector<measure::LockSnapshot> locks;
    for (const measure::LockSnapshot& sum : m_sums) {
        measure::LockSnapshot lock = sum;
        while (end != ends.end() && end->id < sum.id)
            ++end;
        if (end != ends.end() && end->id == sum.id) {
            lock.waiters = end->waiters;
            lock.waitSoFarNs = end->waitSoFarNs;
            lock.ownerTid = end->ownerTid;
        }
        if (lock.acquisitions > 0 || lock.waitNs > 0 || lock.causedNs > 0 || lock.waiters > 0)
            locks.push_back(lock);
    }
    return locks;
}

double RangeLocks::seconds() const
{
    return std::chrono::duration<double>(std::chrono::nanoseconds(m_length)).count();
}

void RangeLocks::add(const measure::Snapshot& snapshot)
{
    m_length += snapshot.interval.count();
    m_sampled += snapshot.waitsExact ? 0 : 1;
    if (!snapshot.program)
        return;
    for (const measure::LockSnapshot& lock : snapshot.program->locks) {
        if (lock.id > io::limits::kLocksInAll)
            continue;
        while (m_sums.size() <= lock.id)
            m_sums.push_back({.id = static_cast<std::uint32_t>(m_sums.size())});
        measure::LockSnapshot& sum = m_sums[lock.id];
        sum.acquisitions += lock.acquisitions;
        sum.contended += lock.contended;
        sum.waitNs += lock.waitNs;
        sum.causedNs += lock.causedNs;
    }
}

void RangeLocks::remove(const measure::Snapshot& snapshot)
{
    m_length -= snapshot.interval.count();
    m_sampled -= snapshot.waitsExact ? 0 : 1;
    if (!snapshot.program)
        return;
    for (const measure::LockSnapshot& lock : snapshot.program->locks) {
        if (lock.id >= m_sums.size())
            continue;
        measure::LockSnapshot& sum = m_sums[lock.id];
        sum.acquisitions -= lock.acquisitions;
        sum.contended -= lock.contended;
        sum.waitNs -= lock.waitNs;
        sum.causedNs -= lock.causedNs;
    }
}

void RangeLocks::clear()
{
    m_sums.clear();
    m_length = 0;
    m_sampled = 0;
}

} // namespace lockscope::ui
