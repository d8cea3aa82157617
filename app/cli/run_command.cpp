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
        output.addTo(command);
    }

    void run() const
    {
        const lab::LabConfig config = flags.over(lab::defaultConfig());
        RunEnd end {.seconds = seconds, .tasks = tasks};
        if (!tasks && !seconds)
            end.seconds = kDefaultSeconds;
        const measure::RunSummary summary = runLab(config, end, true);
        if (output.forPeople())
            print(config, summary);
        output.write(exporting::toJson(summary, config));
    }

    static void print(const lab::LabConfig& config, const measure::RunSummary& summary);

    lab::ConfigFlags flags;
    std::optional<double> seconds;
    std::optional<std::uint64_t> tasks;
    Output output;
};

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

void RunCommand::print(const lab::LabConfig& config, const measure::RunSummary& summary)
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
