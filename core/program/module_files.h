// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/program/module_map.h"

#include <cstdint>
#include <optional>
#include <string>

#include <sys/types.h>

/// Finds the files that belong to modules, and makes sure that they are the ones that were mapped:
/// by build id, and where there is none by what the kernel and the file system say. Nothing is
/// fetched over a network. Files that are no regular ones are not opened for longer than it takes
/// to see that. All functions: any thread.
namespace lockscope::program {

/// An open file and what it is called; the caller closes `file`. -1 for none.
struct FoundFile
{
    int file = -1;
    std::string path;
};

/// The file of a module of a process: as the process sees it (/proc/PID/root), as its executable
/// (/proc/PID/exe, also when that was deleted), or by its mapping where this is allowed.
[[nodiscard]] FoundFile findMapped(pid_t pid, const MappedModule& mapped);

/// The file of a module whose process has ended. Without build id, size and time nothing is found:
/// another file may have the name by now.
[[nodiscard]] FoundFile findRecorded(const Module& module);

/// What is asked for when the debug information of a file lies in another.
struct DebugFileWanted
{
    std::string root; ///< in front of /usr/lib/debug, empty or /proc/PID/root
    std::string buildId; ///< raw bytes
    std::string file; ///< the module's own
    std::string link; ///< name in its .gnu_debuglink, may be empty
    std::uint32_t linkSum = 0; ///< and the checksum there
};

[[nodiscard]] FoundFile findDebugFile(const DebugFileWanted& wanted);

} // namespace lockscope::program
