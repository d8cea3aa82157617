// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lab/probe_cost.h"

#include "core/lab/experiment.h"

#include <algorithm>
#include <ctime>
#include <memory>
#include <vector>

namespace lockscope::lab {

namespace {

/// CPU time of the calling thread: what other programs take of the CPU meanwhile is no cost of
/// ours.
double threadCpuNs()
{
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) * 1e9 + static_cast<double>(time.tv_nsec);
}

/// Runs `calls` calls of the experiment, ns a call.
double nsPerCall(const LabConfig& config, bool probe, std::uint64_t calls)
{
    workload::TaskBudget budget(calls);
    const std::atomic<bool> noPause{false};
    Experiment experiment(config, true, probe, false, budget, noPause);
    const auto record = std::make_unique<measure::WorkerRecord>();
    const double begin = threadCpuNs();
    experiment.run(0, *record);
    return (threadCpuNs() - begin) / static_cast<double>(calls);
}

/// The value at a share of the sorted run, between neighbours.
double quantileOf(const std::vector<double>& sorted, double q)
{
    const double at = q * static_cast<double>(sorted.size() - 1);
    const auto below = static_cast<std::size_t>(at);
    const auto above = std::min(below + 1, sorted.size() - 1);
    return sorted[below] + (sorted[above] - sorted[below]) * (at - static_cast<double>(below));
}

} // namespace

std::optional<measure::ProbeCost> measureProbeCost(const LabConfig& config,
                                                   const std::function<bool()>& cancelled)
{
    constexpr int kPairs = 15;
    constexpr double kRunNs = 3e6;

    const double roughNs = std::max(0.1, nsPerCall(config, false, batchLength(config)));
    const auto calls = std::max<std::uint64_t>(1, static_cast<std::uint64_t>(kRunNs / roughNs));

    std::vector<double> with;
    std::vector<double> differences;
    for (int pair = 0; pair < kPairs; ++pair) {
        if (cancelled())
            return std::nullopt;
        // The order alternates, so that a drift of the machine's speed cancels out.
        const bool probeFirst = pair % 2 == 0;
        const double first = nsPerCall(config, probeFirst, calls);
        const double second = nsPerCall(config, !probeFirst, calls);
        with.push_back(probeFirst ? first : second);
        differences.push_back(probeFirst ? first - second : second - first);
    }
    std::sort(with.begin(), with.end());
    std::sort(differences.begin(), differences.end());
    measure::ProbeCost cost;
    cost.nsPerCall = quantileOf(differences, 0.5);
    cost.nsPerCallLow = quantileOf(differences, 0.25);
    cost.nsPerCallHigh = quantileOf(differences, 0.75);
    cost.share = cost.nsPerCall / quantileOf(with, 0.5);
    cost.pairs = kPairs;
    return cost;
}

} // namespace lockscope::lab
