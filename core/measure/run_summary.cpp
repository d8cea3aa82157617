// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/run_summary.h"

#include <algorithm>

namespace lockscope::measure {

namespace {

/// The sum over the threads for each call; none without calls or when one thread's figure is not
/// known.
template<class Figure>
std::optional<double> sumPerCall(const RunSummary& summary, const Figure& figure)
{
    if (summary.totals.calls == 0)
        return std::nullopt;
    double sum = 0;
    for (const ThreadSummary& thread : summary.threads) {
        const std::optional<std::uint64_t> value = figure(thread);
        if (!value)
            return std::nullopt;
        sum += static_cast<double>(*value);
    }
    return sum / static_cast<double>(summary.totals.calls);
}

} // namespace

WaitSummary waitSummaryOf(const SparseHistogram& waits, const Totals& totals)
{
    WaitSummary summary{.mean = {},
                        .p50 = waits.quantile(0.5),
                        .p90 = waits.quantile(0.9),
                        .p99 = waits.quantile(0.99),
                        .p999 = waits.quantile(0.999),
                        .max = waits.maxNs()};
    if (totals.passes > 0)
        summary.mean = static_cast<double>(totals.waitNs) / static_cast<double>(totals.passes);
    return summary;
}

std::size_t RunSummary::statesKnown() const
{
    return static_cast<std::size_t>(
        std::count_if(threads.begin(), threads.end(), [](const ThreadSummary& thread) {
            return thread.states.has_value();
        }));
}

std::optional<double> RunSummary::cpuNsPerCall() const
{
    return sumPerCall(*this, [](const ThreadSummary& thread) { return thread.cpuNs; });
}

std::optional<double> RunSummary::countPerCall(HardwareCounter counter) const
{
    return sumPerCall(*this,
                      [counter](const ThreadSummary& thread) { return thread.counts[counter]; });
}

std::optional<double> RunSummary::switchesPerCall() const
{
    return sumPerCall(*this, [](const ThreadSummary& thread) -> std::optional<std::uint64_t> {
        if (!thread.voluntarySwitches || !thread.involuntarySwitches)
            return std::nullopt;
        return *thread.voluntarySwitches + *thread.involuntarySwitches;
    });
}

std::optional<std::uint64_t> RunSummary::longestTurnNs() const
{
    std::optional<std::uint64_t> longest;
    for (const ThreadSummary& thread : threads)
        longest = std::max(longest, thread.longestTurnNs); // none is less than any
    return longest;
}

std::optional<double> RunSummary::fairness() const
{
    double sum = 0;
    double squares = 0;
    for (const ThreadSummary& thread : threads) {
        const auto calls = static_cast<double>(thread.calls);
        sum += calls;
        squares += calls * calls;
    }
    if (sum <= 0)
        return std::nullopt;
    return sum * sum / (static_cast<double>(threads.size()) * squares);
}

} // namespace lockscope::measure
