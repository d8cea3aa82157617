// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/guards/registry.h"
#include "core/lab/lab_config.h"
#include "core/measure/line_transfer.h"
#include "core/measure/run_summary.h"
#include "core/report/host_json.h"

#include <nlohmann/json_fwd.hpp>
#include <span>
#include <string>

/// Results as JSON objects: what --json writes. What could not be measured is null, never 0.
namespace lockscope::report {

/// `quality` of a result: `preempted_share`, `throttled_share`, `load`, `stolen`, `quota_cpus`,
/// `other_lockscopes`, `frequency_mhz` and `warnings`.
[[nodiscard]] nlohmann::ordered_json toJson(const measure::Quality& quality);

/// `latency` of `host --latency`: CPUs with their places, and the matrix of round trips, null where
/// there is none.
[[nodiscard]] nlohmann::ordered_json toJson(const measure::LineTransfers& transfers);

/// Every flag by its name with underscores; on and off as true and false, numbers as numbers.
[[nodiscard]] nlohmann::ordered_json toJson(const lab::LabConfig& config);

/// The other way; fields that are missing keep `base`. Throws lab::ConfigError for a field that is
/// unknown, of the wrong type or out of its range.
[[nodiscard]] lab::LabConfig configFromJson(const nlohmann::ordered_json& json,
                                            const lab::LabConfig& base,
                                            const lab::ConfigLimits& limits = lab::labLimits());

/// `run --json`: schema lockscope.run/1.
[[nodiscard]] nlohmann::ordered_json toJson(const measure::RunSummary& summary,
                                            const lab::LabConfig& config);

/// `guards --json`.
[[nodiscard]] nlohmann::ordered_json toJson(std::span<const guards::GuardRow> rows);

/// As it is printed and written: indented, with a final newline.
[[nodiscard]] std::string text(const nlohmann::ordered_json& json);

} // namespace lockscope::report
