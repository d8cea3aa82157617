// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/snapshot.h"
#include "core/measure/time_range.h"
#include "core/recording/format.h"

#include <optional>
#include <string>

namespace lockscope::recording {

class Recording;

/// Whether the snapshot of an interval lies in a range: the middle of the interval does, as in the
/// window.
[[nodiscard]] inline bool gateTakes(const measure::TimeRange& range,
                                    const measure::TimeRange& interval)
{
    return range.contains(interval.middle());
}

/// How many of a recording's snapshots do. Decodes two of them; throws as Recording::snapshot().
[[nodiscard]] std::size_t snapshotsIn(const Recording& recording, const measure::TimeRange& range);

/// Tells which snapshots of a run lie in a range of its time, as they come one after another: those
/// that gateTakes(). For one thread.
class RangeGate
{
public:
    /// None: all of them. An end of Time::max() is that of the run.
    explicit RangeGate(std::optional<measure::TimeRange> range)
        : m_range(range)
    {}

    /// Whether the next one does.
    [[nodiscard]] bool takes(const measure::Snapshot& snapshot);
    /// The experiment in force when the range began; none: that of the recording's header.
    [[nodiscard]] const std::optional<measure::ConfigFacts>& configBefore() const
    {
        return m_configBefore;
    }
    /// Throws RecordingError when none did although a range is asked for.
    void requireAny(const std::string& name) const;

private:
    std::optional<measure::TimeRange> m_range;
    std::optional<measure::TimeRange> m_seen; ///< all snapshots
    std::optional<measure::ConfigFacts> m_configBefore;
    bool m_tookAny = false;
};

} // namespace lockscope::recording
