// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <sys/types.h>

namespace lockscope::program {

/// Most modules that are told apart, and most lines of a map that are read.
inline constexpr std::size_t kMostModules = 10'000;
inline constexpr std::size_t kMostMapLines = 200'000;

/// The program's own file or a library where it is mapped. With a list of these a process that has
/// ended can be symbolised, as long as the files are still the same.
struct Module
{
    std::string path; ///< as the kernel has it, raw; "[vdso]" for the kernel's own
    std::uint64_t low = 0; ///< the first address
    std::uint64_t high = 0; ///< the first behind it
    std::string buildId; ///< raw bytes, at most 64; empty for what has none
    /// Of the file, which tell a module without a build id from what replaced it. None when the
    /// file could not be looked at.
    std::optional<std::uint64_t> size;
    std::optional<std::int64_t> modifiedNs;

    bool operator==(const Module&) const = default;
};

/// A module of a running process.
struct MappedModule
{
    Module module;
    std::uint64_t device = 0; ///< makedev() of what the map says; 0 for no file
    std::uint64_t inode = 0;
    std::uint64_t firstHigh = 0; ///< where the first of its mappings ends
    bool deleted = false; ///< its name is gone, or another file has it now
};

struct AddressRange
{
    std::uint64_t low = 0;
    std::uint64_t high = 0;
};

struct ModuleMap
{
    std::vector<MappedModule> modules; ///< by address, which have code
    std::vector<AddressRange> code; ///< all that may be executed, by address; of no file, too
};

/// Reads the text of a /proc/PID/maps. Lines that are none are left out, and what is more than the
/// limits. Build ids and what the files say are not filled in.
[[nodiscard]] ModuleMap parseModuleMap(std::string_view text);

/// That of a process, with the build ids that stand in its memory; none when it cannot be read,
/// or has nothing mapped any more.
[[nodiscard]] std::optional<ModuleMap> readModuleMap(pid_t pid);

/// The GNU build id in the notes of a module of a process; empty for none.
[[nodiscard]] std::string buildIdInMemory(pid_t pid, std::uint64_t low, std::uint64_t high);

[[nodiscard]] bool contains(const std::vector<AddressRange>& ranges, std::uint64_t address);

} // namespace lockscope::program
