// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/temporary_file.h"

#include <filesystem>
#include <stdexcept>
#include <string>

#include <stdlib.h>

namespace lockscope::test {

/// A new folder in the one for temporary files, gone with the object and all that is in it.
class TemporaryFolder
{
public:
    TemporaryFolder()
    {
        std::string name = std::filesystem::path(testing::TempDir()) / "lockscope-test-XXXXXX";
        if (mkdtemp(name.data()) == nullptr)
            throw std::runtime_error("no temporary folder could be made");
        m_path = name;
    }
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    ~TemporaryFolder()
    {
        std::error_code ignored; // what is left is in the way of nobody
        std::filesystem::remove_all(m_path, ignored);
    }

    [[nodiscard]] const std::filesystem::path& path() const { return m_path; }
    [[nodiscard]] std::filesystem::path operator/(const std::string& name) const
    {
        return m_path / name;
    }

private:
    std::filesystem::path m_path;
};

} // namespace lockscope::test
