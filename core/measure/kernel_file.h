// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace lockscope::measure {

/// A small file of /proc that is read again and again. It is kept open while this process may open
/// plenty of others, else opened for each reading, which takes some microseconds more. A kept file
/// of a thread or process stays that one's: it reads as empty when that has ended, also where its
/// number was given to another. For one thread.
class KernelFile
{
public:
    explicit KernelFile(std::string path);
    KernelFile(const KernelFile&) = delete;
    KernelFile& operator=(const KernelFile&) = delete;
    KernelFile(KernelFile&& other) noexcept;
    KernelFile& operator=(KernelFile&& other) noexcept;
    ~KernelFile();

    /// The content, as much of it as the buffer holds; empty when it cannot be read.
    [[nodiscard]] std::string_view read(std::span<char> buffer) const;

    [[nodiscard]] bool kept() const { return m_file >= 0; }

private:
    std::string m_path;
    int m_file;
};

} // namespace lockscope::measure
