// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/program/watch_folder.h"

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <filesystem>
#include <optional>
#include <stdexcept>

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

namespace lockscope::program {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view kPrefix = "lockscope-";

/// In memory where there is such a place: what is written there costs no disk.
std::vector<std::string> places()
{
    std::vector<std::string> found{"/dev/shm"};
    if (const char* const runtime = std::getenv("XDG_RUNTIME_DIR"); runtime && runtime[0] == '/')
        found.emplace_back(runtime);
    found.emplace_back("/tmp");
    return found;
}

/// The process that made a folder of this name.
std::optional<pid_t> makerOf(std::string_view name)
{
    if (!name.starts_with(kPrefix))
        return std::nullopt;
    name.remove_prefix(kPrefix.size());
    pid_t pid = 0;
    const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), pid);
    if (error != std::errc{} || end == name.data() + name.size() || *end != '-' || pid <= 0)
        return std::nullopt;
    return pid;
}

/// Our own folder, not a link to another and not another user's.
bool isOurs(const fs::path& folder)
{
    struct stat status = {};
    return ::lstat(folder.c_str(), &status) == 0 && S_ISDIR(status.st_mode)
        && status.st_uid == ::geteuid() && (status.st_mode & 0777) == 0700;
}

/// Files as processes name them, PID.TIME: nothing else in the folder is ours to remove.
bool isFileName(std::string_view name)
{
    return !name.empty()
        && std::all_of(
            name.begin(), name.end(), [](char c) { return (c >= '0' && c <= '9') || c == '.'; })
        && name.find('.') != std::string_view::npos && name.front() != '.';
}

void removeFolder(const fs::path& folder)
{
    std::error_code ignored;
    for (fs::directory_iterator file(folder, ignored), end; !ignored && file != end;
         file.increment(ignored))
    {
        const std::string name = file->path().filename().string();
        if (isFileName(name) || name == "library.so")
            ::unlink(file->path().c_str());
    }
    ::rmdir(folder.c_str());
}

void removeLeftBehind(const std::string& place)
{
    std::error_code ignored;
    for (fs::directory_iterator entry(place, ignored), end; !ignored && entry != end;
         entry.increment(ignored))
    {
        const std::optional<pid_t> maker = makerOf(entry->path().filename().string());
        const bool alive = !maker || ::kill(*maker, 0) == 0 || errno != ESRCH;
        if (!alive && isOurs(entry->path()))
            removeFolder(entry->path());
    }
}

} // namespace

WatchFolder::WatchFolder()
{
    int error = 0;
    for (const std::string& place : places()) {
        removeLeftBehind(place);
        std::string path = fmt::format("{}/{}{}-XXXXXX", place, kPrefix, ::getpid());
        if (::mkdtemp(path.data())) { // 0700
            m_path = path;
            return;
        }
        error = errno;
    }
    throw std::runtime_error(fmt::format("No folder can be made for what a watched program counts, "
                                         "in /dev/shm, $XDG_RUNTIME_DIR or /tmp: {}.",
                                         std::strerror(error)));
}

WatchFolder::~WatchFolder()
{
    removeFolder(m_path);
}

/// Whether a file may have come since this was asked last: asked many times a second, and seldom
/// so.
bool WatchFolder::mayHaveChanged()
{
    constexpr std::int64_t kTicks = 1; // s; changes within one tick of the kernel have one time
    struct stat status = {};
    timespec now = {};
    if (::stat(m_path.c_str(), &status) != 0 || ::clock_gettime(CLOCK_REALTIME, &now) != 0)
        return true;
    const std::pair<std::int64_t, std::int64_t> time{status.st_mtim.tv_sec, status.st_mtim.tv_nsec};
    if (m_settled == time)
        return false;
    m_settled.reset();
    if (now.tv_sec > status.st_mtim.tv_sec + kTicks)
        m_settled = time;
    return true;
}

std::vector<std::string> WatchFolder::newFiles()
{
    if (!mayHaveChanged())
        return {};
    std::vector<std::pair<std::uint64_t, std::string>> found;
    std::error_code ignored;
    for (fs::directory_iterator file(m_path, ignored), end; !ignored && file != end;
         file.increment(ignored))
    {
        const std::string name = file->path().filename().string();
        if (!isFileName(name) || m_seen.contains(name))
            continue;
        std::uint64_t began = 0;
        const std::size_t dot = name.find('.') + 1;
        std::from_chars(name.data() + dot, name.data() + name.size(), began);
        found.emplace_back(began, name);
    }
    std::sort(found.begin(), found.end());
    std::vector<std::string> paths;
    paths.reserve(found.size());
    for (const auto& [began, name] : found) {
        m_seen.insert(name);
        paths.push_back(m_path + '/' + name);
    }
    return paths;
}

void WatchFolder::forget(const std::string& file)
{
    m_seen.erase(fs::path(file).filename().string());
    m_settled.reset();
}

void WatchFolder::remove(const std::string& file)
{
    ::unlink(file.c_str());
    forget(file);
}

} // namespace lockscope::program
