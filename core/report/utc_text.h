// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace lockscope::report {

/// "2026-11-23T10:52:24Z", ISO 8601 in UTC. Any thread.
[[nodiscard]] std::string utcText(std::chrono::sys_seconds time);

/// The other way; none for what is not written exactly so, or is no day or time. Any thread.
[[nodiscard]] std::optional<std::chrono::sys_seconds> timeFromUtcText(std::string_view text);

} // namespace lockscope::report
