// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include <sys/stat.h>

namespace lockscope::io {

/// What a path that is to be written leads to.
struct FilePlace
{
    std::filesystem::path path; ///< behind all symbolic links; there need not be anything
    std::optional<struct stat> status; ///< of what there is
    int error = 0; ///< why it cannot be found out, as errno has it

    [[nodiscard]] bool isFile() const { return status && S_ISREG(status->st_mode); }
    /// A device, a pipe, a socket: written to as it is, never replaced.
    [[nodiscard]] bool isDevice() const
    {
        return status && !S_ISREG(status->st_mode) && !S_ISDIR(status->st_mode);
    }
};

/// Follows symbolic links, also where they lead to nothing yet, as the kernel does: not in a
/// circle, and in a folder where everybody may write (/tmp) not those of other people.
[[nodiscard]] FilePlace placeOf(const std::filesystem::path& path);

/// One sentence that says why no file can be written there, as far as that can be told without
/// writing: its folder is missing or may not be written, it is a folder itself. None when nothing
/// is in the way.
[[nodiscard]] std::optional<std::string> whyNotWritable(const std::filesystem::path& path);

/// What tells one file from another whatever it is called: its device and number; for one that is
/// not there yet its folder's, and its name.
struct FileIdentity
{
    dev_t device = 0;
    ino_t number = 0;
    std::string name; ///< empty for a file that there is

    bool operator==(const FileIdentity&) const = default;
};

/// None for folders, devices and pipes, and for what cannot be found.
[[nodiscard]] std::optional<FileIdentity> identityOf(const std::filesystem::path& path);
[[nodiscard]] std::optional<FileIdentity> identityOf(int file);

/// The folder that a path is in, "." for a bare name.
[[nodiscard]] std::filesystem::path folderOf(const std::filesystem::path& path);

} // namespace lockscope::io
