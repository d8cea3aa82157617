// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"
#include "app/cli/output.h"
#include "app/cli/progress_bar.h"
#include "app/cli/watch_sweep.h"
#include "app/common/number_flags.h"
#include "core/lab/lab_config.h"
#include "core/program/watch_account.h"
#include "core/recording/recording.h"
#include "core/simulation/machine_file.h"
#include "core/study/cpu_list.h"
#include "core/whatif/lock_forecast.h"

#include <CLI/CLI.hpp>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <stdexcept>
#include <string>

#include <fmt/format.h>

namespace lockscope::cli {

namespace {

struct ForecastCommand
{
    explicit ForecastCommand(CLI::App& command)
    {
        output
            .reads(
                command.add_option("recording",
                                   file,
                                   "of a watched program (record FILE -- PROGRAM), - for standard "
                                   "input"))
            ->type_name("FILE|-")
            ->required();
        command.add_option("--lock", lock, "by its id or address, or top, the one most waited for")
            ->type_name("ID|top|0xADDR")
            ->capture_default_str();
        output
            .reads(command.add_option(
                "--machine",
                machine,
                "a preset, this, or a JSON file of a machine (default: this where it was "
                "calibrated, else 2x16)"))
            ->type_name("PRESET|FILE");
        command.add_option("--cpus", cpus, "simulate at these, as for taskset: 8-64:8,128")
            ->type_name("LIST")
            ->capture_default_str();
        command
            .add_option(
                "--had-cpus", hadCpus, "that the program had, where the recording does not know")
            ->type_name("N")
            ->transform(common::between(1, simulation::kMaxCpus));
        command
            .add_option("--seed",
                        question.seed,
                        "of the random numbers: the same seed, the same "
                        "result")
            ->type_name("N")
            ->transform(common::seedNumber())
            ->capture_default_str();
        command.footer(
            "First the present is simulated. Only when its throughput and its contended share come "
            "out within 35 %\nof what was measured, more CPUs are: the program's own lock, "
            "substitutes, a fast path, half the hold.\nOtherwise the sentence says what keeps it "
            "from being a forecast, and the exit code is 1.");
        output.addTo(command, "forecast");
    }

    void run();

    std::string file;
    std::string lock = "top";
    std::string machine;
    std::string cpus = "1,2,4,8,16,32,64,128,256";
    std::optional<int> hadCpus;
    whatif::ForecastQuestion question;
    Output output;
};

void ForecastCommand::run()
{
    question.cpus = study::parseCpuList(cpus, simulation::kMaxCpus);
    question.machine = simulation::machineNamed(machine.empty() ? usualMachine() : machine);
    const auto recording = recording::Recording::open(file);
    if (!recording->account())
        throw io::BadInput(fmt::format(
            "{} has no report of a watched program; allowed: a recording of one (record FILE -- "
            "PROGRAM)",
            file));
    program::WatchReport report = program::reportOf(*recording->account());
    if (hadCpus)
        report.reading.cpus = hadCpus;
    const program::ReportedLock& chosen = whatif::lockNamed(report, lock);
    const ProgressBar bar;
    const auto forecast =
        whatif::forecastLock(whatif::loadOf(report, chosen), question, [&bar](double share) {
            bar.show("simulating", share);
            return true;
        });
    bar.clear();
    if (output.forPeople()) {
        const std::string text = whatif::toText(*forecast, report); // which is fit for a terminal
        std::fwrite(text.data(), 1, text.size(), stdout);
    }
    output.write(whatif::toJson(*forecast, report));
    if (!forecast->isForecast())
        throw std::runtime_error("no forecast: " + forecast->obstacles.front().text);
}

} // namespace

void addForecastCommand(CLI::App& app)
{
    CLI::App* command = app.add_subcommand(
        "forecast", "simulate what a lock of a recorded program would do on more CPUs");
    auto shared = std::make_shared<ForecastCommand>(*command);
    command->callback([shared] { shared->run(); });
}

} // namespace lockscope::cli
