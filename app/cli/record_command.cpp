// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"
#include "app/cli/interrupts.h"
#include "app/cli/output.h"
#include "app/cli/program_control.h"
#include "app/cli/remote_control.h"
#include "app/cli/remote_recording.h"
#include "app/cli/run_lab.h"
#include "app/cli/say.h"
#include "app/cli/watched_program.h"
#include "app/common/config_flags.h"
#include "app/common/number_flags.h"
#include "core/measure/clock.h"
#include "core/program/path_track.h"
#include "core/program/watch_account.h"
#include "core/recording/recording_writer.h"
#include "core/report/json.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>

#include <fmt/format.h>
#include <unistd.h>

namespace lockscope::cli {

namespace {

using Seconds = std::chrono::duration<double>;

struct RecordCommand
{
    explicit RecordCommand(CLI::App& command)
        : flags(command)
    {
        output
            .writes(
                command.add_option("file", file, "where the recording goes, - for standard output"),
                nothing())
            ->type_name("FILE|-")
            ->required();
        end.addTo(command, "end after so much time (default 1, with --control none)");
        command.add_option("--rate", rate, "snapshots a second")
            ->type_name("N")
            ->capture_default_str()
            ->transform(common::between(lab::kMinSnapshotRate, lab::kMaxSnapshotRate));
        watched.addTo(command, "--looks");
        elsewhere.addTo(command);
        command.add_flag("--control",
                         control,
                         "take live changes as JSON lines from standard input, until it closes");
        command.footer(
            "A line of --control is an object with experiment flags, as {\"fast_path\": "
            "true, \"cpus\": 2}, with \"rate\",\n\"ping\": N (answered by a note in the "
            "recording), \"silence\": S (end when no line comes for S seconds)\nor \"stop\": "
            "true; of a program of your own as watch --help says. Ctrl-C ends a recording as its "
            "end "
            "would.");
        output.addTo(command, "run");
    }

    void run() const;
    [[nodiscard]] measure::RunSummary record(lab::Lab& lab,
                                             recording::RecordingWriter& writer) const;
    void recordProgram() const;
    void recordRemoteProgram() const;
    void refuseForProgram() const;
    [[nodiscard]] io::OutputFile open() const;
    [[nodiscard]] bool isOver(std::chrono::nanoseconds elapsed) const;

