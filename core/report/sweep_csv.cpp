// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/sweep_csv.h"

#include "core/io/text_fit.h"

#include <fmt/format.h>

namespace lockscope::report {

namespace {

/// With as many digits as read back to the same number; nothing for what is not known.
std::string cell(const std::optional<double>& value)
{
    return value ? fmt::format("{}", *value) : "";
}

std::string row(const study::SweepPoint& point)
{
    const measure::Estimate throughput = *point.throughput();
    std::string text = fmt::format("{},{},{},{},{},{},{},{},{},{},{}",
                                   io::forSpreadsheet(point.cell.contender.guard),
                                   point.cell.contender.fastPath ? "on" : "off",
                                   point.cell.cpus,
                                   point.cell.workers,
                                   point.runs.size(),
                                   throughput.mean,
                                   cell(throughput.low),
                                   cell(throughput.high),
                                   cell(point.waitMeanNs()),
                                   cell(point.cpuNsPerCall()),
                                   point.waitsExact() ? "yes" : "no");
    const auto states = point.states();
    for (const measure::State state : measure::kStates)
        text += states ? fmt::format(",{}", (*states)[state]) : ",";
    const measure::Quality quality = point.quality();
    return text
        + fmt::format(",{},{},{}\n",
                      cell(quality.preemptedShare),
                      cell(quality.throttledShare),
                      cell(quality.load));
}

} // namespace

std::string toCsv(const study::Sweep& sweep)
{
    std::string text(kSweepCsvBeginning);
    text += "throughput_low,throughput_high,wait_mean_ns,cpu_ns_per_call,exact";
    for (const measure::State state : measure::kStates)
        text += fmt::format(",{}", stateName(state));
    text += ",preempted_share,throttled_share,load\n";
    for (const study::SweepPoint& point : sweep.points)
        if (!point.runs.empty())
            text += row(point);
    return text;
}

} // namespace lockscope::report
