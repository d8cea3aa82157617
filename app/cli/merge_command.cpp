// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"
#include "app/cli/merge_text.h"
#include "app/cli/output.h"
#include "core/lab/lab_config.h"
#include "core/report/merge_json.h"
#include "core/report/sweep_json.h"
#include "core/study/merged_sweeps.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace lockscope::cli {

namespace {

struct MergeCommand
{
    explicit MergeCommand(CLI::App& command)
    {
        output
            .reads(command.add_option(
                "FILES",
                files,
                "what sweep --json has written, one file a machine, - for standard input"))
            ->type_name("FILE|-")
            ->required();
        output.addTo(command, "merge");
    }

    void run() const
    {
        if (std::count(files.begin(), files.end(), "-") > 1)
            throw lab::ConfigError("files", "- twice", "standard input once");
        std::vector<study::HostSweep> sweeps;
        for (const std::string& file : files)
            sweeps.push_back(report::readHostSweepFile(file));
        const study::MergedSweeps merged = study::mergeSweeps(std::move(sweeps));
        if (output.forPeople())
            printMerged(merged);
        output.write(report::toJson(merged));
    }

    std::vector<std::string> files;
    Output output;
};

} // namespace

void addMergeCommand(CLI::App& app)
{
    CLI::App* command =
        app.add_subcommand("merge", "lay the sweeps of several machines over each other");
    auto shared = std::make_shared<MergeCommand>(*command);
    command->callback([shared] { shared->run(); });
}

} // namespace lockscope::cli
