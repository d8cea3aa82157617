// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace lockscope::measure {

/// What a source is about, which decides what the words of a snapshot mean.
enum class Subject : std::uint8_t
{
    Experiment, ///< workers that make calls through a guard
    Program ///< a person's own: threads that take locks
};

} // namespace lockscope::measure