    common::ConfigFlags flags;
    WatchedProgram watched;
    RemoteProgram elsewhere;
    std::string file;
    RunEnd end;
    double rate = 20;
    bool control = false;
    Output output;
};

/// Time is up, or will be before the next look: then the rest is waited for here.
bool RecordCommand::isOver(std::chrono::nanoseconds elapsed) const
{
    constexpr Seconds kLook{0.025};
    if (!end.seconds && (control || end.tasks))
        return false;
    const double left = end.seconds.value_or(kDefaultSeconds) - Seconds(elapsed).count();
    if (left > kLook.count())
        return false;
    std::this_thread::sleep_for(Seconds(std::max(0.0, left)));
    return true;
}

measure::RunSummary RecordCommand::record(lab::Lab& lab, recording::RecordingWriter& writer) const
{
    // Control answers within this; without it snapshots alone are waited for.
    const std::chrono::milliseconds look{control ? 5 : 20};
    std::optional<RemoteControl> remote;
    if (control)
        remote.emplace(STDIN_FILENO);
    std::chrono::nanoseconds time{}; // of the newest snapshot, which came then:
    auto cameAt = measure::SteadyClock::now();
    const auto take = [&] {
        for (auto& snapshot : lab.poll()) {
            time = snapshot->time;
            cameAt = measure::SteadyClock::now();
            writer.write(std::move(snapshot));
        }
    };
    while (!interrupted() && !writer.problem()) {
        const bool finished = lab.waitFinished(look);
        take();
        if (finished || isOver(time + (measure::SteadyClock::now() - cameAt)))
            break;
        if (remote && !remote->serve(lab, writer, time))
            break;
    }
    lab.stop();
    take();
    measure::RunSummary summary = lab.summary();
    writer.finish(summary);
    return summary;
}

io::OutputFile RecordCommand::open() const
{
    io::OutputFile destination(file, output.force());
    if (destination.isTerminal())
        throw lab::ConfigError("file", file, "a file or a pipe; a recording is not for a terminal");
    return destination;
}

void RecordCommand::refuseForProgram() const
{
    if (end.tasks)
        throw lab::ConfigError("tasks", "given", "nothing of the kind with a program of your own");
    if (control && elsewhere.given())
        throw lab::ConfigError("control", "given", "only for a program that is watched here");
}

/// What another host sends is kept as it is.
void RecordCommand::recordRemoteProgram() const
{
    refuseForProgram();
    io::OutputFile destination = open();
    const InterruptWatch watch;
    const RemoteRecording recorded = recordRemotely(
        elsewhere, watched, end.seconds, rate, [&](std::string_view bytes, bool hasSnapshots) {
            destination.write(bytes);
            if (hasSnapshots)
                destination.keep();
        });
    destination.sync();
    if (output.forPeople() && file != "-")
        sayAside("{}: {} snapshots, {} bytes\n", file, recorded.snapshots, recorded.bytes);
    const auto report = recorded.report();
    output.write(report ? program::toJson(*report) : nlohmann::ordered_json());
    if (recorded.problem)
        sayAside("lockscope-cli: {}\n", *recorded.problem);
}

/// A program of the person's own, until it ends or the time is up.
void RecordCommand::recordProgram() const
{
    refuseForProgram();
    io::OutputFile destination = open();
    constexpr std::chrono::milliseconds kLook{20};
    const InterruptWatch watch;
    const std::unique_ptr<program::ProgramSource> source = watched.source(
        {.outputToError = file == "-" || !output.forPeople(), .noInput = control}, rate, true);
    recording::RecordingWriter writer(std::move(destination), recording::headerOf(*source));
    std::chrono::nanoseconds time{}; // of the newest snapshot
    std::optional<ProgramControl> lines;
    if (control)
        lines.emplace(STDIN_FILENO, [&](std::string sentence) {
            writer.note({.time = time, .kind = "problem", .text = std::move(sentence), .id = {}});
        });
    program::PathTrack path;
    const auto takeAll = [&] {
        for (auto& snapshot : source->poll()) {
            time = snapshot->time;
            if (!output.file().empty())
                path.add(*snapshot);
            writer.write(std::move(snapshot));
        }
    };
    source->start();
    const auto began = measure::SteadyClock::now();
    bool ended = false;
    while (!interrupted() && !writer.problem() && !ended) {
        ended = source->waitEnded(kLook);
        if (lines && !lines->serve(*source))
            break;
        takeAll();
        if (end.seconds && Seconds(measure::SteadyClock::now() - began).count() >= *end.seconds)
            break;
    }
    source->stop();
    takeAll();
    writer.finish(std::nullopt);
    if (output.forPeople() && file != "-")
        sayAside("{}: {} snapshots, {} bytes\n", file, writer.written(), writer.bytes());
    if (output.file().empty())
        return;
    program::WatchReport report = source->report();
    report.path = path.path();
    output.write(program::toJson(report));
}

void RecordCommand::run() const
{
    if (file == "-" && !output.forPeople())
        throw lab::ConfigError("json", "-", "a file, while the recording goes to standard output");
    if (elsewhere.given())
        return recordRemoteProgram();
    if (watched.given())
        return recordProgram();
    const lab::LabConfig config = flags.over(lab::defaultConfig());
    io::OutputFile destination = open();

    const InterruptWatch watch;
    lab::Lab lab(config, {.snapshotsPerSecond = rate, .tasks = end.tasks});
    lab.start();
    // The header says what measuring costs, and that is measured first.
    while (!lab.settled() && !interrupted())
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
    recording::RecordingWriter writer(std::move(destination), recording::headerOf(lab));
    const measure::RunSummary summary = record(lab, writer);

    if (output.forPeople() && file != "-")
        say("{}: {} snapshots of {:.3f} s, {} bytes{}\n",
            file,
            writer.written(),
            Seconds(summary.elapsed).count(),
            writer.bytes(),
            writer.dropped() > 0 ? fmt::format(", {} snapshots dropped", writer.dropped()) : "");
    if (const std::string line = measure::qualityLine(summary.quality);
        !line.empty() && output.forPeople() && file != "-")
        say("{}\n", line);
    output.write(report::toJson(summary, config));
    for (const std::string& sentence : summary.violations)
        sayAside("lockscope-cli: broken invariant: {}\n", sentence);
}

} // namespace

void addRecordCommand(CLI::App& app)
{
    CLI::App* command = app.add_subcommand("record", "run one experiment and record it");
    auto shared = std::make_shared<RecordCommand>(*command);
    command->callback([shared] { shared->run(); }); // lives as long as the app
}

} // namespace lockscope::cli
