// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/quality/cpu_groups.h"
#include "core/measure/quality/disturbance.h"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <vector>

namespace lockscope::measure {

/// Where a meter reads; made-up in tests.
struct NoisePlaces
{
    std::filesystem::path root = "/"; ///< below it are proc and sys
    std::optional<std::vector<int>> cpus{}; ///< none: those that this process may use
    std::function<std::chrono::nanoseconds()> ownCpuTime{}; ///< empty: this process's clock
};

/// Reads what goes on around a measurement: CPU time of other programs and of the hypervisor
/// (/proc/stat less this process's own), throttling (CpuGroups), other Lockscopes, clock rates.
/// Costs nothing between two readings, and a reading some 0.1 ms. For one thread at a time.
///
/// In a container /proc/stat is usually the machine's, so that the neighbours show; where it is
/// only the container's own they do not.
class NoiseMeter
{
public:
    explicit NoiseMeter(NoisePlaces places = {});

    /// The span begins now.
    void begin();
    /// What happened since begin() or the take() before; the next span begins.
    [[nodiscard]] Disturbance take();

    [[nodiscard]] const CpuGroups& groups() const { return m_groups; }
    /// How many CPUs this process may use; 0 when that cannot be told.
    [[nodiscard]] int cpus() const { return static_cast<int>(m_cpus.size()); }

private:
    struct Reading
    {
        std::chrono::steady_clock::time_point at;
        std::optional<std::chrono::nanoseconds>
            busy; ///< of these CPUs, this process's own included
        std::optional<std::chrono::nanoseconds> stolen;
        std::chrono::nanoseconds own{};
        std::vector<std::optional<Throttling>> throttling;
    };
    /// A process of this kind.
    struct Other
    {
        int pid = 0;
        std::uint64_t ticks = 0; ///< on a CPU since it began
    };

    [[nodiscard]] Reading read() const;
    void readCpus(Reading& reading) const;
    [[nodiscard]] std::optional<FrequencyRange> frequency() const;
    [[nodiscard]] std::optional<std::int64_t> throttledSince(const Reading& before,
                                                             const Reading& after) const;
    void findOthers();
    /// How many of the others were on a CPU for a noticeable share of the span.
    [[nodiscard]] std::optional<int> othersAtWork(std::chrono::nanoseconds span);

    NoisePlaces m_places;
    std::vector<int> m_cpus;
    CpuGroups m_groups;
    Reading m_last;
    std::optional<std::vector<Other>> m_others; ///< none: /proc cannot be read
    std::chrono::steady_clock::time_point m_lookedForOthers;
};

/// Process ids of the programs called lockscope or lockscope-cli below `root`/proc, but for the
/// process `self`, what it has started, and what has ended and not been waited for. A program is
/// known by the name in its stat file, which is that of its executable; one in another container is
/// not seen from inside a container, only its CPU time is. None when /proc cannot be read. Any
/// thread.
[[nodiscard]] std::optional<std::vector<int>> otherLockscopes(const std::filesystem::path& root,
                                                              int self);

} // namespace lockscope::measure
