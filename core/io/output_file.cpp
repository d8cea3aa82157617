// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/output_file.h"

#include "core/io/write_fully.h"

#include <array>
#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/random.h>
#include <unistd.h>

namespace lockscope::io {

namespace {

[[noreturn]] void fail(const std::string& name, int error)
{
    throw std::runtime_error(
        fmt::format("{} could not be written: {}", name, std::strerror(error)));
}

[[noreturn]] void refuseExisting(const std::string& name)
{
    throw FileExists(fmt::format("{} exists and is not overwritten", name));
}

/// Short, so that it fits wherever a name fits, and so random that nobody can put a file or a link
/// there first.
std::string unguessableName()
{
    std::array<std::uint64_t, 2> random{};
    if (getrandom(random.data(), sizeof random, 0) != static_cast<ssize_t>(sizeof random))
        throw std::runtime_error(
            fmt::format("no random name could be made: {}", std::strerror(errno)));
    return fmt::format(".lockscope-{:016x}{:016x}.part", random[0], random[1]);
}

/// Moves a file where there is none. 0, or an error, EEXIST when there is one.
int moveToFreePlace(const char* from, const char* to)
{
    if (renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE) == 0)
        return 0;
    if (errno != EINVAL && errno != ENOSYS) // this file system does not know how
        return errno;
    if (link(from, to) == 0)
        return unlink(from) == 0 ? 0 : errno;
    if (errno != EPERM && errno != ENOTSUP && errno != ENOSYS) // no links on it either
        return errno;
    return rename(from, to) == 0 ? 0 : errno;
}

} // namespace

OutputFile::OutputFile(const std::filesystem::path& path, bool replace)
    : m_name(path == "-" ? "standard output" : path.string())
    , m_replace(replace)
{
    if (path == "-") {
        m_file = STDOUT_FILENO;
        return;
    }
    FilePlace place = placeOf(path);
    if (place.error != 0)
        fail(m_name, place.error);
    m_owned = true;
    if (!place.isDevice()) {
        openBeside(std::move(place), replace);
    } else {
        m_file = open(path.c_str(), O_WRONLY | O_CLOEXEC);
        if (m_file < 0)
            fail(m_name, errno);
    }
}

void OutputFile::openBeside(FilePlace place, bool replace)
{
    if (const auto why = whyNotWritable(m_name))
        throw std::runtime_error(*why);
    if (place.isFile() && place.status->st_size > 0 && !replace)
        refuseExisting(m_name);
    // While it is written it is nobody else's, if it is to replace a file that others may not read.
    const mode_t rights = place.isFile() ? 0600 : 0666;
    std::string beside = folderOf(place.path) / unguessableName();
    m_file = open(beside.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, rights);
    if (m_file < 0)
        fail(m_name, errno);
    m_place = std::move(place);
    m_beside = std::move(beside);
    m_unfinished = std::make_unique<UnfinishedFile>(*m_beside);
}

OutputFile::OutputFile(OutputFile&& other) noexcept
    : m_name(std::move(other.m_name))
    , m_file(std::exchange(other.m_file, -1))
    , m_owned(std::exchange(other.m_owned, false))
    , m_replace(other.m_replace)
    , m_place(std::move(other.m_place))
    , m_beside(std::exchange(other.m_beside, std::nullopt))
    , m_unfinished(std::move(other.m_unfinished))
{}

OutputFile::~OutputFile()
{
    if (m_beside)
        unlink(m_beside->c_str());
    if (m_owned && m_file >= 0)
        close(m_file);
}

void OutputFile::write(std::string_view bytes)
{
    if (const int error = writeFully(m_file, bytes); error != 0)
        fail(m_name, error);
}

void OutputFile::sync()
{
    // Pipes, terminals and some file systems have nothing to put anywhere, and say so.
    if (fsync(m_file) != 0 && errno != EINVAL && errno != EROFS && errno != ENOTSUP)
        fail(m_name, errno);
}

/// Owner and rights of the file that is replaced. Not everybody may give a file away: then it is
/// ours, and what its group was allowed is what everybody was.
void OutputFile::takeRights()
{
    const struct stat& old = *m_place.status;
    mode_t rights = old.st_mode & 07777U;
    if (fchown(m_file, old.st_uid, old.st_gid) != 0) {
        rights &= 0777U;
        if (fchown(m_file, static_cast<uid_t>(-1), old.st_gid) != 0)
            rights = (rights & 0707U) | ((rights & 0007U) << 3U);
    }
    if (fchmod(m_file, rights) != 0)
        fail(m_name, errno);
}

void OutputFile::putInPlace() const
{
    const bool replaces = m_replace || m_place.isFile();
    const int error = !replaces ? moveToFreePlace(m_beside->c_str(), m_place.path.c_str())
        : rename(m_beside->c_str(), m_place.path.c_str()) != 0 ? errno
                                                               : 0;
    if (error == EEXIST)
        refuseExisting(m_name);
    if (error != 0)
        fail(m_name, error);
}

void OutputFile::keep()
{
    if (!m_beside)
        return;
    if (m_place.isFile())
        takeRights();
    putInPlace();
    m_beside.reset();
    m_unfinished.reset();
}

bool OutputFile::isTerminal() const
{
    return isatty(m_file) == 1;
}

void writeWhole(const std::filesystem::path& path,
                bool replace,
                const std::function<void(OutputFile&)>& fill)
{
    OutputFile file(path, replace);
    fill(file);
    file.sync();
    file.keep();
}

void writeFile(const std::filesystem::path& path, std::string_view content)
{
    writeWhole(path, true, [content](OutputFile& file) { file.write(content); });
}

} // namespace lockscope::io
