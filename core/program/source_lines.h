// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/program/frame.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace lockscope::program {

/// Lines of a source file around the one that a frame stands in.
struct SourceLines
{
    std::string file; ///< that was read
    std::uint32_t first = 0; ///< the number of lines[0], from 1
    std::vector<std::string>
        lines; ///< as they are in the file, each cut at io::limits::kText bytes
};

/// Of a larger file nothing is shown.
inline constexpr std::size_t kMostSource = std::size_t{16} << 20;

/// The frame's line with up to `around` lines on both sides. None without a line, where the file is
/// not there or may not be read, is no regular file (its name is the program's, and could be that
/// of a device), or has no such line. A relative name is looked for beside the module. Any thread.
[[nodiscard]] std::optional<SourceLines> sourceLines(const Frame& frame, std::uint32_t around);

} // namespace lockscope::program
