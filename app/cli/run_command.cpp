// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"
#include "app/cli/interrupts.h"
#include "app/cli/output.h"
#include "app/cli/run_lab.h"
#include "app/cli/run_report.h"
#include "app/cli/say.h"
#include "app/common/config_flags.h"
#include "core/report/json.h"

#include <CLI/CLI.hpp>
#include <memory>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>
#include <vector>

#include <fmt/format.h>

namespace lockscope::cli {

namespace {

struct RunCommand
{
    explicit RunCommand(CLI::App& command)
        : flags(command)
    {
        end.addTo(command, "end after so much time (default 1)");
        command
            .add_option("--counters",
                        counters,
                        "have the CPU count, too: 'all', or of cycles, instructions, cache-misses")
            ->type_name("LIST")
            ->delimiter(',');
        output.addTo(command, "run");
    }

    void checkCounters() const;
    void run() const
    {
        const lab::LabConfig config = flags.over(lab::defaultConfig());
        RunEnd until = end;
        if (!until.tasks && !until.seconds)
            until.seconds = kDefaultSeconds;
        checkCounters();
        const measure::RunSummary summary =
            runLab(config, until, {.tasks = {}, .countHardware = !counters.empty()});
        const bool complete = !interrupted();
        if (output.forPeople()) {
            printReport(lab::configFacts(config), summary, !counters.empty());
            if (!complete)
                say("note: interrupted: the figures are of the time until then\n");
        }
        nlohmann::ordered_json json = report::toJson(summary, config);
        json["complete"] = complete;
        output.write(json);
    }

    common::ConfigFlags flags;
    RunEnd end;
    std::vector<std::string> counters;
    Output output;
};

/// Throws ConfigError for a counter that there is not, std::runtime_error for one asked for by name
/// that this machine does not count: a result without it is not what was asked for.
void RunCommand::checkCounters() const
{
    if (counters == std::vector<std::string>{"all"})
        return; // as many as there are
    for (const std::string& name : counters) {
        const auto counter = measure::counterNamed(name);
        if (!counter)
            throw lab::ConfigError(
                "counters", name, "all, or a list of cycles, instructions, cache-misses");
        if (const auto why = measure::whyNotCounted(*counter))
            throw std::runtime_error(
                fmt::format("--counters {}: not available on this machine: {}", name, *why));
    }
}

} // namespace

void addRunCommand(CLI::App& app)
{
    CLI::App* command = app.add_subcommand("run", "run one experiment and report it");
    auto shared = std::make_shared<RunCommand>(*command);
    command->callback([shared] { shared->run(); }); // lives as long as the app
}

} // namespace lockscope::cli
