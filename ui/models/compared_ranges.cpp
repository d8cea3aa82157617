// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/compared_ranges.h"

#include <algorithm>
#include <string>

namespace lockscope::ui {

namespace {

std::chrono::nanoseconds lengthOf(const recording::Range& range)
{
    return range.until - range.from;
}

/// What is wrong with it names the side: both may be of the same file.
recording::Range rangeOf(const char* side, const RangeChoice& choice)
{
    try {
        return recording::rangeOf(choice.recording, choice.from, choice.until);
    } catch (const recording::RecordingError& error) {
        throw recording::RecordingError(std::string(side) + ": " + error.what());
    }
}

/// The threads are by far the most of a snapshot, and none of the pictures here shows them.
measure::History historyOf(const recording::Range& range, std::chrono::nanoseconds span)
{
    const recording::Recording& all = *range.recording;
    const std::size_t first = all.countUntil(range.from);
    const std::size_t end = all.countUntil(range.until);
    measure::History history(span, std::max<std::size_t>(1, end - first));
    for (std::size_t i = first; i < end; ++i) {
        auto snapshot = std::make_shared<measure::Snapshot>(*all.snapshot(i));
        if (snapshot->time - snapshot->interval < range.from)
            continue; // as in figuresOf()
        snapshot->threads = {};
        history.push(std::move(snapshot));
    }
    return history;
}

} // namespace

std::chrono::nanoseconds ComparedRanges::span() const
{
    return std::max(lengthOf(difference.a), lengthOf(difference.b));
}

ComparedRanges compareRanges(const RangeChoice& a, const RangeChoice& b)
{
    ComparedRanges compared{.difference = recording::compare(rangeOf("A", a), rangeOf("B", b)),
                            .a = measure::History(),
                            .b = measure::History()};
    compared.a = historyOf(compared.difference.a, compared.span());
    compared.b = historyOf(compared.difference.b, compared.span());
    return compared;
}

std::deque<Sample> overviewOf(const recording::Recording& recording, std::size_t steps)
{
    std::deque<Sample> samples;
    const std::size_t count = recording.size();
    const std::size_t stride = std::max<std::size_t>(1, count / std::max<std::size_t>(1, steps));
    measure::SnapshotPtr before;
    for (std::size_t i = stride - 1; i < count; i += stride) {
        const auto snapshot = recording.snapshot(i);
        if (stride == 1 || !before || snapshot->total.calls < before->total.calls) {
            samples.push_back({snapshot->time, snapshot->throughput(), !before});
        } else {
            const double seconds =
                std::chrono::duration<double>(snapshot->time - before->time).count();
            samples.push_back(
                {snapshot->time,
                 static_cast<double>(snapshot->total.calls - before->total.calls) / seconds,
                 false});
        }
        before = snapshot;
    }
    return samples;
}

} // namespace lockscope::ui
