// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/recording/pieces.h"

#include "core/measure/joined_snapshots.h"

#include <algorithm>
#include <memory>

namespace lockscope::recording {

Places placesIn(const Recording& recording, const measure::TimeRange& range)
{
    const std::size_t first = recording.countUntil(range.begin);
    // The one that ends at the range's end or after it has a part within, too.
    const std::size_t end = recording.countUntil(range.end - std::chrono::nanoseconds(1)) + 1;
    return {first, std::clamp(end, first, recording.size())};
}

std::vector<Places> cut(const Recording& recording, const Places& places, std::size_t most)
{
    std::vector<Places> runs;
    if (places.size() == 0)
        return runs;
    most = std::max<std::size_t>(1, most);
    if (places.size() <= most) {
        for (std::size_t i = places.first; i < places.end; ++i)
            runs.push_back({i, i + 1});
        return runs;
    }
    const auto begin = recording.timeOf(places.first);
    const auto span = recording.timeOf(places.end - 1) - begin;
    // In doubles: a product of times and counts may leave 64 bits.
    const double cell = static_cast<double>(span.count()) / static_cast<double>(most);
    std::size_t last = most; // no cell
    for (std::size_t i = places.first; i < places.end; ++i) {
        const double since = static_cast<double>((recording.timeOf(i) - begin).count());
        const std::size_t own =
            std::min(most - 1, cell > 0 ? static_cast<std::size_t>(since / cell) : 0);
        if (own == last)
            ++runs.back().end;
        else
            runs.push_back({i, i + 1});
        last = own;
    }
    return runs;
}

measure::SnapshotPtr joinedOf(const Recording& recording,
                              const Places& places,
                              const std::atomic<bool>& ends)
{
    constexpr std::size_t kTogether = 32;
    if (places.size() == 1)
        return recording.snapshot(places.first);
    std::vector<measure::SnapshotPtr> parts;
    for (std::size_t i = places.first; i < places.end; ++i) {
        if (ends.load(std::memory_order_relaxed)) // a word of its own: nothing is read after it
            return nullptr;
        parts.push_back(recording.snapshot(i));
        if (parts.size() == kTogether || i + 1 == places.end)
            parts = {std::make_shared<const measure::Snapshot>(measure::joined(parts))};
    }
    return parts.front();
}

Pieces::const_iterator pieceAt(const Pieces& pieces, std::size_t place)
{
    return std::partition_point(pieces.begin(), pieces.end(), [place](const Piece& piece) {
        return piece.places.end <= place;
    });
}

Places widenedTo(const Pieces& pieces, const Places& places)
{
    Places wide = places;
    const auto first = pieceAt(pieces, places.first);
    if (first != pieces.end())
        wide.first = std::min(wide.first, first->places.first);
    if (places.size() == 0)
        return {wide.first, wide.first};
    const auto last = pieceAt(pieces, places.end - 1);
    if (last != pieces.end() && last->places.first < places.end)
        wide.end = std::max(wide.end, last->places.end);
    return wide;
}

void refine(Pieces& pieces, const Pieces& finer)
{
    if (finer.empty())
        return;
    const auto first = pieceAt(pieces, finer.front().places.first);
    const auto last = pieceAt(pieces, finer.back().places.end - 1);
    const bool endsIn = last != pieces.end() && last->places.first < finer.back().places.end;
    const auto at = pieces.erase(first, endsIn ? std::next(last) : last);
    pieces.insert(at, finer.begin(), finer.end());
}

std::vector<measure::SnapshotPtr> snapshotsOf(const Pieces& pieces)
{
    std::vector<measure::SnapshotPtr> snapshots;
    snapshots.reserve(pieces.size());
    for (const Piece& piece : pieces)
        snapshots.push_back(piece.snapshot);
    return snapshots;
}

} // namespace lockscope::recording
