// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/compared_stretches.h"

#include <algorithm>
#include <string>

namespace lockscope::ui {

namespace {

std::chrono::nanoseconds lengthOf(const recording::Stretch& stretch)
{
    return stretch.until - stretch.from;
}

/// What is wrong with it names the side: both may be of the same file.
recording::Stretch stretchOf(const char* side, const StretchChoice& choice)
{
    try {
        return recording::stretchOf(choice.recording, choice.from, choice.until);
    } catch (const recording::RecordingError& error) {
        throw recording::RecordingError(std::string(side) + ": " + error.what());
    }
}

/// The threads are by far the most of a snapshot, and none of the pictures here shows them.
measure::History historyOf(const recording::Stretch& stretch, std::chrono::nanoseconds span)
{
    const recording::Recording& all = *stretch.recording;
    const std::size_t first = all.countUntil(stretch.from);
    const std::size_t end = all.countUntil(stretch.until);
    measure::History history(span, std::max<std::size_t>(1, end - first));
    for (std::size_t i = first; i < end; ++i) {
        auto snapshot = std::make_shared<measure::Snapshot>(*all.snapshot(i));
        if (snapshot->time - snapshot->interval < stretch.from)
            continue; // as in figuresOf()
        snapshot->threads = {};
        history.push(std::move(snapshot));
    }
    return history;
}

} // namespace

std::chrono::nanoseconds ComparedStretches::span() const
{
    return std::max(lengthOf(difference.a), lengthOf(difference.b));
}

ComparedStretches compareStretches(const StretchChoice& a, const StretchChoice& b)
{
    ComparedStretches compared{.difference =
                                   recording::compare(stretchOf("A", a), stretchOf("B", b)),
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
