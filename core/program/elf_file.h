// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace lockscope::program {

/// What has to be known of an ELF file before it is launched. Read by hand: a few bytes of a file
/// that may be damaged or made to do harm, so that each offset and count is checked before use.
struct ElfFacts
{
    bool elf = false; ///< begins as one
    bool is64 = false;
    bool littleEndian = false;
    std::uint16_t type = 0; ///< ET_EXEC, ET_DYN, ...
    std::uint16_t machine = 0; ///< EM_X86_64, ...
    /// The loader that it asks for, at most 4096 bytes as they stand there; none for what is linked
    /// statically.
    std::optional<std::string> loader;
    /// Says what is wrong with it where its headers contradict themselves; empty when they do not.
    std::string damage;
};

/// Reads the headers of an open file; its position stays where it is. For what is not a 64-bit
/// little-endian file only the first fields are filled in.
[[nodiscard]] ElfFacts readElfFacts(int file);

} // namespace lockscope::program
