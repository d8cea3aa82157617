// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/column_mix.h"

#include <algorithm>

namespace lockscope::ui {

namespace {

LaneCell cellOf(const std::optional<measure::StateShares>& states)
{
    if (!states)
        return {LaneCell::Kind::Unknown, {}};
    return {LaneCell::Kind::Known, *states};
}

} // namespace

LaneCell threadCell(const measure::Snapshot& snapshot, std::uint32_t worker)
{
    const auto& threads = snapshot.threads;
    if (worker < threads.size() && threads[worker].index == worker)
        return cellOf(threads[worker].states);
    const auto found = std::lower_bound(threads.begin(),
                                        threads.end(),
                                        worker,
                                        [](const measure::ThreadSnapshot& thread,
                                           std::uint32_t index) { return thread.index < index; });
    if (found == threads.end() || found->index != worker)
        return {};
    return cellOf(found->states);
}

LaneCell wholeCell(const measure::Snapshot& snapshot, std::uint32_t /*lane*/)
{
    return cellOf(snapshot.states);
}

void ColumnMix::seek(std::chrono::nanoseconds from, std::chrono::nanoseconds to)
{
    m_parts.clear();
    auto next = std::upper_bound(
        m_snapshots.begin(),
        m_snapshots.end(),
        from,
        [](std::chrono::nanoseconds time, const auto& snapshot) { return time < snapshot->time; });
    for (; next != m_snapshots.end() && (*next)->time - (*next)->interval < to; ++next) {
        const auto begin = std::max(from, (*next)->time - (*next)->interval);
        const auto end = std::min(to, (*next)->time);
        if (end > begin)
            m_parts.emplace_back(next->get(), static_cast<float>((end - begin).count()));
    }
}

LaneCell ColumnMix::cell(std::uint32_t lane) const
{
    if (m_parts.size() == 1)
        return m_laneOf.cell(*m_parts.front().first, lane);
    return m_laneOf.keepsContended ? mostContended(lane) : mean(lane);
}

LaneCell ColumnMix::mostContended(std::uint32_t lane) const
{
    const auto contended = [](const LaneCell& cell) {
        return cell.shares[measure::State::Guard] + cell.shares[measure::State::Blocked];
    };
    LaneCell most;
    for (const auto& [snapshot, weight] : m_parts) {
        const LaneCell part = m_laneOf.cell(*snapshot, lane);
        if (part.kind > most.kind
            || (part.kind == LaneCell::Kind::Known && contended(part) > contended(most)))
            most = part;
    }
    return most;
}

LaneCell ColumnMix::mean(std::uint32_t lane) const
{
    LaneCell mix;
    float known = 0;
    for (const auto& [snapshot, weight] : m_parts) {
        const LaneCell part = m_laneOf.cell(*snapshot, lane);
        if (part.kind == LaneCell::Kind::Known) {
            known += weight;
            for (std::size_t i = 0; i < measure::kStateCount; ++i)
                mix.shares.share[i] += weight * part.shares.share[i];
        }
        mix.kind = std::max(mix.kind, part.kind);
    }
    if (known > 0)
        for (float& share : mix.shares.share)
            share /= known;
    return mix;
}

} // namespace lockscope::ui
