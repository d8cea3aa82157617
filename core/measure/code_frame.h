// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace lockscope::measure {

/// One function of a stack of a watched program. Its texts come from the program's files: bounded
/// (io::limits::kText), and any bytes; make them fit where they are shown (core/io/text_fit.h).
/// Empty is unknown.
struct CodeFrame
{
    std::string function;
    std::string file; ///< of the source, as the compiler was given it
    std::optional<std::uint32_t> line;
    std::string module; ///< path of the program or library; empty outside of all
    std::uint64_t moduleOffset = 0; ///< from the module's first address; without one, the address
    bool inlined = false; ///< into the function of the next frame

    // NOLINTNEXTLINE(modernize-use-nullptr): of clang-tidy 14
    friend auto operator<=>(const CodeFrame&, const CodeFrame&) = default;
};

/// A frame that many stacks have, and a stack that many locks have, the innermost frame first: each
/// is kept once and never changed.
using CodeFramePtr = std::shared_ptr<const CodeFrame>;
using CodeStack = std::vector<CodeFramePtr>;
using CodeStackPtr = std::shared_ptr<const CodeStack>;

} // namespace lockscope::measure
