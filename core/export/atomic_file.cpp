// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/export/atomic_file.h"

#include <fmt/format.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <stdexcept>
#include <string>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace lockscope::exporting {

namespace {

[[noreturn]] void fail(const std::filesystem::path& path, int error)
{
    throw std::runtime_error(
        fmt::format("{} could not be written: {}", path.string(), std::strerror(error)));
}

void writeAll(int file, std::string_view content, const std::filesystem::path& path)
{
    while (!content.empty()) {
        const ssize_t written = write(file, content.data(), content.size());
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            fail(path, errno);
        content.remove_prefix(static_cast<std::size_t>(written));
    }
}

void writeInPlace(const std::filesystem::path& path, std::string_view content)
{
    const int file = open(path.c_str(), O_WRONLY | O_CLOEXEC);
    if (file < 0)
        fail(path, errno);
    try {
        writeAll(file, content, path);
    } catch (...) {
        close(file);
        throw;
    }
    if (close(file) != 0)
        fail(path, errno);
}

/// The file that is written beside the wanted one; gone unless it was kept.
class Beside
{
public:
    explicit Beside(const std::filesystem::path& path)
        : m_path(path)
        , m_name(path.string() + ".XXXXXX")
        , m_file(mkostemp(m_name.data(), O_CLOEXEC))
    {
        if (m_file < 0)
            fail(path, errno);
    }
    Beside(const Beside&) = delete;
    Beside& operator=(const Beside&) = delete;
    ~Beside()
    {
        if (m_file >= 0)
            close(m_file);
        if (!m_kept)
            unlink(m_name.c_str());
    }

    [[nodiscard]] int file() const { return m_file; }

    void keep()
    {
        constexpr mode_t kOwnerWritesAllRead = 0644;
        if (fchmod(m_file, kOwnerWritesAllRead) != 0 || fsync(m_file) != 0)
            fail(m_path, errno);
        if (close(std::exchange(m_file, -1)) != 0 || rename(m_name.c_str(), m_path.c_str()) != 0)
            fail(m_path, errno);
        m_kept = true;
    }

private:
    std::filesystem::path m_path;
    std::string m_name;
    int m_file;
    bool m_kept = false;
};

} // namespace

void writeFile(const std::filesystem::path& path, std::string_view content)
{
    if (path == "-") {
        writeAll(STDOUT_FILENO, content, "standard output");
        return;
    }
    std::error_code ignored; // a path that cannot be looked at fails below, with its reason
    const auto status = std::filesystem::status(path, ignored);
    if (std::filesystem::exists(status) && !std::filesystem::is_regular_file(status)) {
        writeInPlace(path, content); // a device or a pipe is written to, never replaced
        return;
    }
    // The file that a link points to is replaced, not the link.
    const bool isLink = std::filesystem::is_symlink(path, ignored);
    const auto target = isLink ? std::filesystem::weakly_canonical(path) : path;
    Beside beside(target);
    writeAll(beside.file(), content, target);
    beside.keep();
}

} // namespace lockscope::exporting
