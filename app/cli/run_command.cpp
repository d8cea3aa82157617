// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"
#include "app/cli/output.h"
#include "app/cli/run_lab.h"
#include "core/export/json.h"
#include "core/lab/config_flags.h"
#include "core/lab/flag_range.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

namespace lockscope::cli {

namespace {

constexpr double kDefaultSeconds = 1;
constexpr double kMaxSeconds = 86'400;

struct RunCommand
{
    explicit RunCommand(CLI::App& command)
        : flags(command)
    {
        command.add_option("--seconds", seconds, "end after so much time (default 1)")
            ->type_name("S")
            ->check(lab::between(0.01, kMaxSeconds));
        command.add_option("--tasks", tasks, "end after so many tasks")
            ->type_name("N")
            ->check(lab::between(std::uint64_t {1}, std::uint64_t {1} << 60U))
            ->excludes("--seconds");
        command.add_option("--counters", counters,
                           "have the CPU count, too: 'all', or of cycles, instructions, cache-misses")
            ->type_name("LIST")
            ->delimiter(',');
        output.addTo(command);
    }

    void checkCounters() const;
    void run() const
    {
        const lab::LabConfig config = flags.over(lab::defaultConfig());
        RunEnd end {.seconds = seconds, .tasks = tasks};
        if (!tasks && !seconds)
            end.seconds = kDefaultSeconds;
        checkCounters();
        const measure::RunSummary summary = runLab(config, end, {.tasks = {}, .countHardware = !counters.empty()});
        if (output.forPeople())
            print(config, summary, !counters.empty());
        output.write(exporting::toJson(summary, config));
    }

    static void
    print(const lab::LabConfig& config, const measure::RunSummary& summary, bool countHardware);

    lab::ConfigFlags flags;
    std::optional<double> seconds;
    std::optional<std::uint64_t> tasks;
    std::vector<std::string> counters;
    Output output;
};

/// Throws ConfigError for a counter that there is not, std::runtime_error for one asked for by name that
/// this machine does not count: a result without it is not what was asked for.
void RunCommand::checkCounters() const
{
    if (counters == std::vector<std::string> {"all"})
        return; // as many as there are
    for (const std::string& name : counters) {
        const auto counter = measure::counterNamed(name);
        if (!counter)
            throw lab::ConfigError("counters", name, "all, or a list of cycles, instructions, cache-misses");
        if (const auto why = measure::whyNotCounted(*counter))
            throw std::runtime_error(fmt::format("--counters {}: not available on this machine: {}", name, *why));
    }
}

std::string percent(std::uint64_t part, std::uint64_t whole)
{
    if (whole == 0)
        return "unknown";
    return fmt::format("{:.1f} %", 100.0 * static_cast<double>(part) / static_cast<double>(whole));
}

std::string costText(const std::optional<measure::ProbeCost>& cost)
{
    if (!cost)
        return "unknown";
    if (!cost->toldFromNoise())
        return fmt::format("under {:.1f} ns a call, not told from noise", cost->noiseNs());
    return fmt::format("{:.1f} ns a call ({:.1f} %)", cost->nsPerCall, 100 * cost->share);
}

void printCounts(const measure::RunSummary& summary)
{
    for (const measure::HardwareCounter counter : measure::kHardwareCounters) {
        const auto count = summary.countPerCall(counter);
        const auto why = measure::whyNotCounted(counter);
        fmt::print("{:<22}{}\n", measure::counterName(counter),
                   count ? fmt::format("{:.3g} a call", *count)
                         : why ? "not available on this machine: " + *why
                               : "unknown");
    }
}

void RunCommand::print(const lab::LabConfig& config, const measure::RunSummary& summary, bool countHardware)
{
    std::string settings;
    for (const auto& [name, value] : lab::configFacts(config))
        settings += fmt::format("{}{} {}", settings.empty() ? "" : ", ", name, value);
    fmt::print("{}\n\n", settings);
    const auto row = [](const char* name, const std::string& value) {
        fmt::print("{:<22}{}\n", name, value);
    };
    row("elapsed", fmt::format("{:.3f} s", std::chrono::duration<double>(summary.elapsed).count()));
    row("calls", fmt::format("{}", summary.totals.calls));
    row("throughput", scaled(summary.throughput()) + " calls/s");
    row("contended", percent(summary.totals.contended, summary.totals.passes));
    row("lock wait, mean",
        duration(summary.waits.mean) + " a pass" + (summary.waitsExact ? "" : ", from samples"));
    if (summary.waits.p50)
        row("when contended",
            fmt::format("p50 {}, p99 {}, p99.9 {}, longest {}", duration(summary.waits.p50),
                        duration(summary.waits.p99), duration(summary.waits.p999),
                        duration(summary.waits.max)));
    std::string states;
    if (summary.states)
        for (const measure::State state : measure::kStates)
            states += fmt::format("{}{} {:.1f} %", states.empty() ? "" : ", ", stateName(state),
                                  100.0 * static_cast<double>((*summary.states)[state]));
    row("where the time goes", states.empty() ? "unknown" : states);
    row("CPU time", duration(summary.cpuNsPerCall()) + " a call");
    row("fairness (Jain)", summary.fairness() ? fmt::format("{:.3f}", *summary.fairness()) : "unknown");
    const auto turn = summary.longestTurnNs();
    row("longest without turn", turn ? duration(static_cast<double>(*turn)) : "unknown");
    const auto switches = summary.switchesPerCall();
    row("context switches", switches ? fmt::format("{:.3g} a call", *switches) : "unknown");
    if (countHardware)
        printCounts(summary);
    row("measuring costs", costText(summary.probe));
    for (const std::string& sentence : summary.violations)
        fmt::print(stderr, "lockscope-cli: broken invariant: {}\n", sentence);
}

} // namespace

void addRunCommand(CLI::App& app)
{
    CLI::App* command = app.add_subcommand("run", "run one experiment and report it");
    auto shared = std::make_shared<RunCommand>(*command);
    command->callback([shared] { shared->run(); }); // lives as long as the app
}

} // namespace lockscope::cli
