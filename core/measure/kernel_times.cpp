// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/kernel_times.h"

#include <array>
#include <cctype>
#include <charconv>
#include <ctime>
#include <string>
#include <string_view>

#include <fmt/format.h>
#include <unistd.h>

namespace lockscope::measure {

namespace {

std::string taskFile(std::int32_t tid, const char* name)
{
    return fmt::format("/proc/self/task/{}/{}", tid, name);
}

/// The next word, which is taken off the text.
std::string_view nextWord(std::string_view& text)
{
    while (!text.empty() && std::isspace(static_cast<unsigned char>(text.front())) != 0)
        text.remove_prefix(1);
    std::size_t end = 0;
    while (end < text.size() && std::isspace(static_cast<unsigned char>(text[end])) == 0)
        ++end;
    const auto word = text.substr(0, end);
    text.remove_prefix(end);
    return word;
}

template<class Number>
std::optional<Number> number(std::string_view word)
{
    Number value{};
    const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
    if (error != std::errc{} || end != word.data() + word.size())
        return std::nullopt;
    return value;
}

std::optional<std::uint64_t> fieldAfter(std::string_view text, std::string_view name)
{
    const auto found = text.find(name);
    if (found == std::string_view::npos)
        return std::nullopt;
    text.remove_prefix(found + name.size());
    return number<std::uint64_t>(nextWord(text));
}

/// The clock of a thread's CPU time: MAKE_THREAD_CPUCLOCK(tid, CPUCLOCK_SCHED) of the kernel's
/// include/linux/posix-timers_types.h; glibc offers it by pthread_t alone.
clockid_t cpuClockOf(std::int32_t tid)
{
    constexpr int kPerThread = 4;
    constexpr int kSched = 2;
    return static_cast<clockid_t>((~static_cast<unsigned>(tid) << 3U) | kPerThread | kSched);
}

} // namespace

std::optional<std::uint64_t> cpuTimeOf(std::int32_t tid)
{
    timespec run{};
    if (clock_gettime(cpuClockOf(tid), &run) != 0)
        return std::nullopt;
    return static_cast<std::uint64_t>(run.tv_sec) * 1'000'000'000U
        + static_cast<std::uint64_t>(run.tv_nsec);
}

KernelTimesReader::KernelTimesReader(std::int32_t tid)
    : m_tid(tid)
    , m_schedstat(taskFile(tid, "schedstat"))
    , m_stat(taskFile(tid, "stat"))
{}

KernelTimes KernelTimesReader::read() const
{
    constexpr std::size_t kBuffer = 1024;
    std::array<char, kBuffer> buffer{};
    KernelTimes times;
    times.at = std::chrono::steady_clock::now().time_since_epoch();

    times.runNs = cpuTimeOf(m_tid);

    // schedstat: run time (only as of the last tick), wait time, time slices.
    auto text = m_schedstat.read(buffer);
    (void)nextWord(text);
    times.waitNs = number<std::uint64_t>(nextWord(text));

    // stat: the name in parentheses may hold anything, so count from the last ')': the state is the
    // first word behind it and the CPU the 37th (fields 3 and 39 of proc(5)).
    text = m_stat.read(buffer);
    const auto nameEnd = text.rfind(')');
    if (nameEnd != std::string_view::npos) {
        text.remove_prefix(nameEnd + 1);
        const auto state = nextWord(text);
        if (state.size() == 1)
            times.state = state.front();
        constexpr int kWordsBetween = 35;
        for (int i = 0; i < kWordsBetween; ++i)
            (void)nextWord(text);
        times.cpu = number<std::int32_t>(nextWord(text));
    }
    return times;
}

ContextSwitches KernelTimesReader::readSwitches() const
{
    constexpr std::size_t kBuffer = 4096;
    std::array<char, kBuffer> buffer{};
    const KernelFile file(taskFile(m_tid, "status"));
    const auto text = file.read(buffer);
    return {.voluntary = fieldAfter(text, "\nvoluntary_ctxt_switches:"),
            .involuntary = fieldAfter(text, "\nnonvoluntary_ctxt_switches:")};
}

bool schedstatAvailable()
{
    return KernelTimesReader(static_cast<std::int32_t>(gettid())).read().waitNs.has_value();
}

} // namespace lockscope::measure
