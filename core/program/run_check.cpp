// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/program/run_check.h"

#include <array>
#include <string_view>

#include <fmt/format.h>

namespace lockscope::program {

namespace {

constexpr std::string_view kUnknown = "0 0 0\n"; ///< of a kernel without CONFIG_SCHED_INFO

/// Of 16 looks at a thread that always runs the first two are asked: two, because it takes two to
/// see that nothing changed.
constexpr unsigned kRound = 16;
constexpr unsigned kAsked = 2;

} // namespace

RunCheck::RunCheck(pid_t pid, pid_t tid)
    : m_file(fmt::format("/proc/{}/task/{}/schedstat", pid, tid))
{}

bool RunCheck::mayHaveRun()
{
    if (!m_file.kept() || (m_looks >= kRound && m_looks % kRound >= kAsked)) {
        ++m_looks;
        return true;
    }
    constexpr std::size_t kBuffer = 128;
    std::array<char, kBuffer> buffer;
    const std::string_view text = m_file.read(buffer);
    if (text == m_last && !text.empty() && text != kUnknown) {
        m_looks = 0;
        return false;
    }
    ++m_looks;
    m_last = text;
    return true;
}

} // namespace lockscope::program
