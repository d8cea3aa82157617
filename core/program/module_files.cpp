// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/program/module_files.h"

#include <array>
#include <filesystem>
#include <string_view>
#include <vector>

#include <elfutils/libdwelf.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <libelf.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

namespace lockscope::program {

namespace {

namespace fs = std::filesystem;

/// A regular file; -1 for anything else. Does not wait for pipes.
int openRegular(const std::string& path)
{
    const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    struct stat status
    {};
    if (file >= 0 && (fstat(file, &status) != 0 || !S_ISREG(status.st_mode))) {
        close(file);
        return -1;
    }
    return file;
}

std::string buildIdOf(int file)
{
    elf_version(EV_CURRENT);
    Elf* elf = elf_begin(file, ELF_C_READ, nullptr);
    if (elf == nullptr)
        return {};
    const void* bytes = nullptr;
    const ssize_t size = dwelf_elf_gnu_build_id(elf, &bytes);
    std::string id;
    if (size > 0)
        id.assign(static_cast<const char*>(bytes), static_cast<std::size_t>(size));
    elf_end(elf);
    return id;
}

bool isMapped(int file, const MappedModule& mapped)
{
    if (!mapped.module.buildId.empty())
        return buildIdOf(file) == mapped.module.buildId;
    // The device is not asked: file systems with subvolumes give maps and files different ones.
    struct stat status
    {};
    return fstat(file, &status) == 0 && status.st_ino == mapped.inode;
}

bool isRecorded(int file, const Module& module)
{
    if (!module.buildId.empty())
        return buildIdOf(file) == module.buildId;
    constexpr std::int64_t kSecond = 1'000'000'000;
    struct stat status
    {};
    return module.size && module.modifiedNs && fstat(file, &status) == 0
        && static_cast<std::uint64_t>(status.st_size) == *module.size
        && status.st_mtim.tv_sec * kSecond + status.st_mtim.tv_nsec == *module.modifiedNs;
}

/// The first of some paths at which there is a file that is accepted.
template<class Accepted>
FoundFile firstOf(const std::vector<std::string>& paths, Accepted accepted)
{
    for (const std::string& path : paths) {
        const int file = openRegular(path);
        if (file < 0)
            continue;
        if (accepted(file))
            return {file, path};
        close(file);
    }
    return {};
}

bool hasSum(int file, std::uint32_t wanted)
{
    std::array<unsigned char, 65536> buffer{};
    uLong sum = crc32(0, nullptr, 0);
    off_t at = 0;
    ssize_t got = 0;
    while ((got = pread(file, buffer.data(), buffer.size(), at)) > 0) {
        sum = crc32(sum, buffer.data(), static_cast<uInt>(got));
        at += got;
    }
    return got == 0 && sum == wanted;
}

} // namespace

FoundFile findMapped(pid_t pid, const MappedModule& mapped)
{
    std::vector<std::string> paths;
    if (mapped.module.path.starts_with('/'))
        paths.push_back(fmt::format("/proc/{}/root{}", pid, mapped.module.path));
    paths.push_back(fmt::format("/proc/{}/exe", pid));
    paths.push_back(
        fmt::format("/proc/{}/map_files/{:x}-{:x}", pid, mapped.module.low, mapped.firstHigh));
    return firstOf(paths, [&](int file) { return isMapped(file, mapped); });
}

FoundFile findRecorded(const Module& module)
{
    if (!module.path.starts_with('/'))
        return {};
    return firstOf({module.path}, [&](int file) { return isRecorded(file, module); });
}

FoundFile findDebugFile(const DebugFileWanted& wanted)
{
    constexpr std::string_view kDebug = "/usr/lib/debug";
    std::vector<std::string> roots = {""};
    if (!wanted.root.empty())
        roots.push_back(wanted.root);
    if (wanted.buildId.size() > 1) {
        std::string digits;
        for (const char byte : wanted.buildId)
            digits += fmt::format("{:02x}", static_cast<unsigned char>(byte));
        std::vector<std::string> paths;
        paths.reserve(roots.size());
        for (const std::string& root : roots)
            paths.push_back(fmt::format(
                "{}{}/.build-id/{}/{}.debug", root, kDebug, digits.substr(0, 2), digits.substr(2)));
        const auto found =
            firstOf(paths, [&](int file) { return buildIdOf(file) == wanted.buildId; });
        if (found.file >= 0)
            return found;
    }
    // A link is the name of a file, not a way through folders.
    if (wanted.link.empty() || wanted.link.find('/') != std::string::npos)
        return {};
    const std::string folder = fs::path(wanted.file).parent_path().string();
    std::vector<std::string> paths = {fmt::format("{}/{}", folder, wanted.link),
                                      fmt::format("{}/.debug/{}", folder, wanted.link)};
    for (const std::string& root : roots) {
        std::string_view inside = folder;
        if (!root.empty() && inside.starts_with(root))
            inside.remove_prefix(root.size());
        paths.push_back(fmt::format("{}{}{}/{}", root, kDebug, inside, wanted.link));
    }
    return firstOf(paths, [&](int file) {
        return wanted.buildId.empty() ? hasSum(file, wanted.linkSum)
                                      : buildIdOf(file) == wanted.buildId;
    });
}

} // namespace lockscope::program
