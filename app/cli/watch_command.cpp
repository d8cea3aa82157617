// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"
#include "app/cli/interrupts.h"
#include "app/cli/output.h"
#include "app/cli/program_control.h"
#include "app/cli/remote_recording.h"
#include "app/cli/say.h"
#include "app/cli/watch_sweep.h"
#include "app/cli/watched_program.h"
#include "app/cli/watched_progress.h"
#include "app/common/number_flags.h"
#include "core/io/bad_input.h"
#include "core/lab/lab_config.h"
#include "core/program/path_track.h"
#include "core/program/watch_account.h"
#include "core/study/cpu_list.h"

#include <CLI/CLI.hpp>
#include <chrono>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

#include <unistd.h>

namespace lockscope::cli {

namespace {

constexpr double kReadings = 10; // a second: threads come and go

struct WatchCommand
{
    explicit WatchCommand(CLI::App& command)
    {
        program.addTo(command, "--rate");
        progress.addTo(command, "");
        remote.addTo(command);
        command
            .add_option("--seconds",
                        seconds,
                        "report after so much time; the program goes on (default: when it ends)")
            ->type_name("S")
            ->transform(common::between(kShortest, kLongest));
        command.add_flag(
            "--control",
            control,
            "swap locks while the program runs, by JSON lines from standard input; the "
            "program has none then");
        command
            .add_option("--sweep-cpus",
                        sweepCpus,
                        "run the program once on each of these numbers of CPUs, 1,2,4, and lay "
                        "each lock's curve beside the simulated one; with --seconds each run is "
                        "told to end then")
            ->type_name("LIST");
        command.footer("A line of --control is {\"substitute\": {\"lock\": L, \"by\": "
                       "\"ticket\"}}, also by mcs, spin-then-park,\nback-off, restricted, or null "
                       "for its own; {\"delay\": {\"lock\": L, \"ns\": 1000}}; {\"stop\": "
                       "true}. L is an\nid, an address \"0x...\", or \"top\", what is waited "
                       "for most.\n\nThe program's own output goes where it always does, but to "
                       "standard error "
                       "while the JSON "
                       "goes to standard\noutput. Its exit code stands in the JSON. Ctrl-C goes to "
                       "both: the report is "
                       "of what came before.");
        output.addTo(command, "watch");
    }

    void run() const;
    void sweep() const;
    [[nodiscard]] program::WatchReport watchHere() const;
    [[nodiscard]] program::WatchReport watchThere() const;

    static constexpr double kShortest = 0.01;
    static constexpr double kLongest = 1e7;
    WatchedProgram program;
    mutable WatchedProgress progress;
    RemoteProgram remote;
    std::optional<double> seconds;
    bool control = false;
    std::string sweepCpus;
    Output output;
};

/// By what a recording there has: the last account that came.
program::WatchReport WatchCommand::watchThere() const
{
    const InterruptWatch interrupts;
    const RemoteRecording recorded =
        recordRemotely(remote, program, seconds, kReadings, [](std::string_view, bool) {});
    if (recorded.problem)
        sayAside("lockscope-cli: {}\n", *recorded.problem);
    const auto report = recorded.report();
    if (!report)
        throw std::runtime_error(fmt::format(
            "{} sent no report in that time; the lockscope-cli there may be an older one",
            remote.host));
    return *report;
}

/// A command that prints the progress is asked from time to time, the rest at the end.
class AskedProgress
{
public:
    explicit AskedProgress(program::Progress progress)
        : m_isCommand(progress.choice().kind == program::ProgressChoice::Kind::Command)
        , m_track(std::move(progress))
    {}

    void look(program::ProgramSource& source)
    {
        const auto now = std::chrono::steady_clock::now();
        if (!m_isCommand || now < m_due)
            return;
        m_due = now + std::chrono::seconds(1);
        ask(source.reading());
    }

    [[nodiscard]] std::optional<program::ProgressSoFar> last(const program::ProgramReading& reading)
    {
        // Of a program that has ended a command may have nothing to say any more.
        if (!m_isCommand || !reading.end)
            ask(reading);
        return m_track.soFar();
    }

private:
    void ask(const program::ProgramReading& reading)
    {
        if (m_refused)
            return;
        try {
            m_track.look(reading);
        } catch (const io::BadInput& error) {
            m_refused = true;
            sayAside("lockscope-cli: {}\n", error.what());
        }
    }

    bool m_isCommand;
    bool m_refused = false; // said once
    program::ProgressTrack m_track;
    std::chrono::steady_clock::time_point m_due;
};

program::WatchReport WatchCommand::watchHere() const
{
    constexpr std::chrono::milliseconds kLook{10}; // for the end, and for interrupts
    const InterruptWatch interrupts;
    const std::unique_ptr<program::ProgramSource> source = progress.source(
        program, {.outputToError = !output.forPeople(), .noInput = control}, kReadings);
    std::optional<AskedProgress> asked;
    if (progress.given())
        asked.emplace(progress.progress(program, *source));
    std::optional<ProgramControl> lines;
    if (control)
        lines.emplace(STDIN_FILENO, [](const std::string& sentence) {
            sayAside("lockscope-cli: {}\n", sentence);
        });
    program::PathTrack path;
    const auto follow = [&] {
        for (const measure::SnapshotPtr& snapshot : source->poll())
            path.add(*snapshot);
    };
    source->start();
    const auto began = std::chrono::steady_clock::now();
    while (!interrupted() && !source->waitEnded(kLook)) {
        follow();
        if (asked)
            asked->look(*source);
        if (lines && !lines->serve(*source))
            break;
        if (seconds
            && std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count()
                >= *seconds)
            break;
    }
    source->stop();
    follow();
    program::WatchReport report = source->report();
    report.path = path.path();
    if (report.reading.end)
        progress.waitForRest();
    if (asked)
        report.progress = asked->last(report.reading);
    return report;
}

void WatchCommand::sweep() const
{
    if (control || remote.given() || program.pid || progress.given())
        throw lab::ConfigError(
            "sweep-cpus",
            sweepCpus,
            "only with a program to start here, without --control and --progress");
    sweepProgram(program.program,
                 study::parseCpuList(sweepCpus, lab::availableCpus(), "sweep-cpus"),
                 seconds,
                 output);
}

void WatchCommand::run() const
{
    if (!program.given())
        throw lab::ConfigError(
            "watch",
            "nothing",
            "a program to start, behind --, as in: watch -- ./program arguments; or --pid PID");
    if (control && remote.given())
        throw lab::ConfigError("control", "given", "only for a program that is watched here");
    if (!sweepCpus.empty()) {
        sweep();
        return;
    }
    if (progress.given() && remote.given())
        throw lab::ConfigError("progress", "given", "only for a program that is watched here");
    const program::WatchReport report = remote.given() ? watchThere() : watchHere();
    if (output.forPeople()) { // a launched program's standard output is its own
        const std::string text = program::toText(report);
        std::fwrite(text.data(), 1, text.size(), program.pid ? stdout : stderr);
    }
    output.write(program::toJson(report));
}

} // namespace

void addWatchCommand(CLI::App& app)
{
    CLI::App* command = app.add_subcommand(
        "watch", "look at a program of your own: its locks, who waits and who holds");
    auto watch = std::make_shared<WatchCommand>(*command);
    command->callback([watch] { watch->run(); });
}

} // namespace lockscope::cli
