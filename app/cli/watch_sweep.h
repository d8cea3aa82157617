// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/output.h"
#include "core/program/launched_program.h"

#include <optional>
#include <string>
#include <vector>

namespace lockscope::cli {

/// Runs a program on each of these numbers of CPUs, one after the other and watched each time, and
/// says what became of each lock, with the law and what is simulated beside what was measured. Each
/// run ends with the program, or after so many seconds, when it is told to end (SIGTERM). Throws
/// io::BadInput for what cannot be watched, std::runtime_error when it is interrupted.
void sweepProgram(const std::vector<std::string>& program,
                  const std::vector<int>& cpus,
                  const std::optional<double>& seconds,
                  const Output& output);

/// The machine that is simulated when nobody says: this host where it was calibrated, on which the
/// program ran most likely; else a preset.
[[nodiscard]] std::string usualMachine();

} // namespace lockscope::cli
