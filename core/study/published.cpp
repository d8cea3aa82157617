// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/published.h"

#include "core/lab/lab.h"
#include "core/study/contender_runner.h"
#include "core/study/rounds.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <string>
#include <thread>
#include <vector>

#include <fmt/format.h>

namespace lockscope::study {

namespace {

using Nanoseconds = std::chrono::nanoseconds;

/// What one slice came to.
struct Slice
{
    double ns = 0;
    double tasks = 0;
};

/// One guard's lab, which goes on and stops.
class Side
{
public:
    Side(const lab::LabConfig& config, std::uint64_t tasks)
        : m_lab(config, {.snapshotsPerSecond = 20, .measureProbeCost = false, .tasks = tasks})
        , m_left(tasks)
    {}

    [[nodiscard]] bool finished() const { return m_left == 0; }
    [[nodiscard]] std::uint64_t left() const { return m_left; }
    [[nodiscard]] measure::RunSummary summary() const { return m_lab.summary(); }

    Slice run(Nanoseconds length)
    {
        m_lab.start();
        while (!m_lab.settled())
            std::this_thread::sleep_for(std::chrono::microseconds(100));
        (void)m_lab.poll(); // throws when it settled because it failed; nobody reads the snapshots
        (void)m_lab.waitFinished(length);
        m_lab.stop();
        (void)m_lab.poll();
        const measure::RunSummary now = m_lab.summary();
        const Slice slice{.ns = static_cast<double>((now.elapsed - m_elapsed).count()),
                          .tasks = static_cast<double>(now.totals.calls - m_calls)};
        m_left -= now.totals.calls - m_calls;
        m_elapsed = now.elapsed;
        m_calls = now.totals.calls;
        return slice;
    }

private:
    lab::Lab m_lab;
    std::uint64_t m_left;
    std::uint64_t m_calls = 0;
    Nanoseconds m_elapsed{0};
};

/// How long the next slice is: what is left of the tasks in as many slices as are left, at the
/// speed so far.
class SliceLength
{
public:
    void took(const Slice& slice)
    {
        m_ns += slice.ns;
        m_tasks += slice.tasks;
    }

    [[nodiscard]] Nanoseconds next(std::uint64_t tasksLeft, int slicesDone) const
    {
        constexpr double kFirstGuessNs = 200; // a task, until some were done
        constexpr double kShortestNs = 0.1e6;
        constexpr double kLongestNs = 500e6; // so that Ctrl-C is heard
        const double nsPerTask = m_tasks > 0 ? m_ns / m_tasks : kFirstGuessNs;
        const int slicesLeft = std::max(1, kPublishedSlices - slicesDone);
        const double ns = static_cast<double>(tasksLeft) * nsPerTask / slicesLeft;
        return Nanoseconds(static_cast<std::int64_t>(std::clamp(ns, kShortestNs, kLongestNs)));
    }

private:
    double m_ns = 0;
    double m_tasks = 0;
};

/// Runs slices of both guards, each in the one lab that it has.
class SliceRunner final : public ContenderRunner<Slice>
{
public:
    SliceRunner(const lab::LabConfig& mutex, const lab::LabConfig& fastPath, std::uint64_t tasks)
        : m_sides{Side(mutex, tasks), Side(fastPath, tasks)}
        , m_tasks(tasks)
    {}

    std::optional<Slice> run(const Cell& cell,
                             std::size_t round,
                             const lab::RunProgress& progress) override
    {
        if (!progress(0))
            return std::nullopt;
        if (m_round != round) // both slices of a round are of one length
            m_each = m_length.next(std::max(m_sides[0].left(), m_sides[1].left()),
                                   static_cast<int>(round));
        m_round = round;
        const Slice slice = m_sides[cell.contender.fastPath ? 1 : 0].run(m_each);
        m_length.took(slice);
        return slice;
    }

