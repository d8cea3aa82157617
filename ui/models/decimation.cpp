// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/decimation.h"

#include <algorithm>

namespace lockscope::ui {

namespace {

/// The extremes of the samples of one column of one run.
struct Extremes
{
    Sample low;
    Sample high;
    bool startsRun = false;

    explicit Extremes(const Sample& first)
        : low(first)
        , high(first)
        , startsRun(first.startsRun)
    {}

    void add(const Sample& sample)
    {
        if (sample.value < low.value)
            low = sample;
        if (sample.value > high.value)
            high = sample;
    }

    void appendTo(std::vector<Sample>& out) const
    {
        Sample first = low.time <= high.time ? low : high;
        Sample second = low.time <= high.time ? high : low;
        first.startsRun = startsRun;
        second.startsRun = false;
        out.push_back(first);
        if (second.time != first.time)
            out.push_back(second);
    }
};

} // namespace

std::vector<Sample> decimate(const std::deque<Sample>& samples,
                             std::chrono::nanoseconds from,
                             std::chrono::nanoseconds column,
                             std::chrono::nanoseconds until)
{
    auto next = std::lower_bound(
        samples.begin(),
        samples.end(),
        from,
        [](const Sample& sample, std::chrono::nanoseconds time) { return sample.time < time; });
    const auto end = std::upper_bound(
        next, samples.end(), until, [](std::chrono::nanoseconds time, const Sample& sample) {
            return time < sample.time;
        });
    std::vector<Sample> reduced;
    if (next == end)
        return reduced;
    if (column.count() <= 0) {
        reduced.assign(next, end);
        reduced.front().startsRun = true;
        return reduced;
    }

    Extremes extremes(*next);
    extremes.startsRun = true;
    auto cell = next->time / column;
    for (++next; next != end; ++next) {
        const auto ownCell = next->time / column;
        if (ownCell == cell && !next->startsRun) {
            extremes.add(*next);
            continue;
        }
        extremes.appendTo(reduced);
        extremes = Extremes(*next);
        cell = ownCell;
    }
    extremes.appendTo(reduced);
    return reduced;
}

} // namespace lockscope::ui
