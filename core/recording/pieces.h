// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/snapshot.h"
#include "core/measure/time_range.h"
#include "core/recording/recording.h"

#include <atomic>
#include <cstddef>
#include <vector>

namespace lockscope::recording {

/// Snapshots of a recording by their places, from `first` to before `end`.
struct Places
{
    std::size_t first = 0;
    std::size_t end = 0;

    [[nodiscard]] std::size_t size() const { return end - first; }
    [[nodiscard]] bool contains(const Places& other) const
    {
        return first <= other.first && other.end <= end;
    }
    friend bool operator==(const Places&, const Places&) = default;
};

/// What is drawn of some snapshots that follow each other: one that joins them.
struct Piece
{
    Places places;
    measure::SnapshotPtr snapshot;
};
using Pieces = std::vector<Piece>; ///< in order, none over another

/// The snapshots of which some of the interval lies in a range of time.
[[nodiscard]] Places placesIn(const Recording& recording, const measure::TimeRange& range);

/// Cuts places into at most `most` runs of about the same length of time; each on its own where
/// there are no more than that. None is empty.
[[nodiscard]] std::vector<Places> cut(const Recording& recording,
                                      const Places& places,
                                      std::size_t most);

/// Decodes snapshots and joins them (measure::joined), a few in memory at a time. Null when another
/// thread says that it is to end. Throws RecordingError as Recording::snapshot().
[[nodiscard]] measure::SnapshotPtr joinedOf(const Recording& recording,
                                            const Places& places,
                                            const std::atomic<bool>& ends);

/// The first piece that ends behind a place.
[[nodiscard]] Pieces::const_iterator pieceAt(const Pieces& pieces, std::size_t place);

/// The places and what else is in the pieces that they cut into.
[[nodiscard]] Places widenedTo(const Pieces& pieces, const Places& places);

/// Puts finer pieces where they belong. They begin and end where pieces do.
void refine(Pieces& pieces, const Pieces& finer);

/// What there is to be drawn.
[[nodiscard]] std::vector<measure::SnapshotPtr> snapshotsOf(const Pieces& pieces);

} // namespace lockscope::recording
