// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

namespace lockscope::cli {

/// Lines that come on a file while something else goes on: --control. For one thread.
class ControlLines
{
public:
    /// Longer lines are refused; nothing that is allowed comes near.
    static constexpr std::size_t kMaxLine = 4096;

    /// Reads from `file`, which stays the caller's.
    explicit ControlLines(int file)
        : m_file(file)
    {}

    /// Hands out the lines that have come, without waiting for more, and leaves what is much for
    /// the next time; blank ones are left out. `use` says whether to go on. `wrong` gets a sentence
    /// on a line that is too long. False when `use` said no, or nothing can come any more; then a
    /// last line without its end has been handed out, too.
    [[nodiscard]] bool read(const std::function<bool(std::string_view)>& use,
                            const std::function<void(std::string)>& wrong);

    /// When something came last; the clock's zero before the first.
    [[nodiscard]] std::chrono::steady_clock::time_point cameAt() const { return m_cameAt; }

private:
    static constexpr int kMaxReads = 4; ///< of a kilobyte: some hundred lines at most

    bool endLine(const std::function<bool(std::string_view)>& use);

    int m_file;
    std::chrono::steady_clock::time_point m_cameAt;
    std::string m_line; ///< the beginning of one, without its end
    bool m_tooLong = false; ///< it was refused, and its end is still to come
};

/// A line's object. io::BadInput, one sentence, for what is none.
[[nodiscard]] nlohmann::ordered_json controlObject(std::string_view line);

/// Throws io::BadInput: what was given under a key, and what is allowed.
[[noreturn]] void refuseControl(std::string_view key,
                                const nlohmann::ordered_json& given,
                                std::string_view allowed);

} // namespace lockscope::cli
