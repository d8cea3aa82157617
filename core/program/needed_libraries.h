// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

namespace lockscope::program {

/// The libraries that a program's file names for the loader (DT_NEEDED), in order. Empty for what
/// is no dynamic program, or cannot be read. The file may be damaged.
[[nodiscard]] std::vector<std::string> neededLibraries(const std::string& file);

} // namespace lockscope::program
