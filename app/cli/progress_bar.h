// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <fmt/format.h>

#include <cmath>
#include <cstdio>
#include <string>

#include <unistd.h>

namespace lockscope::cli {

/// One line that is written over and over, on a terminal only.
class ProgressBar
{
public:
    ProgressBar()
        : m_shown(isatty(STDERR_FILENO) != 0)
    {
    }

    void show(const std::string& what, double share) const
    {
        constexpr int kWidth = 30;
        if (!m_shown)
            return;
        const int filled = static_cast<int>(std::lround(share * kWidth));
        fmt::print(stderr, "\r{:<28} [{:<{}}] {:3.0f} %", what, std::string(filled, '#'), kWidth,
                   100 * share);
        std::fflush(stderr);
    }

    void clear() const
    {
        if (m_shown)
            fmt::print(stderr, "\r\033[K");
    }

private:
    bool m_shown;
};

} // namespace lockscope::cli
