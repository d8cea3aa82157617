// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/snapshot.h"

#include <span>

namespace lockscope::measure {

/// Snapshots of one source that follow each other, as one: what they would have been, had the
/// source been read less often.
///
/// Counts, waits and histograms are sums, and states are means over time. Where a figure is not
/// known of one part, its sum is not known. Time that no part tells of (a gap) is not in the
/// interval, so rates stay right; the interval ends where the last one does, and the gap shows
/// before it. A thread's p99 is the largest of the parts', which no reader can take for less than
/// it was. At least one part; any thread.
[[nodiscard]] Snapshot joined(std::span<const SnapshotPtr> parts);

} // namespace lockscope::measure
