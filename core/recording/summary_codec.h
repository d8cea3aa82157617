// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/run_summary.h"
#include "core/recording/payload.h"

#include <optional>
#include <string>

namespace lockscope::recording {

/// The payload of the end record: what a summary has beyond the snapshots (exact quantiles and
/// longest waits, turns, counters), or nothing where the recording is a part of a run.
[[nodiscard]] std::string encodeEnd(const std::optional<measure::RunSummary>& summary);

/// The other way; the host is the header's. Throws PayloadError.
[[nodiscard]] std::optional<measure::RunSummary> decodeEnd(Bytes payload,
                                                           const measure::HostFacts& host);

} // namespace lockscope::recording
