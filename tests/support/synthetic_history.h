// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/history.h"

#include <cstdint>
#include <random>

namespace lockscope::test {

/// What a synthetic run is like.
struct SyntheticOptions
{
    std::uint32_t seed = 1;
    int threads = 8;
    double perSecond = 20; ///< snapshots
    double changeEverySeconds = 12; ///< the fast path is switched; 0 for never
    bool gaps = false; ///< drops a few snapshots now and then
    bool unknownStates = false; ///< nothing of the kernel's can be read: states, CPUs, switches
    bool contended = true; ///< false: no pass ever waits
    bool waitsExact = true;
};

/// Makes snapshots that look like those of a lab, the same ones for the same options: for tests and
/// benchmarks of what draws them. A mutex phase with much waiting and a fast-path phase with none
/// take turns.
class SyntheticSource
{
public:
    explicit SyntheticSource(const SyntheticOptions& options);

    [[nodiscard]] measure::SnapshotPtr next();
    /// Pushes snapshots that cover a length of time.
    void fill(measure::History& history, std::chrono::nanoseconds length);

private:
    [[nodiscard]] measure::ThreadSnapshot thread(std::uint32_t index, double seconds);
    [[nodiscard]] measure::StateShares shares(std::uint32_t index, double seconds);
    [[nodiscard]] measure::SparseHistogram waits(std::uint64_t count);
    [[nodiscard]] double noise(double spread);

    SyntheticOptions m_options;
    std::mt19937 m_random;
    std::uint64_t m_sequence = 0;
    std::chrono::nanoseconds m_time{};
    measure::Totals m_total;
    std::uint64_t m_revision = 0;
    double m_nextChange = 0;
    bool m_fastPath = false;
};

} // namespace lockscope::test
