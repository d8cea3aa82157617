// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include <sys/wait.h>
#include <unistd.h>

namespace lockscope::test {

struct Outcome
{
    int code = -1;
    std::string out;
    std::string err;
};

inline std::string contentOf(const std::filesystem::path& path)
{
    std::ifstream file(path);
    return {std::istreambuf_iterator<char>(file), {}};
}

/// Runs a command as a shell would.
inline Outcome shell(const std::string& command)
{
    const auto errors = std::filesystem::path(testing::TempDir())
        / ("lockscope-errors-" + std::to_string(getpid()));
    Outcome outcome;
    FILE* pipe = popen(("{ " + command + "\n} 2>" + errors.string()).c_str(), "r");
    std::array<char, 4096> buffer{};
    while (const std::size_t got = fread(buffer.data(), 1, buffer.size(), pipe))
        outcome.out.append(buffer.data(), got);
    outcome.code = WEXITSTATUS(pclose(pipe));
    outcome.err = contentOf(errors);
    std::filesystem::remove(errors);
    return outcome;
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
