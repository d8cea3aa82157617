// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"
#include "app/cli/fit_text.h"
#include "app/cli/output.h"
#include "app/cli/say.h"
#include "core/export/fit_json.h"
#include "core/export/json.h"
#include "core/measure/host_facts.h"
#include "core/scaling/curve_csv.h"
#include "core/scaling/usl_fit.h"

#include <CLI/CLI.hpp>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include <fmt/format.h>

namespace lockscope::cli {

namespace {

struct FitCommand
{
    explicit FitCommand(CLI::App& command)
    {
        command.add_option("FILE", file, "table of N and throughput: CSV, - for standard input")
            ->required();
        command.footer("A header may stand first; one with the names n and throughput says which "
                       "columns these "
                       "are.\nExit code 0 also when the law does not fit: the result says so.");
        output.addTo(command);
    }

    void run() const;

    std::string file;
    Output output;
};

void FitCommand::run() const
{
    const scaling::CurveFile read = scaling::readCurveFile(file);
    const scaling::UslFit fit = scaling::fitUsl(read.curve);
    if (output.forPeople()) {
        for (const std::string& note : read.notes)
            say("{}\n", note);
        printFit(fit);
    }
    nlohmann::ordered_json json{{"schema", "lockscope.fit/1"},
                                {"version", measure::readHostFacts().version},
                                {"file", file},
                                {"notes", read.notes}};
    json.update(exporting::toJson(fit));
    output.write(json);
}

} // namespace

void addFitCommand(CLI::App& app)
{
    CLI::App* command = app.add_subcommand(
        "fit", "lay the Universal Scalability Law through a table of N and throughput");
    auto shared = std::make_shared<FitCommand>(*command);
    command->callback([shared] { shared->run(); });
}

} // namespace lockscope::cli
