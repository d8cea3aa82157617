// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/simulation/machine.h"

#include <filesystem>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>

/// Machines as JSON: `schema` "lockscope.machine/1", `id`, `label`, `source`, `topology` {`boards`,
/// `sockets`, `caches`, `cores`, `threads`, and if given `cpus`, their product}, `costs` {each by
/// its name, ns}, `free_lock_is_near`; and what else was measured with it under `measured`, of
/// which the host's CPU model alone is read.
namespace lockscope::simulation {

[[nodiscard]] nlohmann::ordered_json toJson(const Machine& machine);

/// Throws lab::ConfigError in one sentence: a field that is unknown or of another type, a topology
/// that contradicts itself, or a machine that validate() refuses. Costs that are missing are 0,
/// parts of the topology 1.
[[nodiscard]] Machine machineFromJson(const nlohmann::ordered_json& json);

/// Reads a file of one machine. Throws lab::ConfigError when it cannot be read or is not allowed;
/// the sentence names the file.
[[nodiscard]] Machine readMachine(const std::filesystem::path& file);

/// Where the machine of this host is kept: lockscope/machine.json under $XDG_DATA_HOME, or
/// $HOME/.local/share. None when neither is a path from the root: whatever folder the program
/// happens to be started in is no place for it.
[[nodiscard]] std::optional<std::filesystem::path> thisMachineFile();

/// The same; throws std::runtime_error with one sentence when there is no place.
[[nodiscard]] std::filesystem::path placeForThisMachine();

/// The machine that a person names: a preset's id, "this", or a file. Throws lab::ConfigError with
/// what there is, and for "this" also when its calibration was measured on another model of CPU.
[[nodiscard]] Machine machineNamed(const std::string& name);

} // namespace lockscope::simulation
