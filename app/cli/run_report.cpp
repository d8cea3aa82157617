// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/run_report.h"

#include "app/cli/output.h"
#include "app/cli/say.h"

#include <algorithm>
#include <optional>
#include <string>

#include <fmt/format.h>
#include <fmt/ranges.h> // join

namespace lockscope::cli {

namespace {

std::optional<double> shareOf(std::uint64_t part, std::uint64_t whole)
{
    if (whole == 0)
        return std::nullopt;
    return static_cast<double>(part) / static_cast<double>(whole);
}

/// Who waits for the lock at the end: of a run that was cut short, or is still going on.
std::string waitingText(const measure::RunSummary& summary)
{
    std::size_t waiting = 0;
    std::uint64_t longest = 0;
    for (const measure::ThreadSummary& thread : summary.threads) {
        waiting += thread.waitSoFarNs.value_or(0) > 0 ? 1 : 0;
        longest = std::max(longest, thread.waitSoFarNs.value_or(0));
    }
    if (waiting == 0)
        return "";
    return fmt::format("{} worker{} in the lock, the longest for {} so far",
                       waiting,
                       waiting == 1 ? "" : "s",
                       duration(static_cast<double>(longest)));
}

std::string costText(const std::optional<measure::ProbeCost>& cost)
{
    if (!cost)
        return "unknown";
    if (!cost->toldFromNoise())
        return "unknown: " + cost->whyUnknown();
    return fmt::format("{:.1f} ns a call ({})", cost->nsPerCall, percent(cost->share));
}

void printCounts(const measure::RunSummary& summary)
{
    for (const measure::HardwareCounter counter : measure::kHardwareCounters) {
        const auto count = summary.countPerCall(counter);
        const auto why = measure::whyNotCounted(counter);
        say("{:<22}{}\n",
            measure::counterName(counter),
            count     ? fmt::format("{:.3g} a call", *count)
                : why ? "not available on this machine: " + *why
                      : "unknown");
    }
}

} // namespace

void printReport(const measure::ConfigFacts& config,
                 const measure::RunSummary& summary,
                 bool countHardware)
{
    std::string settings;
    for (const auto& [name, value] : config)
        settings += fmt::format("{}{} {}", settings.empty() ? "" : ", ", name, value);
    say("{}\n\n", settings);
    const auto row = [](const char* name, const std::string& value) {
        say("{:<22}{}\n", name, value);
    };
    row("elapsed", fmt::format("{:.3f} s", std::chrono::duration<double>(summary.elapsed).count()));
    row("calls", fmt::format("{}", summary.totals.calls));
    row("throughput", scaled(summary.throughput()) + " calls/s");
    row("contended", percent(shareOf(summary.totals.contended, summary.totals.passes)));
    row("lock wait, mean",
        duration(summary.waits.mean) + " a pass" + (summary.waitsExact ? "" : ", from samples"));
    if (summary.waits.p50)
        row("when contended",
            fmt::format("p50 {}, p99 {}, p99.9 {}, longest {}",
                        duration(summary.waits.p50),
                        duration(summary.waits.p99),
                        duration(summary.waits.p999),
                        duration(summary.waits.max)));
    if (const std::string waiting = waitingText(summary); !waiting.empty())
        row("still waiting", waiting);
    std::string states;
    if (summary.states)
        for (const measure::State state : measure::kStates)
            if (hasState(state, summary.subject))
                states += fmt::format("{}{} {}",
                                      states.empty() ? "" : ", ",
                                      stateName(state, summary.subject),
                                      percent(static_cast<double>((*summary.states)[state])));
    if (summary.states && summary.statesKnown() < summary.threads.size())
        states +=
            fmt::format(" (of {} of {} workers)", summary.statesKnown(), summary.threads.size());
    row("where the time goes", states.empty() ? "unknown" : states);
    row("CPU time", duration(summary.cpuNsPerCall()) + " a call");
    row("fairness (Jain)",
        summary.fairness() ? fmt::format("{:.3f}", *summary.fairness()) : "unknown");
    const auto turn = summary.longestTurnNs();
    row("longest without turn", turn ? duration(static_cast<double>(*turn)) : "unknown");
    const auto switches = summary.switchesPerCall();
    row("context switches", switches ? fmt::format("{:.3g} a call", *switches) : "unknown");
    if (countHardware)
        printCounts(summary);
    row("measuring costs", costText(summary.probe));
    if (!summary.quality.warnings.empty())
        row("quality", fmt::format("{}", fmt::join(summary.quality.warnings, "; ")));
    for (const std::string& sentence : summary.violations)
        sayAside("lockscope-cli: broken invariant: {}\n", sentence);
}

} // namespace lockscope::cli
