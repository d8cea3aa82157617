// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/quality/noise_meter.h"

#include "core/measure/quality/kernel_text.h"

#include <algorithm>
#include <array>
#include <ctime>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>

#include <sched.h>
#include <unistd.h>

namespace lockscope::measure {

namespace {

using std::chrono::nanoseconds;
using std::chrono::steady_clock;

/// All processes are looked through no more often than this, by all meters together: it costs some
/// microseconds a process.
constexpr std::chrono::seconds kBetweenSearches{30};

/// Of a larger machine's CPUs as many have their clock rate read, spread over all of them.
constexpr std::size_t kMostFrequencies = 8;

/// Another Lockscope whose window stands open idles well below this share of a CPU; one that
/// measures is above.
constexpr double kAtWork = 0.05;

std::vector<int> usableCpus()
{
    std::vector<int> cpus;
    cpu_set_t* set = nullptr;
    // A machine may have more CPUs than a cpu_set_t; the kernel refuses a set that is too small.
    for (int size = CPU_SETSIZE; set == nullptr && size <= CPU_SETSIZE * 64; size *= 2) {
        set = CPU_ALLOC(static_cast<std::size_t>(size));
        const std::size_t bytes = CPU_ALLOC_SIZE(static_cast<std::size_t>(size));
        CPU_ZERO_S(bytes, set);
        if (sched_getaffinity(getpid(), bytes, set) == 0) {
            for (int cpu = 0; cpu < size; ++cpu)
                if (CPU_ISSET_S(static_cast<std::size_t>(cpu), bytes, set))
                    cpus.push_back(cpu);
            CPU_FREE(set);
            return cpus;
        }
        CPU_FREE(set);
        set = nullptr;
    }
    return cpus;
}

nanoseconds ownCpuTime()
{
    timespec time{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return std::chrono::seconds(time.tv_sec) + nanoseconds(time.tv_nsec);
}

nanoseconds ofTicks(std::uint64_t ticks)
{
    static const long perSecond = std::max(1L, sysconf(_SC_CLK_TCK));
    constexpr std::int64_t kNsOfSecond = 1'000'000'000;
    return nanoseconds(static_cast<std::int64_t>(ticks) * (kNsOfSecond / perSecond));
}

/// User and system time of a process, ticks: words 12 and 13 behind the name, as proc(5) has them.
std::optional<std::uint64_t> ticksOf(const std::filesystem::path& root, int pid)
{
    const auto stat = readKernelFile(root / "proc" / std::to_string(pid) / "stat");
    const auto end = stat ? stat->rfind(')') : std::string::npos;
    if (end == std::string::npos)
        return std::nullopt;
    std::string_view rest = std::string_view(*stat).substr(end + 1);
    constexpr int kBefore = 11;
    for (int i = 0; i < kBefore; ++i)
        (void)takeWord(rest);
    const auto user = unsignedOf(takeWord(rest));
    const auto system = unsignedOf(takeWord(rest));
    return user && system ? std::optional(*user + *system) : std::nullopt;
}

/// What the search found last, for all meters of this process: a sweep makes one for each run.
struct Search
{
    std::mutex mutex;
    std::filesystem::path root;
    std::optional<steady_clock::time_point> at;
    std::optional<std::vector<int>> pids;
};

std::optional<std::vector<int>> searched(const std::filesystem::path& root)
{
    static Search search;
    const std::lock_guard hold(search.mutex);
    const auto now = steady_clock::now();
    if (!search.at || search.root != root || now - *search.at >= kBetweenSearches) {
        search.pids = otherLockscopes(root, getpid());
        search.root = root;
        search.at = now;
    }
    return search.pids;
}

} // namespace

NoiseMeter::NoiseMeter(NoisePlaces places)
    : m_places(std::move(places))
    , m_cpus(m_places.cpus ? *m_places.cpus : usableCpus())
    , m_groups(m_places.root)
{}

void NoiseMeter::readCpus(Reading& reading) const
{
    // "cpu3 user nice system idle iowait irq softirq steal ...", ticks; a guest's time is in
    // user's, too.
    const auto text = readKernelFile(m_places.root / "proc/stat");
    if (!text)
        return;
    std::string_view rest = *text;
    std::uint64_t busy = 0;
    std::uint64_t stolen = 0;
    std::size_t found = 0;
    while (!rest.empty()) {
        const auto end = rest.find('\n');
        std::string_view line = rest.substr(0, end);
        rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
        std::string_view name = takeWord(line);
        if (name.substr(0, 3) != "cpu")
            break; // those of the CPUs come first
        name.remove_prefix(3);
        const auto cpu = unsignedOf(name);
        if (!cpu || !std::binary_search(m_cpus.begin(), m_cpus.end(), static_cast<int>(*cpu)))
            continue;
        constexpr std::size_t kColumns = 8;
        std::array<std::uint64_t, kColumns> ticks{};
        for (std::uint64_t& column : ticks) {
            const auto value = unsignedOf(takeWord(line));
            if (!value)
                return;
            column = *value;
        }
        busy += ticks[0] + ticks[1] + ticks[2] + ticks[5] + ticks[6];
        stolen += ticks[7];
        ++found;
    }
    if (found == 0 || found != m_cpus.size())
        return; // a CPU was taken off line
    reading.busy = ofTicks(busy);
    reading.stolen = ofTicks(stolen);
}

NoiseMeter::Reading NoiseMeter::read() const
{
    Reading reading;
    readCpus(reading);
    reading.own = m_places.ownCpuTime ? m_places.ownCpuTime() : ownCpuTime();
    reading.at = steady_clock::now();
    reading.throttling = m_groups.throttling();
    return reading;
}

std::optional<FrequencyRange> NoiseMeter::frequency() const
{
    std::optional<FrequencyRange> range;
    const std::size_t step =
        std::max<std::size_t>(1, (m_cpus.size() + kMostFrequencies - 1) / kMostFrequencies);
    for (std::size_t i = 0; i < m_cpus.size(); i += step) {
        const auto text =
            readKernelFile(m_places.root / "sys/devices/system/cpu"
                           / ("cpu" + std::to_string(m_cpus[i])) / "cpufreq/scaling_cur_freq");
        const auto kHz = text ? unsignedOf(*text) : std::nullopt;
        if (!kHz || *kHz == 0)
            continue;
        const double mHz = static_cast<double>(*kHz) / 1000;
        if (!range)
            range = FrequencyRange{mHz, mHz};
        range->low = std::min(range->low, mHz);
        range->high = std::max(range->high, mHz);
    }
    return range;
}

void NoiseMeter::findOthers()
{
    m_lookedForOthers = steady_clock::now();
    m_others.reset();
    if (const auto pids = searched(m_places.root)) {
        m_others.emplace();
        for (const int pid : *pids)
            if (const auto ticks = ticksOf(m_places.root, pid))
                m_others->push_back({pid, *ticks});
    }
}

std::optional<int> NoiseMeter::othersAtWork(nanoseconds span)
{
    if (!m_others)
        return std::nullopt;
    int atWork = 0;
    for (Other& other : *m_others) {
        const auto ticks = ticksOf(m_places.root, other.pid);
        if (!ticks)
            continue; // it has ended
        const auto used = ofTicks(*ticks - std::min(*ticks, other.ticks));
        if (used > ofTicks(1)
            && static_cast<double>(used.count()) > kAtWork * static_cast<double>(span.count()))
            ++atWork;
        other.ticks = *ticks;
    }
    return atWork;
}

std::optional<std::int64_t> NoiseMeter::throttledSince(const Reading& before,
                                                       const Reading& after) const
{
    if (const auto ns = throttledBetween(before.throttling, after.throttling))
        return ns;
    // Where the groups count nothing because none has a quota, nothing was held back.
    const auto quota = m_groups.quota();
    return quota && !quota->cpus ? std::optional<std::int64_t>(0) : std::nullopt;
}

void NoiseMeter::begin()
{
    findOthers();
    m_last = read();
}

Disturbance NoiseMeter::take()
{
    Reading now = read();
    Disturbance disturbance;
    disturbance.span = now.at - m_last.at;
    if (now.busy && m_last.busy)
        disturbance.othersNs = ((*now.busy - *m_last.busy) - (now.own - m_last.own)).count();
    if (now.stolen && m_last.stolen)
        disturbance.stolenNs = (*now.stolen - *m_last.stolen).count();
    disturbance.throttledNs = throttledSince(m_last, now);
    disturbance.otherLockscopes = othersAtWork(disturbance.span);
    disturbance.frequency = frequency();
    m_last = std::move(now);
    if (m_last.at - m_lookedForOthers >= kBetweenSearches)
        findOthers();
    return disturbance;
}

} // namespace lockscope::measure
