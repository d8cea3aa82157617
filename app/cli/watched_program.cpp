// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/watched_program.h"

#include "app/common/number_flags.h"
#include "core/lab/lab_config.h"
#include "core/program/attach_watch.h"
#include "core/program/launch_watch.h"

#include <fmt/format.h>

namespace lockscope::cli {

namespace {

constexpr int kPidMost = 1 << 22; // the kernel's own limit
constexpr double kSlowest = 1;
constexpr double kFastest = 1000;
constexpr double kUsual = 250;

} // namespace

void WatchedProgram::addTo(CLI::App& command, const std::string& rateName)
{
    command.add_option("program", program, "a program of your own and its arguments, behind --")
        ->type_name("PROGRAM ARGS...");
    command.add_option("--pid", pid, "look at a running program from outside instead, by samples")
        ->type_name("PID")
        ->transform(common::between(1, kPidMost));
    command.add_option(rateName, rate, "with --pid: looks a second (default 250)")
        ->type_name("HZ")
        ->transform(common::between(kSlowest, kFastest));
}

std::unique_ptr<program::ProgramSource> WatchedProgram::source(
    const program::LaunchStreams& streams, double snapshotsPerSecond, bool withAccounts) const
{
    if (!program.empty() && pid)
        throw lab::ConfigError(
            "pid", fmt::format("{}", *pid), "either --pid or a program to start, not both");
    if (rate && !pid)
        throw lab::ConfigError("rate",
                               fmt::format("{}", *rate),
                               "only with --pid; a launched program counts by itself");
    if (pid) {
        auto watch = std::make_unique<program::AttachWatch>(*pid, rate.value_or(kUsual));
        std::string command = watch->command();
        return std::make_unique<program::ProgramSource>(std::move(watch),
                                                        std::move(command),
                                                        static_cast<std::uint32_t>(*pid),
                                                        false,
                                                        snapshotsPerSecond,
                                                        withAccounts);
    }
    auto watch = std::make_unique<program::LaunchWatch>(program, streams);
    std::string command = watch->command();
    const auto number = static_cast<std::uint32_t>(watch->pid());
    return std::make_unique<program::ProgramSource>(
        std::move(watch), std::move(command), number, true, snapshotsPerSecond, withAccounts);
}

} // namespace lockscope::cli
