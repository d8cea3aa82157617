// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"
#include "app/cli/fit_text.h"
#include "app/cli/output.h"
#include "app/cli/say.h"
#include "core/io/table_decoding.h"
#include "core/lab/lab_config.h"
#include "core/measure/host_facts.h"
#include "core/report/fit_json.h"
#include "core/report/json.h"
#include "core/scaling/curve_csv.h"
#include "core/scaling/usl_fit.h"

#include <CLI/CLI.hpp>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h> // join

namespace lockscope::cli {

namespace {

struct FitCommand
{
    explicit FitCommand(CLI::App& command)
    {
        output
            .reads(command.add_option(
                "FILE", file, "table of N and throughput: CSV, - for standard input"))
            ->required();
        command.add_option("--curve", curve, "which, where sweep --csv has written several guards")
            ->type_name("NAME");
        command.footer(
            "A header may stand first; one with the names n (or cpus, threads...) and "
            "throughput says which\ncolumns these are. Fields are separated by commas, "
            "semicolons, tabs or blanks; what has to be guessed\nis said, and what can "
            "be taken for two things is refused.\nExit code 0 also when the law does not "
            "fit: the result says so.");
        output.addTo(command, "fit");
    }

    void run() const;
    [[nodiscard]] scaling::CurveFile read() const;

    std::string file;
    std::optional<std::string> curve{};
    Output output;
};

/// The one that was asked for: two guards in one fit would be a law of neither.
scaling::CurveFile FitCommand::read() const
{
    std::vector<scaling::CurveFile> curves = scaling::readCurvesFile(file);
    if (curves.size() == 1 && !curve)
        return std::move(curves.front());
    std::vector<std::string> names;
    for (scaling::CurveFile& each : curves) {
        if (each.name == curve && !each.name.empty())
            return std::move(each);
        if (!each.name.empty())
            names.push_back(io::quotedText(each.name));
    }
    const std::string given = curve ? io::quotedText(*curve) : "none";
    if (names.empty())
        throw lab::ConfigError("curve", given, fmt::format("nothing, as {} has one curve", file));
    throw lab::ConfigError("curve", given, fmt::format("one of {}", fmt::join(names, ", ")));
}

void FitCommand::run() const
{
    const scaling::CurveFile table = read();
    const scaling::UslFit fit = scaling::fitUsl(table.curve);
    if (output.forPeople()) {
        for (const std::string& note : table.notes)
            say("{}\n", note);
        printFit(fit);
    }
    nlohmann::ordered_json json{{"schema", "lockscope.fit/1"},
                                {"version", measure::readHostFacts().version},
                                {"file", file},
                                {"notes", table.notes}};
    json.update(report::toJson(fit));
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
