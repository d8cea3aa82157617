// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>
#include <utility>

namespace lockscope::test {

/// A folder that stands for "/", with the files of /proc and /sys that a test wants. Gone with it.
class MadeUpRoot
{
public:
    MadeUpRoot()
    {
        std::string made =
            (std::filesystem::temp_directory_path() / "lockscope-root-XXXXXX").string();
        if (mkdtemp(made.data()) == nullptr)
            throw std::runtime_error("no temporary folder can be made");
        m_path = made;
    }
    MadeUpRoot(MadeUpRoot&& other) noexcept
        : m_path(std::exchange(other.m_path, {}))
    {}
    MadeUpRoot(const MadeUpRoot&) = delete;
    MadeUpRoot& operator=(const MadeUpRoot&) = delete;
    MadeUpRoot& operator=(MadeUpRoot&&) = delete;
    ~MadeUpRoot()
    {
        std::error_code ignored;
        if (!m_path.empty())
            std::filesystem::remove_all(m_path, ignored);
    }

    [[nodiscard]] const std::filesystem::path& path() const { return m_path; }

    void write(const std::string& file, const std::string& text) const
    {
        const std::filesystem::path path = (m_path / file).lexically_normal();
        std::filesystem::create_directories(path.parent_path());
        std::ofstream(path, std::ios::binary) << text;
    }
    void remove(const std::string& file) const { std::filesystem::remove_all(m_path / file); }

private:
    std::filesystem::path m_path;
};

} // namespace lockscope::test
