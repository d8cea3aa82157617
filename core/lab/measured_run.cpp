// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lab/measured_run.h"

#include "core/lab/lab.h"
#include "core/measure/clock.h"

#include <algorithm>
#include <thread>

#include <fmt/format.h>

namespace lockscope::lab {

namespace {

/// Waits for so long; false when it was cancelled.
bool wait(std::chrono::nanoseconds length, const RunProgress& progress)
{
    constexpr std::chrono::milliseconds kLook{100};
    const auto begin = measure::SteadyClock::now();
    for (std::chrono::nanoseconds gone{0}; gone < length;
         gone = measure::SteadyClock::now() - begin) {
        if (!progress(static_cast<double>(gone.count()) / static_cast<double>(length.count())))
            return false;
        std::this_thread::sleep_for(std::min<std::chrono::nanoseconds>(kLook, length - gone));
    }
    return true;
}

} // namespace

void validateLength(std::chrono::milliseconds length)
{
    const auto seconds = [](auto time) { return std::chrono::duration<double>(time).count(); };
    if (length < kShortestRun || length > kLongestRun)
        throw ConfigError("seconds",
                          fmt::format("{}", seconds(length)),
                          fmt::format("{} to {}", seconds(kShortestRun), seconds(kLongestRun)));
}

std::chrono::milliseconds warmUpFor(std::chrono::milliseconds length)
{
    constexpr std::chrono::milliseconds kLongestWarmUp{100};
    return std::min(kLongestWarmUp, length / 4);
}

std::optional<measure::RunSummary> measuredRun(const LabConfig& config,
                                               std::chrono::milliseconds length,
                                               const RunProgress& progress)
{
    Lab lab(config, {.measureProbeCost = false, .tasks = {}});
    lab.start();
    while (!lab.settled())
        std::this_thread::sleep_for(std::chrono::microseconds(100));
    (void)lab.poll(); // throws when it settled because it failed
    if (!wait(warmUpFor(length), [&progress](double) { return progress(0); }))
        return std::nullopt;
    lab.countFromHere();
    if (!wait(length, progress))
        return std::nullopt;
    lab.stop();
    return lab.summary();
}

} // namespace lockscope::lab
