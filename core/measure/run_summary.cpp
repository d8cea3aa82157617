// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/run_summary.h"

namespace lockscope::measure {

std::optional<double> RunSummary::cpuNsPerCall() const
{
    if (totals.calls == 0)
        return std::nullopt;
    double sum = 0;
    for (const ThreadSummary& thread : threads) {
        if (!thread.cpuNs)
            return std::nullopt;
        sum += static_cast<double>(*thread.cpuNs);
    }
    return sum / static_cast<double>(totals.calls);
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
