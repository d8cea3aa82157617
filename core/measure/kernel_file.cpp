// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/kernel_file.h"

#include <utility>

#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

namespace lockscope::measure {

namespace {

int opened(const std::string& path)
{
    return ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
}

/// Opens a file to keep it open; -1 where few others could then be opened (`ulimit -n`).
int openToKeep(const std::string& path)
{
    constexpr rlim_t kForOthers = 64;
    rlimit limit{};
    const int file = opened(path);
    if (file < 0 || getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY
        || static_cast<rlim_t>(file) + kForOthers < limit.rlim_cur)
        return file;
    close(file);
    return -1;
}

std::string_view readFrom(int file, std::span<char> buffer)
{
    const ssize_t length = file < 0 ? -1 : pread(file, buffer.data(), buffer.size(), 0);
    return length <= 0 ? std::string_view{}
                       : std::string_view(buffer.data(), static_cast<std::size_t>(length));
}

} // namespace

KernelFile::KernelFile(std::string path)
    : m_path(std::move(path))
    , m_file(openToKeep(m_path))
{}

KernelFile::KernelFile(KernelFile&& other) noexcept
    : m_path(std::move(other.m_path))
    , m_file(std::exchange(other.m_file, -1))
{}

KernelFile& KernelFile::operator=(KernelFile&& other) noexcept
{
    std::swap(m_path, other.m_path);
    std::swap(m_file, other.m_file);
    return *this;
}

KernelFile::~KernelFile()
{
    if (m_file >= 0)
        close(m_file);
}

std::string_view KernelFile::read(std::span<char> buffer) const
{
    if (m_file >= 0)
        return readFrom(m_file, buffer);
    const int file = opened(m_path);
    const std::string_view text = readFrom(file, buffer);
    if (file >= 0)
        close(file);
    return text;
}

} // namespace lockscope::measure
