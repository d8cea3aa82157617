// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cmath>
#include <cstdio>
#include <string>
#include <utility>

#include <fmt/format.h>
#include <unistd.h>

namespace lockscope::cli {

/// One line that is written over and over, on a terminal only.
class ProgressBar
{
public:
    ProgressBar()
        : m_shown(isatty(STDERR_FILENO) != 0)
    {}

    void show(const std::string& what, double share) const
    {
        constexpr int kWidth = 30;
        if (!m_shown)
            return;
        const int filled = static_cast<int>(std::lround(share * kWidth));
        std::string line = fmt::format(
            "\r{:<28} [{:<{}}] {:3.0f} %", what, std::string(filled, '#'), kWidth, 100 * share);
        if (line != std::exchange(m_line, line)) // it is told of far more often than it changes
            std::fputs(line.c_str(), stderr);
    }

    void clear() const
    {
        if (m_shown)
            std::fputs("\r\033[K", stderr);
    }

private:
    bool m_shown;
    mutable std::string m_line; ///< on the screen
};

} // namespace lockscope::cli
