// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/recording/range_gate.h"

#include "core/recording/pieces.h"
#include "core/recording/range.h"
#include "core/recording/recording.h"

#include <string>

#include <fmt/format.h>

namespace lockscope::recording {

std::size_t snapshotsIn(const Recording& recording, const measure::TimeRange& range)
{
    Places places = placesIn(recording, range); // which may have too many at both ends
    const auto takes = [&](std::size_t place) {
        const measure::SnapshotPtr snapshot = recording.snapshot(place);
        return gateTakes(range, {snapshot->time - snapshot->interval, snapshot->time});
    };
    while (places.size() > 0 && !takes(places.first))
        ++places.first;
    while (places.size() > 0 && !takes(places.end - 1))
        --places.end;
    return places.size();
}

bool RangeGate::takes(const measure::Snapshot& snapshot)
{
    const measure::TimeRange own{snapshot.time - snapshot.interval, snapshot.time};
    m_seen = m_seen ? measure::TimeRange{m_seen->begin, own.end} : own;
    if (!m_range || gateTakes(*m_range, own)) {
        m_tookAny = true;
        return true;
    }
    if (!m_tookAny && !snapshot.changes.empty())
        m_configBefore = snapshot.changes.back().config;
    return false;
}

void RangeGate::requireAny(const std::string& name) const
{
    if (!m_range || m_tookAny)
        return;
    const std::string asked = m_range->end == measure::TimeRange::Time::max()
        ? fmt::format("from {:.6g} s on", secondsOf(m_range->begin))
        : fmt::format(
            "from {:.6g} to {:.6g} s", secondsOf(m_range->begin), secondsOf(m_range->end));
    if (!m_seen)
        throw RecordingError(fmt::format("{} has no snapshot {}: it has none", name, asked));
    throw RecordingError(fmt::format("{} has no snapshot {}; it goes from {:.6g} to {:.6g} s",
                                     name,
                                     asked,
                                     secondsOf(m_seen->begin),
                                     secondsOf(m_seen->end)));
}

} // namespace lockscope::recording
