// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workload/task_source.h"

#include <algorithm>
#include <mutex>
#include <new>
#include <numeric>

namespace lockscope::workload {

namespace {

std::size_t capacityFor(std::optional<std::uint64_t> tasks)
{
    if (!tasks)
        return Channel::kSlab;
    return std::clamp<std::uint64_t>(*tasks, 1, Channel::kMostPrefilled);
}

} // namespace

Channel::Channel(std::optional<std::uint64_t> tasks)
    : m_capacity(capacityFor(tasks))
    , m_ring(new (std::nothrow)
                 std::uint64_t[m_capacity]) // not touched here: fill() does, in order
{
    if (!m_ring && m_capacity > kSlab) { // where memory is short: refilled more often
        m_capacity = kSlab;
        m_ring.reset(new std::uint64_t[m_capacity]);
    } else if (!m_ring) {
        throw std::bad_alloc();
    }
    fill(m_capacity);
}

void Channel::fill(std::size_t count)
{
    std::iota(m_ring.get(), m_ring.get() + count, m_nextTask);
    m_nextTask += count;
    m_left = count;
    m_at = 0;
}

std::uint64_t Channel::take()
{
    const std::lock_guard hold(m_lock);
    if (m_left == 0) [[unlikely]]
        fill(std::min(kSlab, m_capacity));
    std::uint64_t& place = m_ring[m_at];
    const std::uint64_t task = place;
    place = 0; // as Go clears what it has handed out: the line is written, not only read
    ++m_at; // a ring that is filled from its beginning when it is empty has no end to go around
    --m_left;
    return task;
}

TaskSources::TaskSources(TaskSourceKind source, std::optional<std::uint64_t> tasks)
    : kind(source)
    , channel(source == TaskSourceKind::Channel ? std::make_unique<Channel>(tasks) : nullptr)
{}

} // namespace lockscope::workload
