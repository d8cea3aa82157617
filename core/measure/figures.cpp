// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/figures.h"

namespace lockscope::measure {

namespace {

constexpr std::array<FigureRow, kFigureCount> kRows{{
    {.figure = Figure::Throughput,
     .id = "throughput",
     .title = "Throughput",
     .heading = "calls/s",
     .about = "Calls a second of all workers together.",
     .unit = FigureUnit::CallsPerSecond,
     .of = FigureOf::Calls,
     .moreIsBetter = true,
     .ofComparison = true,
     .ofRun = [](const RunSummary& run) { return std::optional(run.throughput()); },
     .ofRange = [](const SnapshotSums& sums) { return sums.throughput(); }},
    {.figure = Figure::MeanWait,
     .id = "wait_mean_ns",
     .title = "Mean lock wait per call",
     .heading = "lock wait, mean",
     .about = "Mean lock-wait time over all passes, those that did not wait included.",
     .unit = FigureUnit::Nanoseconds,
     .of = FigureOf::Waits,
     .moreIsBetter = false,
     .ofComparison = true,
     .ofRun = [](const RunSummary& run) { return run.waits.mean; },
     .ofRange = [](const SnapshotSums& sums) { return sums.meanWait(); }},
    {.figure = Figure::P50Wait,
     .id = "wait_p50_ns",
     .title = "p50 wait of contended passes",
     .heading = "lock wait, p50",
     .about = "Half of the contended passes waited no longer.",
     .unit = FigureUnit::Nanoseconds,
     .of = FigureOf::ContendedPasses,
     .moreIsBetter = false,
     .ofComparison = false,
     .ofRun = [](const RunSummary& run) { return run.waits.p50; },
     .ofRange = [](const SnapshotSums& sums) { return sums.waitQuantile(0.5); }},
    {.figure = Figure::P90Wait,
     .id = "wait_p90_ns",
     .title = "p90 wait of contended passes",
     .heading = "lock wait, p90",
     .about = "90 % of the contended passes waited no longer.",
     .unit = FigureUnit::Nanoseconds,
     .of = FigureOf::ContendedPasses,
     .moreIsBetter = false,
     .ofComparison = false,
     .ofRun = [](const RunSummary& run) { return run.waits.p90; },
     .ofRange = [](const SnapshotSums& sums) { return sums.waitQuantile(0.9); }},
    {.figure = Figure::P99Wait,
     .id = "wait_p99_ns",
     .title = "p99 wait of contended passes",
     .heading = "lock wait, p99",
     .about = "99 % of the contended passes waited no longer.",
     .unit = FigureUnit::Nanoseconds,
     .of = FigureOf::ContendedPasses,
     .moreIsBetter = false,
     .ofComparison = true,
     .ofRun = [](const RunSummary& run) { return run.waits.p99; },
     .ofRange = [](const SnapshotSums& sums) { return sums.waitQuantile(0.99); }},
    {.figure = Figure::CpuPerCall,
     .id = "cpu_ns_per_call",
     .title = "CPU time per call",
     .heading = "CPU time a call",
     .about = "CPU time of all workers, shared out to their calls.",
     .unit = FigureUnit::Nanoseconds,
     .of = FigureOf::Calls,
     .moreIsBetter = false,
     .ofComparison = true,
     .ofRun = [](const RunSummary& run) { return run.cpuNsPerCall(); },
     .ofRange = [](const SnapshotSums& sums) { return sums.cpuPerCall(); }},
    {.figure = Figure::Fairness,
     .id = "fairness",
     .title = "Fairness (Jain's index)",
     .heading = "fairness",
     .about = "Jain's index of the workers' calls: 1 when all made as many.",
     .unit = FigureUnit::Index,
     .of = FigureOf::Calls,
     .moreIsBetter = true,
     .ofComparison = true,
     .ofRun = [](const RunSummary& run) { return run.fairness(); },
     .ofRange = nullptr},
    {.figure = Figure::LongestWait,
     .id = "wait_max_ns",
     .title = "Longest wait for the lock",
     .heading = "longest wait",
     .about = "The longest wait of one pass for the lock.",
     .unit = FigureUnit::Nanoseconds,
     .of = FigureOf::ContendedPasses,
     .moreIsBetter = false,
     .ofComparison = true,
     .ofRun = [](const RunSummary& run) { return run.waits.max; },
     .ofRange = nullptr},
    {.figure = Figure::LongestTurn,
     .id = "turn_max_ns",
     .title = "Longest time without a turn",
     .heading = "longest no turn",
     .about = "The longest time that a worker went without a turn, waiting for a CPU included.",
     .unit = FigureUnit::Nanoseconds,
     .of = FigureOf::Calls,
     .moreIsBetter = false,
     .ofComparison = true,
     .ofRun =
         [](const RunSummary& run) {
             const auto ns = run.longestTurnNs();
             return ns ? std::optional(static_cast<double>(*ns)) : std::nullopt;
         },
     .ofRange = nullptr},
    {.figure = Figure::Contended,
     .id = "contended_share",
     .title = "Contended passes",
     .heading = "contended",
     .about = "Share of the passes whose first attempt to take the lock failed.",
     .unit = FigureUnit::Share,
     .of = FigureOf::Calls,
     .moreIsBetter = false,
     .ofComparison = false,
     .ofRun =
         [](const RunSummary& run) {
             return run.totals.passes > 0 ? std::optional(static_cast<double>(run.totals.contended)
                                                          / static_cast<double>(run.totals.passes))
                                          : std::nullopt;
         },
     .ofRange = [](const SnapshotSums& sums) { return sums.contended(); }},
}};

constexpr bool inOrder()
{
    for (std::size_t i = 0; i < kRows.size(); ++i)
        if (static_cast<std::size_t>(kRows[i].figure) != i)
            return false;
    return true;
}
static_assert(inOrder(), "each row is found by its figure");

} // namespace

std::span<const FigureRow> figures()
{
    return kRows;
}

const FigureRow& rowOf(Figure figure)
{
    return kRows[static_cast<std::size_t>(figure)];
}

std::string_view headingOf(const FigureRow& row, Subject subject)
{
    if (subject == Subject::Program && row.figure == Figure::Throughput)
        return "acquisitions/s";
    if (subject == Subject::Program && row.figure == Figure::CpuPerCall)
        return "CPU time an acquisition";
    return row.heading;
}

} // namespace lockscope::measure
