// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/program/path_sums.h"

#include "core/measure/batch_means.h"

#include <algorithm>
#include <numeric>

namespace lockscope::program {

namespace {

constexpr std::size_t kWithInterval = 40; ///< locks: each takes a pass over the steps

} // namespace

void PathSums::beginStep(double ns)
{
    m_step = {};
    m_stepLocks.clear();
    m_lengths.push_back(ns);
}

void PathSums::charge(PathPart part, double ns)
{
    m_step[static_cast<std::size_t>(part)] += ns;
    m_all[static_cast<std::size_t>(part)] += ns;
}

void PathSums::charge(std::uint32_t lock, const LockCharge& charged)
{
    charge(PathPart::Held, charged.held);
    charge(PathPart::Preempted, charged.preempted);
    charge(PathPart::HolderUnknown, charged.holderUnknown);
    LockCharge& sum = m_locks[lock];
    sum.held += charged.held;
    sum.asleep += charged.asleep;
    sum.preempted += charged.preempted;
    sum.holderUnknown += charged.holderUnknown;
    m_stepLocks[lock] += charged.all();
    std::vector<Charged>& steps = m_charged[lock];
    if (steps.empty() || steps.back().step + 1 != m_lengths.size())
        steps.push_back({m_lengths.size() - 1, 0});
    steps.back().ns += charged.all();
}

std::uint32_t PathSums::heaviestLock() const
{
    const auto most =
        std::max_element(m_stepLocks.begin(), m_stepLocks.end(), [](const auto& a, const auto& b) {
            return a.second < b.second;
        });
    return most == m_stepLocks.end() ? 0 : most->first;
}

void PathSums::addSegment(const PathSegment& segment)
{
    if (segment.begin >= segment.end)
        return;
    if (!m_segments.empty()) {
        PathSegment& later = m_segments.back();
        if (later.thread == segment.thread && later.tid == segment.tid && later.what == segment.what
            && later.lock == segment.lock && later.begin == segment.end)
        {
            later.begin = segment.begin;
            return;
        }
    }
    m_segments.push_back(segment);
}

PathLock PathSums::lockOf(std::uint32_t id, double total) const
{
    const LockCharge& sum = m_locks.at(id);
    PathLock lock;
    lock.id = id;
    lock.share = sum.all() / total;
    lock.held = sum.held / total;
    lock.asleep = sum.asleep / total;
    lock.preempted = sum.preempted / total;
    lock.holderUnknown = sum.holderUnknown / total;
    return lock;
}

void PathSums::putInto(CriticalPath& path)
{
    std::reverse(m_segments.begin(), m_segments.end());
    path.segments = std::move(m_segments);
    const double total = std::accumulate(m_all.begin(), m_all.end(), 0.0);
    if (!(total > 0))
        return;
    for (std::size_t i = 0; i < kPathPartCount; ++i)
        path.parts[i] = m_all[i] / total;
    for (const auto& [id, sum] : m_locks)
        if (sum.all() > 0)
            path.locks.push_back(lockOf(id, total));
    std::stable_sort(path.locks.begin(), path.locks.end(), [](const auto& a, const auto& b) {
        return a.share > b.share;
    });
    path.locks.resize(std::min(path.locks.size(), kPathLocks));
    std::vector<double> length(m_lengths.size() + 1);
    std::partial_sum(m_lengths.begin(), m_lengths.end(), length.begin() + 1);
    std::vector<double> charged(m_lengths.size() + 1);
    for (std::size_t i = 0; i < std::min(kWithInterval, path.locks.size()); ++i) {
        PathLock& lock = path.locks[i];
        std::fill(charged.begin(), charged.end(), 0.0);
        for (const Charged& each : m_charged.at(lock.id))
            charged[each.step + 1] = each.ns;
        std::partial_sum(charged.begin(), charged.end(), charged.begin());
        const auto share = [&](std::size_t from, std::size_t until) -> std::optional<double> {
            const double ns = length[until] - length[from];
            return ns > 0 ? std::optional((charged[until] - charged[from]) / ns) : std::nullopt;
        };
        if (const auto estimate = measure::batchMeans(m_lengths.size(), share)) {
            const measure::Interval interval = measure::intervalOf(*estimate, 1);
            lock.low = interval.low;
            lock.high = interval.high;
        }
    }
}

} // namespace lockscope::program
