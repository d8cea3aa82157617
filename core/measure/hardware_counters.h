// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace lockscope::measure {

/// What the CPU counts of a thread, by perf_event_open(2).
enum class HardwareCounter : std::uint8_t
{
    Cycles,
    Instructions,
    CacheMisses ///< of the last-level cache, as the CPU defines it
};
inline constexpr std::array kHardwareCounters{
    HardwareCounter::Cycles, HardwareCounter::Instructions, HardwareCounter::CacheMisses};

/// "cycles", "instructions", "cache-misses": on the command line.
[[nodiscard]] std::string_view counterName(HardwareCounter counter);
/// None when there is no such counter.
[[nodiscard]] std::optional<HardwareCounter> counterNamed(std::string_view name);

/// A reading by counter; none for what was not asked for or is not counted here.
struct HardwareCounts
{
    std::array<std::optional<std::uint64_t>, kHardwareCounters.size()> count;

    [[nodiscard]] const std::optional<std::uint64_t>& operator[](HardwareCounter counter) const
    {
        return count[static_cast<std::size_t>(counter)];
    }
    [[nodiscard]] std::optional<std::uint64_t>& operator[](HardwareCounter counter)
    {
        return count[static_cast<std::size_t>(counter)];
    }
};

/// Counts of one thread of this process from construction on, user and kernel side where the kernel
/// allows it, else the user side alone. For one thread at a time; the counted thread may be any.
class ThreadCounters
{
public:
    explicit ThreadCounters(std::int32_t tid);
    ThreadCounters(const ThreadCounters&) = delete;
    ThreadCounters& operator=(const ThreadCounters&) = delete;
    ThreadCounters(ThreadCounters&& other) noexcept;
    ThreadCounters& operator=(ThreadCounters&& other) noexcept;
    ~ThreadCounters();

    /// Since construction, scaled up by the kernel's times where counters had to take turns.
    [[nodiscard]] HardwareCounts read() const;

private:
    std::array<int, kHardwareCounters.size()> m_files; ///< -1 where it could not be opened
};

/// Why this machine does not count it, in a few words; none when it does. Tries it on the calling
/// thread.
[[nodiscard]] std::optional<std::string> whyNotCounted(HardwareCounter counter);

} // namespace lockscope::measure
