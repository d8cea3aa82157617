// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/program/frame.h"

#include <cstdint>
#include <memory>
#include <vector>

struct Dwfl_Module;

namespace lockscope::program {

/// What debug information says of an address.
struct DebugFrames
{
    /// The innermost inlined function first; empty when it does not know the address. Modules and
    /// places in them are not filled in.
    std::vector<Frame> frames;
    /// Whether the outermost, which is not inlined, has the name that linkers know, with all that
    /// is around it. GCC leaves it out for what is local to a file.
    bool fullName = false;
};

/// Functions, inlined calls, files and lines of one module, from its DWARF. Each unit is walked
/// once, when an address in it is asked for first; depth and number of what is walked are bounded,
/// as the file may be damaged. One thread, that of the module's Dwfl; not longer than that.
class DebugInfo
{
public:
    explicit DebugInfo(Dwfl_Module* module);
    DebugInfo(const DebugInfo&) = delete;
    DebugInfo& operator=(const DebugInfo&) = delete;
    ~DebugInfo();

    /// The functions at an address of the process.
    [[nodiscard]] DebugFrames framesAt(std::uint64_t address);

private:
    class Units;
    std::unique_ptr<Units> m_units;
};

} // namespace lockscope::program
