// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/file_place.h"

#include <cerrno>
#include <cstring>
#include <system_error>

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

namespace lockscope::io {

namespace {

/// As /proc/sys/fs/protected_symlinks has it: where everybody may make links, a link is followed
/// only if it is ours or of the folder's owner. Otherwise somebody else would choose which file we
/// replace.
bool mayFollow(const std::filesystem::path& link, const struct stat& status)
{
    struct stat folder
    {};
    constexpr mode_t kShared = S_ISVTX | S_IWOTH;
    if (stat(folderOf(link).c_str(), &folder) != 0 || (folder.st_mode & kShared) != kShared)
        return true;
    return status.st_uid == geteuid() || status.st_uid == folder.st_uid;
}

/// Where the links at a path's end lead; 0, or an error.
int followLinks(std::filesystem::path& path)
{
    constexpr int kMostLinks = 40; // as the kernel
    for (int followed = 0;; ++followed) {
        struct stat status
        {};
        if (lstat(path.c_str(), &status) != 0)
            return errno == ENOENT ? 0 : errno;
        if (!S_ISLNK(status.st_mode))
            return 0;
        if (followed == kMostLinks)
            return ELOOP;
        if (!mayFollow(path, status))
            return EACCES;
        std::error_code error;
        const auto target = std::filesystem::read_symlink(path, error);
        if (error)
            return error.value();
        path = target.is_absolute() ? target : folderOf(path) / target;
    }
}

} // namespace

std::filesystem::path folderOf(const std::filesystem::path& path)
{
    const auto folder = path.parent_path();
    return folder.empty() ? "." : folder;
}

FilePlace placeOf(const std::filesystem::path& path)
{
    FilePlace place{.path = path, .status = {}, .error = 0};
    struct stat status
    {};
    const bool isThere = stat(path.c_str(), &status) == 0;
    if (isThere)
        place.status = status;
    if (isThere && !S_ISREG(status.st_mode))
        return place; // links to pipes (/dev/stdout) lead to names that are no paths
    place.error = followLinks(place.path);
    return place;
}

std::optional<std::string> whyNotWritable(const std::filesystem::path& path)
{
    const FilePlace place = placeOf(path);
    const auto sentence = [&path](int error) {
        return fmt::format("{} could not be written: {}", path.string(), std::strerror(error));
    };
    if (place.error != 0)
        return sentence(place.error);
    if (place.status && S_ISDIR(place.status->st_mode))
        return sentence(EISDIR);
    if (place.status && faccessat(AT_FDCWD, place.path.c_str(), W_OK, AT_EACCESS) != 0)
        return sentence(errno);
    if (place.isDevice())
        return std::nullopt;
    if (!place.path.has_filename())
        return sentence(EISDIR);
    if (faccessat(AT_FDCWD, folderOf(place.path).c_str(), W_OK | X_OK, AT_EACCESS) != 0)
        return sentence(errno);
    struct stat folder
    {};
    if (stat(folderOf(place.path).c_str(), &folder) == 0 && !S_ISDIR(folder.st_mode))
        return sentence(ENOTDIR);
    return std::nullopt;
}

std::optional<FileIdentity> identityOf(const std::filesystem::path& path)
{
    const FilePlace place = placeOf(path);
    if (place.error != 0)
        return std::nullopt;
    if (place.isFile())
        return FileIdentity{
            .device = place.status->st_dev, .number = place.status->st_ino, .name = {}};
    struct stat folder
    {};
    if (place.status || stat(folderOf(place.path).c_str(), &folder) != 0)
        return std::nullopt;
    return FileIdentity{
        .device = folder.st_dev, .number = folder.st_ino, .name = place.path.filename().string()};
}

std::optional<FileIdentity> identityOf(int file)
{
    struct stat status
    {};
    if (fstat(file, &status) != 0 || !S_ISREG(status.st_mode))
        return std::nullopt;
    return FileIdentity{.device = status.st_dev, .number = status.st_ino, .name = {}};
}

} // namespace lockscope::io
