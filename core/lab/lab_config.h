// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/io/bad_input.h"
#include "core/measure/snapshot.h"
#include "core/workload/kinds.h"

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace lockscope::guards {
struct GuardRow;
}

namespace lockscope::lab {

/// How workers are put on CPUs.
enum class Placement : std::uint8_t
{
    Compact, ///< worker i on CPU i, neighbours (cores of one package, siblings) first
    Spread, ///< worker i on CPU i, far CPUs (packages, cores) first
    None ///< every worker on any of the CPUs; the kernel chooses
};
inline constexpr std::array<std::string_view, 3> kPlacementNames{"compact", "spread", "none"};

/// The experiment: a value. core/lab/settings has a row for each field, which the window, both
/// programs' flags and the JSON follow.
struct LabConfig
{
    std::string guard = "mutex"; ///< id of a registry row
    bool fastPath = false;
    int cpus = 1; ///< CPUs that the workers may use: the first `cpus` in placement order
    int workers = 1; ///< 1..kMaxWorkers
    Placement placement = Placement::Compact;
    workload::Kind workload = workload::Kind::Cgo;
    std::int64_t nativeNs = 0; ///< busy work on the native side of a call, outside the guard
    std::int64_t callbackNs = 0; ///< busy work in the callback
    std::int64_t criticalNs = 0; ///< busy work under the guard's lock; skipped with the lock
    workload::TaskSourceKind taskSource = workload::TaskSourceKind::None;
    bool padding = true; ///< guard state on cache lines of its own
    std::int64_t initDelayMs =
        0; ///< the runtime initialises so long after the first call may begin

    friend bool operator==(const LabConfig&, const LabConfig&) = default;
};

inline constexpr int kMaxWorkers = 256;
inline constexpr std::int64_t kMaxWorkNs = 10'000'000;
inline constexpr std::int64_t kMaxInitDelayMs = 60'000;

/// A value that is not allowed: what() is one sentence that names the field as on the command line,
/// the value given and what is allowed.
class ConfigError : public io::BadInput
{
public:
    ConfigError(const std::string& field, const std::string& given, const std::string& allowed);
    [[nodiscard]] const std::string& field() const { return m_field; }

private:
    std::string m_field;
};

/// Takes a workload, with the times that it begins with, when the person gives none.
void applyWorkloadPreset(LabConfig& config, workload::Kind kind);

/// The experiment that both programs begin with: the faithful call on all CPUs, one worker each.
[[nodiscard]] LabConfig defaultConfig();

/// CPUs that this process may use.
[[nodiscard]] int availableCpus();

/// How far a configuration may go: on this machine, or on one that is simulated.
struct ConfigLimits
{
    int cpus = 1;
    int workers = kMaxWorkers;
    bool guardsInstalled = true; ///< a guard must have been built in
    std::optional<std::vector<std::string>>
        guards{}; ///< ids of those that there are elsewhere, if that is known
};

/// Why a guard of the registry cannot be chosen within the limits, one sentence; empty when it can.
[[nodiscard]] std::string whyNotGuard(const guards::GuardRow& row, const ConfigLimits& limits);

/// Those of the lab: this machine's CPUs.
[[nodiscard]] ConfigLimits labLimits();

/// Throws ConfigError for the first field that is out of its range or names something unknown.
void validate(const LabConfig& config, const ConfigLimits& limits = labLimits());

[[nodiscard]] std::string_view placementName(Placement placement);

/// Fields as texts by their flag's name without dashes in front: {"fast-path", "on"}.
using ConfigTexts = std::map<std::string, std::string>;

/// `base` with every field that is given. A workload brings its preset of times unless those are
/// given too; CPUs without workers keep the base's workers per CPU. Throws ConfigError for an
/// unknown field, a text that is no value of its field, or a configuration that validate() refuses.
[[nodiscard]] LabConfig configFromTexts(const ConfigTexts& texts,
                                        const LabConfig& base,
                                        const ConfigLimits& limits = labLimits());

/// Every field by its flag's name with underscores: {"guard", "mutex"}, {"fast_path", "on"}, ...
[[nodiscard]] measure::ConfigFacts configFacts(const LabConfig& config);

/// What a marker says of going from one to the other: "fast path on", "8 workers, 2 CPUs". Empty
/// when equal.
[[nodiscard]] std::string changeLabel(const LabConfig& from, const LabConfig& to);

} // namespace lockscope::lab
