// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/program/wrapper_frames.h"

#include "core/measure/program_names.h"

#include <cstddef>
#include <string_view>

namespace lockscope::program {

bool isWrapper(const Frame& frame)
{
    const auto endsWith = [](std::string_view text, std::string_view end) {
        return text.ends_with(end);
    };
    const std::string_view file = measure::fileNameOf(frame.module);
    if (file.starts_with("liblockscope-preload") || file == "library.so"
        || file.starts_with("libc.so") || file.starts_with("libpthread"))
        return true;
    const std::string_view source = frame.file;
    if (source.find("/include/c++/") != std::string_view::npos
        || source.find("/bits/gthr") != std::string_view::npos
        || endsWith(source, "/gthr-default.h")
        || source.find("/libstdc++-v3/") != std::string_view::npos)
        return true;
    const std::string_view function = frame.function;
    if (function.starts_with("__interceptor_") || function.starts_with("___interceptor_"))
        return true; // a sanitizer's
    return function.starts_with("std::") || function.starts_with("__gthread_")
        || function.starts_with("__gnu_cxx::");
}

std::vector<Frame> namedFrames(Symbols& symbols, std::span<const std::uint64_t> addresses, bool all)
{
    std::vector<Frame> frames;
    bool inside = !all; // still between the program and its lock
    for (std::size_t i = 0; i < addresses.size(); ++i) {
        const std::span<const Frame> found =
            i == 0 ? symbols.at(addresses[i]) : symbols.returningTo(addresses[i]);
        for (const Frame& frame : found) {
            inside = inside && isWrapper(frame);
            if (!inside)
                frames.push_back(frame);
        }
    }
    return frames;
}

} // namespace lockscope::program
