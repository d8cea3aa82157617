// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/hardware_counters.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

#include <linux/perf_event.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace lockscope::measure {

namespace {

constexpr std::array<std::string_view, kHardwareCounters.size()> kNames{
    "cycles", "instructions", "cache-misses"};

std::uint64_t eventOf(HardwareCounter counter)
{
    switch (counter) {
    case HardwareCounter::Cycles:
        return PERF_COUNT_HW_CPU_CYCLES;
    case HardwareCounter::Instructions:
        return PERF_COUNT_HW_INSTRUCTIONS;
    case HardwareCounter::CacheMisses:
        break;
    }
    return PERF_COUNT_HW_CACHE_MISSES;
}

/// A file that counts, or -1 with errno set.
int open(HardwareCounter counter, std::int32_t tid)
{
    perf_event_attr attributes{};
    attributes.type = PERF_TYPE_HARDWARE;
    attributes.size = sizeof attributes;
    attributes.config = eventOf(counter);
    attributes.exclude_hv = 1;
    attributes.read_format = PERF_FORMAT_TOTAL_TIME_ENABLED | PERF_FORMAT_TOTAL_TIME_RUNNING;
    const auto openIt = [&] {
        return static_cast<int>(
            syscall(SYS_perf_event_open, &attributes, tid, -1, -1, PERF_FLAG_FD_CLOEXEC));
    };
    const int file = openIt();
    if (file >= 0 || (errno != EACCES && errno != EPERM))
        return file;
    attributes.exclude_kernel = 1; // all that perf_event_paranoid = 2 lets an ordinary user see
    return openIt();
}

} // namespace

std::string_view counterName(HardwareCounter counter)
{
    return kNames[static_cast<std::size_t>(counter)];
}

std::optional<HardwareCounter> counterNamed(std::string_view name)
{
    for (const HardwareCounter counter : kHardwareCounters)
        if (counterName(counter) == name)
            return counter;
    return std::nullopt;
}

ThreadCounters::ThreadCounters(std::int32_t tid)
    : m_files()
{
    for (const HardwareCounter counter : kHardwareCounters)
        m_files[static_cast<std::size_t>(counter)] = open(counter, tid);
}

ThreadCounters::ThreadCounters(ThreadCounters&& other) noexcept
    : m_files(other.m_files)
{
    other.m_files.fill(-1);
}

ThreadCounters& ThreadCounters::operator=(ThreadCounters&& other) noexcept
{
    std::swap(m_files, other.m_files);
    return *this;
}

ThreadCounters::~ThreadCounters()
{
    for (const int file : m_files)
        if (file >= 0)
            close(file);
}

HardwareCounts ThreadCounters::read() const
{
    HardwareCounts counts;
    for (const HardwareCounter counter : kHardwareCounters) {
        struct
        {
            std::uint64_t value, enabled, running;
        } reading{};
        const int file = m_files[static_cast<std::size_t>(counter)];
        if (file < 0 || ::read(file, &reading, sizeof reading) != sizeof reading
            || reading.running == 0)
            continue;
        counts[counter] = static_cast<std::uint64_t>(static_cast<double>(reading.value)
                                                     * static_cast<double>(reading.enabled)
                                                     / static_cast<double>(reading.running));
    }
    return counts;
}

std::optional<std::string> whyNotCounted(HardwareCounter counter)
{
    const int file = open(counter, 0);
    if (file >= 0) {
        close(file);
        return std::nullopt;
    }
    switch (errno) {
    case ENOENT:
    case EOPNOTSUPP:
        return "the CPU, or the virtual machine it is in, has no such counter";
    case EACCES:
    case EPERM:
        return "the kernel does not allow it (/proc/sys/kernel/perf_event_paranoid, or a "
               "container's "
               "seccomp profile)";
    case ENOSYS:
        return "the kernel is built without perf events";
    default:
        return std::strerror(errno);
    }
}

} // namespace lockscope::measure
