// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace lockscope::program {

/// One function of a stack. Its texts come from the program's files: bounded (io::limits::kText),
/// and any bytes; make them fit where they are shown (core/io/text_fit.h). Empty is unknown.
struct Frame
{
    std::string function;
    std::string file; ///< of the source, as the compiler was given it
    std::optional<std::uint32_t> line;
    std::string module; ///< path of the program or library; empty outside of all
    std::uint64_t moduleOffset = 0; ///< from the module's first address; without one, the address
    bool inlined = false; ///< into the function of the next frame

    bool operator==(const Frame&) const = default;
};

} // namespace lockscope::program
