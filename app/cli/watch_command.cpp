// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"
#include "app/cli/interrupts.h"
#include "app/cli/output.h"
#include "app/cli/say.h"
#include "app/common/number_flags.h"
#include "core/lab/lab_config.h"
#include "core/program/attach_watch.h"
#include "core/program/launch_watch.h"
#include "core/program/watch_report.h"

#include <CLI/CLI.hpp>
#include <chrono>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include <fmt/format.h>

namespace lockscope::cli {

namespace {

using Seconds = std::chrono::duration<double>;

struct WatchCommand
{
    explicit WatchCommand(CLI::App& command)
    {
        command.add_option("program", program, "the program and its arguments, after --")
            ->type_name("PROGRAM ARGS...");
        command
            .add_option("--seconds",
                        seconds,
                        "report after so much time; the program goes on (default: when it ends)")
            ->type_name("S")
            ->transform(common::between(kShortest, kLongest));
        command
            .add_option("--pid", pid, "look at a running program from outside instead, by samples")
            ->type_name("PID")
            ->transform(common::between(1, kPidMost));
        command.add_option("--rate", rate, "with --pid: looks a second (default 250)")
            ->type_name("HZ")
            ->transform(common::between(kSlowest, kFastest));
        command.footer("The program's own output goes where it always does, but to standard error "
                       "while the JSON goes to "
                       "standard\noutput. Its exit code stands in the JSON. Ctrl-C goes to both: "
                       "the report comes when the "
                       "program has ended,\nor with the second one.");
        output.addTo(command, "watch");
    }

    void run();
    void watchAndTell(program::ProgramWatch& watch, const std::string& command, int number);

    static constexpr double kShortest = 0.01;
    static constexpr double kLongest = 1e7;
    std::vector<std::string> program;
    static constexpr int kPidMost = 1 << 22;
    static constexpr double kSlowest = 1;
    static constexpr double kFastest = 1000;
    static constexpr double kUsual = 250;
    std::optional<double> seconds;
    std::optional<int> pid;
    std::optional<double> rate;
    Output output;
};

/// Looks at the program until it has ended, or the time is up, or the person is tired of it.
void lookUntilOver(program::ProgramWatch& watch, std::optional<double> seconds)
{
    constexpr std::chrono::milliseconds kReading{
        100}; // so often all counts are read: threads come and go
    const auto began = std::chrono::steady_clock::now();
    auto read = began;
    const std::chrono::duration<double> look(1 / watch.rate());
    while (!watch.ended() && !interrupted()) {
        const auto now = std::chrono::steady_clock::now();
        if (seconds && Seconds(now - began).count() >= *seconds)
            return;
        watch.sample();
        if (now - read >= kReading) {
            read = now;
            (void)watch.read();
        }
        std::this_thread::sleep_for(look);
    }
}

void WatchCommand::run()
{
    if (program.empty() && !pid)
        throw lab::ConfigError(
            "watch",
            "nothing",
            "a program to start, behind --, as in: watch -- ./program arguments; or --pid PID");
    if (!program.empty() && pid)
        throw lab::ConfigError(
            "pid", fmt::format("{}", *pid), "either --pid or a program to start, not both");
    if (rate && !pid)
        throw lab::ConfigError("rate",
                               fmt::format("{}", *rate),
                               "only with --pid; a launched program counts by itself");
    if (pid) {
        program::AttachWatch watch(*pid, rate.value_or(kUsual));
        watchAndTell(watch, watch.command(), *pid);
    } else {
        program::LaunchWatch watch(program, !output.forPeople());
        watchAndTell(watch, watch.command(), watch.pid());
    }
}

void WatchCommand::watchAndTell(program::ProgramWatch& watch,
                                const std::string& command,
                                int number)
{
    const InterruptWatch interrupts;
    lookUntilOver(watch, seconds);
    const program::WatchReport report =
        program::reportOf(watch, command, static_cast<std::uint32_t>(number), !pid);
    if (output.forPeople()) { // a launched program's standard output is its own
        const std::string text = program::toText(report);
        std::fwrite(text.data(), 1, text.size(), pid ? stdout : stderr);
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
