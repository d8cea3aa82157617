// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/program/critical_path.h"

#include <cstdint>
#include <functional>
#include <nlohmann/json_fwd.hpp>
#include <string>

namespace lockscope::program {

/// What locks, by id, and the thread at its end are called: the program's own text, of any length;
/// empty where that is not known.
struct PathNames
{
    std::function<std::string(std::uint32_t lock)> lock;
    std::string endThread;
};

/// Those that snapshots told; `names` outlives them.
[[nodiscard]] PathNames pathNames(const CriticalPath& path, const measure::ProgramNames& names);

/// `critical_path` of `watch --json`; null where there is none to tell.
[[nodiscard]] nlohmann::ordered_json toJson(const CriticalPath& path, const PathNames& names);

/// For people, on lines, fit for a terminal; or why there is none to tell.
[[nodiscard]] std::string toText(const CriticalPath& path, const PathNames& names);

} // namespace lockscope::program
