// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/io/bad_input.h"
#include "core/io/limits.h"

#include <nlohmann/json_fwd.hpp>
#include <stdexcept>
#include <string_view>

namespace lockscope::io {

/// A text that is no JSON which may be read. what() is what it does wrong, to follow its name: "is
/// no JSON, or was cut short, at byte 12", "has lists and objects more than 32 deep".
class JsonError : public BadInput
{
public:
    using BadInput::BadInput;
};

struct JsonLimits
{
    std::size_t bytes = limits::kJsonBytes;
    std::size_t values = limits::kJsonValues; ///< of any kind, lists and objects too
    std::size_t members = limits::kJsonMembers; ///< of one object
    std::size_t depth = limits::kJsonDepth; ///< of lists and objects in each other
    std::size_t text = limits::kText; ///< bytes of one text, or of a name
};

/// Reads JSON from elsewhere; all that the program reads comes through here. The parser keeps no
/// stack of its own that the text could make deep, and memory grows with the values read, each of
/// which is counted first.
///
/// Stricter than RFC 8259 where that leaves a choice: a name may stand once in an object (readers
/// differ in which of two they take), a number has to fit into a double (1e999 is refused, not
/// infinity), nothing may follow. Whole numbers beyond 64 bits become doubles, as everywhere; NaN
/// and comments are no JSON. Throws JsonError. Any thread.
[[nodiscard]] nlohmann::ordered_json readJson(std::string_view text, const JsonLimits& most = {});

} // namespace lockscope::io
