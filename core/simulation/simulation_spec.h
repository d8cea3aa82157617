// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lab/lab_config.h"
#include "core/simulation/machine.h"
#include "core/workload/kinds.h"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace lockscope::simulation {

/// How times outside and under the lock are spread.
enum class Distribution : std::uint8_t
{
    Constant,
    Exponential
};
inline constexpr std::array<std::string_view, 2> kDistributionNames{"constant", "exponential"};

/// What one run simulates: a value. Times in ns, the machine's own costs come on top.
struct SimulationSpec
{
    std::string model = "futex"; ///< id of a lock model
    int cpus = 1; ///< 1..kMaxCpus
    int workers = 1; ///< 1..kMaxWorkers; worker i has the CPU i modulo CPUs
    lab::Placement placement = lab::Placement::None;
    double outsideNs = 0; ///< on the native side
    double criticalNs = 0; ///< under the lock
    double callbackNs = 0; ///< after the guard, on the runtime side
    bool leavesThroughLock =
        false; ///< takes the lock again after the callback: see guards::MutexGuard::leave
    Distribution distribution = Distribution::Constant;
    workload::TaskSourceKind taskSource = workload::TaskSourceKind::None;
    Machine machine;
    std::uint64_t seed = 1;
};

inline constexpr int kMaxWorkers = 8192;

/// What a run takes for granted, in sentences: where the costs are from, and what the model leaves
/// out.
[[nodiscard]] std::vector<std::string> assumptions(const SimulationSpec& experiment);

/// The model of a lock that a person names: a model's own id, or a guard's. With the fast path the
/// lock is skipped, whatever it is; only `none` stays what it is. Throws lab::ConfigError with what
/// there is.
[[nodiscard]] std::string modelNamed(const std::string& lock, bool fastPath);

/// Throws lab::ConfigError for the first field that is not allowed: an unknown model, a number out
/// of its range, a machine that validate() refuses, an experiment in which nothing takes any time.
void validate(const SimulationSpec& experiment);

} // namespace lockscope::simulation
