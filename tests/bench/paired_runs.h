// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lab/lab.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <string>
#include <thread>
#include <utility>
#include <vector>

/// Runs in turn, so that a drift of the machine's speed falls on both sides of a comparison.
namespace lockscope::bench {

inline constexpr std::chrono::milliseconds kRun{200};

/// A workload with its preset of times.
inline lab::LabConfig configOf(workload::Kind kind,
                               const std::string& guard,
                               bool fastPath,
                               int workers)
{
    lab::LabConfig config = lab::defaultConfig();
    lab::applyWorkloadPreset(config, kind);
    config.guard = guard;
    config.fastPath = fastPath;
    config.workers = workers;
    return config;
}

/// Calls a second of one run, the bringing up of its workers not counted.
inline double throughput(const lab::LabConfig& config,
                         bool probe,
                         std::chrono::nanoseconds length = kRun)
{
    lab::Lab lab(config, {.probe = probe, .measureProbeCost = false, .tasks = {}});
    lab.start();
    while (!lab.settled())
        std::this_thread::sleep_for(std::chrono::microseconds(100));
    std::this_thread::sleep_for(length);
    lab.stop();
    return lab.summary().throughput();
}

/// Two runs in turn; which comes first alternates.
template<class A, class B>
std::pair<double, double> pairOf(A first, B second)
{
    static bool s_swapped = false;
    s_swapped = !s_swapped;
    if (s_swapped) {
        const double b = second();
        return {first(), b};
    }
    const double a = first();
    return {a, second()};
}

/// Median and quartiles of repeated figures.
struct Spread
{
    double low = 0;
    double median = 0;
    double high = 0;
};

/// Of one value or more; between neighbours.
inline Spread spreadOf(std::vector<double> values)
{
    std::sort(values.begin(), values.end());
    const auto at = [&values](double share) {
        const double place = share * static_cast<double>(values.size() - 1);
        const auto below = static_cast<std::size_t>(place);
        const std::size_t above = std::min(below + 1, values.size() - 1);
        return std::lerp(values[below], values[above], place - static_cast<double>(below));
    };
    return {.low = at(0.25), .median = at(0.5), .high = at(0.75)};
}

} // namespace lockscope::bench
