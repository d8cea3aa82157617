// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"
#include "app/cli/interrupts.h"
#include "app/cli/output.h"
#include "app/cli/progress_bar.h"
#include "app/cli/watched_program.h"
#include "app/cli/watched_progress.h"
#include "app/common/number_flags.h"
#include "core/io/output_file.h"
#include "core/lab/lab_config.h"
#include "core/program/worth/watched_subject.h"
#include "core/recording/recording_writer.h"

#include <CLI/CLI.hpp>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include <fmt/format.h>

namespace lockscope::cli {

namespace {

namespace worth = program::worth;

constexpr double kSnapshots = 20; // a second

struct WorthCommand
{
    explicit WorthCommand(CLI::App& command)
    {
        command
            .add_option(
                "program", program.program, "a program of your own and its arguments, behind --")
            ->type_name("PROGRAM ARGS...");
        command.add_option("--seconds", wish.seconds, "how long it is tried; the program goes on")
            ->type_name("S")
            ->capture_default_str()
            ->transform(common::between(kShortest, kLongest));
        progress.addTo(command, " (default: acquisitions of the lock that is waited for most)");
        command
            .add_option("--locks", wish.locks, "how many locks are tried, most waited for first")
            ->type_name("N")
            ->capture_default_str()
            ->transform(common::between(1, kMostLocks));
        command.add_option("--seed", wish.seed, "of the order in which things are tried")
            ->type_name("N")
            ->capture_default_str()
            ->transform(common::seedNumber());
        command
            .add_option("--slice",
                        sliceMs,
                        "how long each thing is tried at a time, after settling (default 200, more "
                        "where progress is slow)")
            ->type_name("MS")
            ->transform(common::between(kShortestSlice, kLongestSlice));
        output
            .writes(command.add_option("--csv", csv, "write each trial as a line of a table"),
                    nothing())
            ->type_name("FILE|-");
        output
            .writes(command.add_option("--record", record, "record the program meanwhile"),
                    nothing())
            ->type_name("FILE");
        command.footer(
            "Swaps the locks of a living program and lengthens their holds, a fraction of a second "
            "each, with its own\nlocks in between, and says by its progress what each is worth. "
            "Ctrl-C ends it: what was measured until\nthen is said. The program has its own locks "
            "again afterwards, whatever happens.");
        output.addTo(command, "worth");
    }

    void run();

    static constexpr double kShortest = 1;
    static constexpr double kLongest = 1e6;
    static constexpr int kMostLocks = 20;
    static constexpr double kShortestSlice = 10;
    static constexpr double kLongestSlice = 10000;

    void refuse() const;
    [[nodiscard]] worth::Result measure(program::ProgramSource& source,
                                        const program::Progress& counter,
                                        recording::RecordingWriter* writer) const;

    WatchedProgram program;
    WatchedProgress progress;
    worth::Wish wish;
    std::optional<double> sliceMs;
    std::string csv;
    std::string record;
    Output output;
};

void WorthCommand::refuse() const
{
    if (!program.given())
        throw lab::ConfigError(
            "worth",
            "nothing",
            "a program to start, behind --, as in: worth -- ./program arguments");
    if (csv == "-" && !output.forPeople())
        throw lab::ConfigError("csv", "-", "a file, while the JSON goes to standard output");
    if (record == "-")
        throw lab::ConfigError("record", "-", "a file");
}

worth::Result WorthCommand::measure(program::ProgramSource& source,
                                    const program::Progress& counter,
                                    recording::RecordingWriter* writer) const
{
    const ProgressBar bar;
    const auto goOn = [&] {
        for (auto& snapshot : source.poll())
            if (writer)
                writer->write(std::move(snapshot));
        return !interrupted() && !(writer && writer->problem());
    };
    const auto tell = [&](const worth::Stage& stage) {
        bar.show(fmt::format("round {}, {} trials", stage.rounds, stage.trials), stage.share);
    };
    worth::Result result =
        worth::runOn(source, program::commandText(program.program), counter, wish, goOn, tell);
    bar.clear();
    source.stop();
    (void)goOn();
    if (writer)
        writer->finish(std::nullopt);
    return result;
}

void WorthCommand::run()
{
    refuse();
    wish.counterChosen = progress.given();
    if (sliceMs)
        wish.slice = *sliceMs / 1e3;
    std::optional<io::OutputFile> destination;
    if (!record.empty())
        destination.emplace(record, output.force());
    const InterruptWatch interrupts;
    const bool outputIsOurs = !output.forPeople() || csv == "-";
    const auto source = progress.source(
        program, {.outputToError = outputIsOurs}, kSnapshots, destination.has_value());
    std::optional<recording::RecordingWriter> writer;
    if (destination)
        writer.emplace(std::move(*destination), recording::headerOf(*source));
    source->start();
    const worth::Result result =
        measure(*source, progress.progress(program, *source), writer ? &*writer : nullptr);
    if (output.forPeople()) { // a launched program's standard output is its own
        const std::string text = worth::toText(result);
        std::fwrite(text.data(), 1, text.size(), stderr);
    }
    if (!csv.empty())
        io::writeFile(csv, worth::toCsv(result));
    output.write(worth::toJson(result));
    if (result.ending == worth::Ending::Problem && result.trials.empty())
        throw std::runtime_error(result.problem);
}

} // namespace

void addWorthCommand(CLI::App& app)
{
    CLI::App* command = app.add_subcommand(
        "worth", "try on a program of your own which of its locks are worth fixing");
    auto worth = std::make_shared<WorthCommand>(*command);
    command->callback([worth] { worth->run(); });
}

} // namespace lockscope::cli
