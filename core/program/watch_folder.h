// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace lockscope::program {

/// A folder in memory, of this user alone, in which each watched process makes its file
/// (core/preload/layout.h). Removed with its files when this is destroyed; watched programs that
/// still run keep what they have mapped. What Lockscopes that were killed left behind is removed
/// when the next one makes a folder. Not thread-safe.
class WatchFolder
{
public:
    /// Makes it. std::runtime_error, one sentence, when that is not possible.
    WatchFolder();
    WatchFolder(const WatchFolder&) = delete;
    WatchFolder& operator=(const WatchFolder&) = delete;
    ~WatchFolder();

    [[nodiscard]] const std::string& path() const { return m_path; }

    /// Paths of files that were not there at the call before, the oldest process first.
    [[nodiscard]] std::vector<std::string> newFiles();

    /// Has newFiles() name a file again.
    void forget(const std::string& file);

    /// Removes a file: what is mapped of it stays until the last who has it lets go.
    void remove(const std::string& file);

private:
    [[nodiscard]] bool mayHaveChanged();

    std::string m_path;
    std::set<std::string> m_seen; ///< names
    /// When the folder changed last, s and ns, where that was long enough before it was looked at.
    std::optional<std::pair<std::int64_t, std::int64_t>> m_settled;
};

} // namespace lockscope::program
