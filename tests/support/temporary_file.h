// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include <unistd.h>

namespace lockscope::test {

inline std::string contentOf(const std::filesystem::path& path)
{
    std::ifstream file(path);
    return {std::istreambuf_iterator<char>(file), {}};
}

/// A file of this test program's own in the folder for temporary files, gone with the object.
class TemporaryFile
{
public:
    explicit TemporaryFile(const std::string& name, const std::string& content = "")
        : m_path(std::filesystem::path(testing::TempDir())
                 / ("lockscope-" + std::to_string(getpid()) + "-" + name))
    {
        if (!content.empty())
            std::ofstream(m_path) << content;
    }
    TemporaryFile(const TemporaryFile&) = delete;
    TemporaryFile& operator=(const TemporaryFile&) = delete;
    ~TemporaryFile() { std::filesystem::remove(m_path); }

    [[nodiscard]] std::string path() const { return m_path.string(); }

private:
    std::filesystem::path m_path;
};

} // namespace lockscope::test
