// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace lockscope::program {

/// A function's name as a person reads it. Only names that begin with `_Z` are taken apart; others
/// (C, Go, Rust's newer ones) stay as they are. At most io::limits::kText bytes; the bytes are the
/// program's own and may be anything: make them fit where they are shown (core/io/text_fit.h).
/// Names that would take much memory to take apart stay as they are, too. Any thread.
[[nodiscard]] std::string readableName(std::string_view name);

/// A text of the program, cut to io::limits::kText bytes.
[[nodiscard]] std::string boundedText(std::string_view text);

} // namespace lockscope::program
