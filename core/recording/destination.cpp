// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/recording/destination.h"

#include "core/recording/format.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <stdexcept>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

namespace lockscope::recording {

namespace {

[[noreturn]] void fail(const std::string& name, int error)
{
    throw std::runtime_error(
        fmt::format("{} could not be written: {}", name, std::strerror(error)));
}

[[noreturn]] void refuseExisting(const std::string& name)
{
    throw RecordingError(fmt::format("{} exists and is not overwritten", name));
}

constexpr mode_t kOwnerWritesAllRead = 0644;

} // namespace

Destination::Destination(const std::filesystem::path& path, bool replace, const std::string& name)
    : m_name(!name.empty() ? name : path == "-" ? "standard output" : path.string())
{
    if (path == "-") {
        m_file = STDOUT_FILENO;
        return;
    }
    m_owned = true;
    m_file = open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, kOwnerWritesAllRead);
    if (m_file >= 0)
        return;
    if (errno != EEXIST)
        fail(m_name, errno);
    struct stat status
    {};
    const bool isFile = stat(path.c_str(), &status) == 0 && S_ISREG(status.st_mode);
    if (isFile && !replace)
        refuseExisting(m_name);
    m_file = open(path.c_str(), O_WRONLY | O_CLOEXEC);
    if (m_file < 0)
        fail(m_name, errno);
    m_emptyFirst = isFile;
}

Destination::Destination(Destination&& other) noexcept
    : m_name(std::move(other.m_name))
    , m_file(std::exchange(other.m_file, -1))
    , m_owned(std::exchange(other.m_owned, false))
    , m_emptyFirst(other.m_emptyFirst)
{}

Destination::~Destination()
{
    if (m_owned && m_file >= 0)
        close(m_file);
}

void Destination::write(std::string_view bytes)
{
    if (std::exchange(m_emptyFirst, false) && ftruncate(m_file, 0) != 0)
        fail(m_name, errno);
    while (!bytes.empty()) {
        const ssize_t written = ::write(m_file, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            fail(m_name, errno);
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
}

void Destination::sync()
{
    // Pipes, terminals and some file systems have nothing to put anywhere, and say so.
    if (fsync(m_file) != 0 && errno != EINVAL && errno != EROFS && errno != ENOTSUP)
        fail(m_name, errno);
}

bool Destination::isTerminal() const
{
    return isatty(m_file) == 1;
}

void writeWhole(const std::filesystem::path& path,
                bool replace,
                const std::function<void(Destination&)>& fill)
{
    std::error_code ignored; // what cannot be looked at fails below, with its reason
    const auto status = std::filesystem::status(path, ignored);
    if (std::filesystem::exists(status)) {
        if (!std::filesystem::is_regular_file(status)) {
            Destination device(path); // written to, never replaced
            fill(device);
            return;
        }
        if (!replace)
            refuseExisting(path.string());
    }
    const std::string beside = fmt::format("{}.{}.part", path.string(), getpid());
    try {
        {
            Destination part(beside, true, path.string());
            fill(part);
            part.sync();
        }
        // Somebody may have made a file of that name meanwhile.
        const unsigned flags = replace ? 0 : RENAME_NOREPLACE;
        if (renameat2(AT_FDCWD, beside.c_str(), AT_FDCWD, path.c_str(), flags) != 0) {
            if (errno == EEXIST)
                refuseExisting(path.string());
            if (errno != EINVAL || rename(beside.c_str(), path.c_str()) != 0) // no such flag there
                fail(path.string(), errno);
        }
    } catch (...) {
        unlink(beside.c_str());
        throw;
    }
}

} // namespace lockscope::recording