    [[nodiscard]] const Side& side(bool fastPath) const { return m_sides[fastPath ? 1 : 0]; }
    [[nodiscard]] double shareDone() const
    {
        return 1
            - static_cast<double>(m_sides[0].left() + m_sides[1].left())
            / (2.0 * static_cast<double>(m_tasks));
    }

private:
    std::array<Side, 2> m_sides;
    std::uint64_t m_tasks;
    SliceLength m_length;
    std::optional<std::size_t> m_round; ///< that m_each is of
    Nanoseconds m_each{0};
};

struct SlicePair
{
    Slice mutex;
    Slice fastPath;
};

double tasksOf(const SlicePair& pair)
{
    return std::min(pair.mutex.tasks, pair.fastPath.tasks);
}

/// Only whole pairs count: the end of one guard's tasks has no partner, and a rest of a few calls
/// is all start and end.
std::vector<SlicePair> wholePairs(std::vector<SlicePair> pairs)
{
    constexpr double kWhole = 0.25; // of the usual one
    std::vector<double> sizes;
    sizes.reserve(pairs.size());
    for (const SlicePair& pair : pairs)
        sizes.push_back(tasksOf(pair));
    const auto middle = sizes.begin() + static_cast<std::ptrdiff_t>(sizes.size() / 2);
    std::nth_element(sizes.begin(), middle, sizes.end());
    const double least = kWhole * *middle;
    pairs.erase(std::remove_if(pairs.begin(),
                               pairs.end(),
                               [least](const SlicePair& pair) { return tasksOf(pair) <= least; }),
                pairs.end());
    return pairs;
}

std::optional<measure::Interval> ratioOf(const std::vector<SlicePair>& pairs)
{
    const auto over = [&pairs](std::size_t from, std::size_t until) -> std::optional<double> {
        SlicePair sum;
        for (std::size_t i = from; i < until; ++i) {
            sum.mutex.ns += pairs[i].mutex.ns;
            sum.mutex.tasks += pairs[i].mutex.tasks;
            sum.fastPath.ns += pairs[i].fastPath.ns;
            sum.fastPath.tasks += pairs[i].fastPath.tasks;
        }
        if (!(sum.mutex.tasks > 0 && sum.fastPath.tasks > 0 && sum.fastPath.ns > 0))
            return std::nullopt;
        return sum.mutex.ns / sum.mutex.tasks / (sum.fastPath.ns / sum.fastPath.tasks);
    };
    const auto estimate = measure::batchMeans(pairs.size(), over);
    return estimate ? std::optional(measure::intervalOf(*estimate)) : std::nullopt;
}

} // namespace

lab::LabConfig publishedConfig(int cpus, int workers)
{
    lab::LabConfig config = lab::defaultConfig();
    config.cpus = cpus;
    config.workers = workers;
    // As the original: Go's scheduler places its threads where it likes.
    config.placement = lab::Placement::None;
    config.taskSource = workload::TaskSourceKind::Channel;
    config.padding = false; // Go pads neither
    return config;
}

std::optional<PublishedPoint> runPublished(const lab::LabConfig& mutex,
                                           std::uint64_t tasks,
                                           const PublishedProgress& progress)
{
    PublishedPoint point{.config = mutex};
    lab::LabConfig fast = mutex;
    fast.fastPath = true;
    SliceRunner runner(mutex, fast, tasks);
    std::vector<SlicePair> pairs;
    RoundPlan plan{.order = Order::Mirrored}; // a drift falls on both, and neither always follows
    for (const lab::LabConfig& config : {mutex, fast})
        plan.cells.push_back({{config.guard, config.fastPath}, config.cpus, config.workers});
    plan.runsLeft = [&](std::size_t cell) {
        const int slicesLeft = kPublishedSlices - static_cast<int>(pairs.size());
        return runner.side(cell == 1).finished() ? 0 : std::max(1, slicesLeft);
    };
    const bool done = runRounds(
        plan,
        runner,
        [&pairs](std::size_t cell, std::size_t round, const Slice& slice) {
            pairs.resize(std::max(pairs.size(), round + 1));
            (cell == 1 ? pairs[round].fastPath : pairs[round].mutex) = slice;
        },
        [&](const RoundProgress& at) {
            return progress(runner.shareDone(), at.now.contender.fastPath);
        });
    if (!done)
        return std::nullopt;
    pairs = wholePairs(pairs);
    point.mutex = runner.side(false).summary();
    point.fastPath = runner.side(true).summary();
    point.slices = static_cast<int>(pairs.size());
    const auto ratio = ratioOf(pairs);
    if (ratio && ratio->low)
        point.ratio = *ratio;
    else // the whole is the best that there is
        point.ratio = measure::Interval{.mean = static_cast<double>(point.mutex.elapsed.count())
                                            / static_cast<double>(point.fastPath.elapsed.count())};
    return point;
}

std::string verdictOf(const PublishedPoint& point)
{
    if (!point.ratio.low || !point.ratio.high)
        return fmt::format("unknown: {} pair{} of slices, fewer than {}, give no interval",
                           point.slices,
                           point.slices == 1 ? "" : "s",
                           measure::kMinSnapshots);
    if (*point.ratio.low > 1)
        return "fast path is faster";
    if (*point.ratio.high < 1)
        return "fast path is slower";
    return "no difference shown";
}

} // namespace lockscope::study
