// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/common/exit_code.h"
#include "core/lab/lab_config.h"
#include "core/measure/time_range.h"
#include "ui/program/program_reports.h"
#include "ui/session/execution_target.h"
#include "ui/settings/picture_format.h"
#include "ui/settings/ssh_command.h"

#include <QStringList>

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

namespace lockscope::gui {

/// What the command line asks for.
struct Options
{
    /// An experiment with the flags that were given, where it is to run; throws lab::ConfigError.
    std::function<lab::LabConfig(const lab::LabConfig& base)> over;
    ui::ExecutionTarget target; ///< to simulate from the start
    bool start = false;
    QStringList open; ///< what to show; - alone for standard input
    std::optional<ui::RemoteHost> remote; ///< a host to run on
    std::optional<ui::WatchRequest> watch; ///< a program of the person's own
    bool asksForCpus = false; ///< --cpus was given; likewise --workers
    bool asksForWorkers = false;
    std::optional<std::string> exportFolder;
    ui::PictureFormat format = ui::PictureFormat::Png;
    int scale = 1;
    std::chrono::milliseconds exportAfter{};
    std::optional<measure::TimeRange> range; ///< what the pictures show; none: as the window does
    std::optional<std::chrono::milliseconds> quitAfter;
    std::optional<std::chrono::milliseconds> seconds; ///< the workload stops after so much run time
    std::optional<std::uint64_t> tasks; ///< likewise after so many tasks
};

/// The options, or the code to exit with when that is all there is to do (help, version, bad
/// arguments): then it has been said. Qt's own arguments (-platform and the like) are left to Qt.
struct Parsed
{
    std::optional<Options> options;
    int exitCode = Done;
};
[[nodiscard]] Parsed parseOptions(int argc, char** argv);

/// How many of the arguments are ours and Qt's: those before `--`, behind which a program to watch
/// has its own.
[[nodiscard]] int ownArguments(int argc, char** argv);

} // namespace lockscope::gui
