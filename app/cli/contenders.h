// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/common/config_flags.h"
#include "core/study/comparison.h"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace lockscope::cli {

/// --guards and --fast-path, which may be "both": every guard named, or all that are available for
/// "all", without and with the fast path. Throws lab::ConfigError for another text. Whether there
/// is such a guard is for validate() to say.
[[nodiscard]] std::vector<study::Contender> contendersOf(std::vector<std::string> ids,
                                                         const std::string& fastPath);

/// The flags of contendersOf() for --help: --guards stands for --guard, and --fast-path takes
/// "both", too.
[[nodiscard]] std::map<std::string, common::FlagHelp> contenderFlags();

/// "mutex + fast path".
[[nodiscard]] std::string nameOf(const study::Contender& contender);

/// The mean of a figure for people, with half its interval in per cent: "26.4 M ±3 %"; "-" for
/// none.
[[nodiscard]] std::string textOf(const std::optional<measure::Estimate>& estimate,
                                 const std::function<std::string(double)>& format);

} // namespace lockscope::cli
