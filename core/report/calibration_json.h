// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/host_facts.h"
#include "core/simulation/calibration.h"

#include <filesystem>
#include <nlohmann/json_fwd.hpp>

namespace lockscope::report {

/// A machine as its file has it, with under `measured` the names of the costs that were measured,
/// of those that were assumed, the host's facts, and what disturbed the measuring (`quality`).
[[nodiscard]] nlohmann::ordered_json toJson(const simulation::Calibration& calibration,
                                            const measure::HostFacts& host);

/// Keeps it as the machine "this" of whoever runs the program, and returns where. Throws
/// std::runtime_error with a sentence that names the file.
std::filesystem::path keepThisMachine(const simulation::Calibration& calibration,
                                      const measure::HostFacts& host);

} // namespace lockscope::report
