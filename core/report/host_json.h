// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/io/checked_value.h"
#include "core/measure/host_facts.h"

#include <nlohmann/json_fwd.hpp>

/// The facts of a host in files, the same in JSON and in a recording's CBOR.
namespace lockscope::report {

[[nodiscard]] nlohmann::ordered_json toJson(const measure::HostFacts& host);

/// The other way. A fact that is null or missing is not known: an earlier program did not write it.
/// Throws io::ValueError.
[[nodiscard]] measure::HostFacts hostFrom(const io::CheckedValue& value);

} // namespace lockscope::report
