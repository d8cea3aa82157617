// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lab/lab.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

namespace CLI {
class App;
} // namespace CLI

namespace lockscope::cli {

/// When a run ends: after so much time or so many tasks. One of the two.
struct RunEnd
{
    std::optional<double> seconds{};
    std::optional<std::uint64_t> tasks{};

    /// The flags --seconds and --tasks, of which one may be given, set these; they live as long.
    void addTo(CLI::App& command, const std::string& secondsHelp);
};
inline constexpr double kDefaultSeconds = 1; ///< when neither is given

/// Share done (0..1) and calls so far.
using Progress = std::function<void(double share, std::uint64_t calls)>;

/// Runs an experiment to its end, or until the person interrupts (Ctrl-C): what was measured until
/// then is the result. The end is `end` alone. Throws ConfigError, or std::runtime_error when the
/// lab fails or was interrupted before anything was measured.
[[nodiscard]] measure::RunSummary runLab(const lab::LabConfig& config,
                                         RunEnd end,
                                         lab::LabOptions options,
                                         const Progress& progress = {});

} // namespace lockscope::cli
