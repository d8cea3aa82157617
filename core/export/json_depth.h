// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

namespace lockscope::exporting {

/// Whether lists and objects stand in each other deeper than `most`. Looks at brackets outside of
/// texts alone, so that it needs no stack of its own; says nothing of whether it is JSON. Any
/// thread.
[[nodiscard]] inline bool deeperThan(std::string_view json, int most)
{
    int depth = 0;
    bool inText = false;
    for (std::size_t i = 0; i < json.size(); ++i) {
        const char at = json[i];
        if (at == '"')
            inText = !inText;
        else if (inText && at == '\\')
            ++i; // what is escaped ends no text
        else if (!inText && (at == '[' || at == '{') && ++depth > most)
            return true;
        else if (!inText && (at == ']' || at == '}'))
            --depth;
    }
    return false;
}

} // namespace lockscope::exporting
