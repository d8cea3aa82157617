// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/program/critical_path.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <utility>
#include <vector>

namespace lockscope::program {

/// A lock's time of an interval of the path, ns.
struct LockCharge
{
    double held = 0;
    double asleep = 0; ///< of `held`
    double preempted = 0;
    double holderUnknown = 0;

    [[nodiscard]] double all() const { return held + preempted + holderUnknown; }
};

/// What the path's time is charged to, interval by interval, and the pieces on threads. Not
/// thread-safe.
class PathSums
{
public:
    using Parts = std::array<double, kPathPartCount>; ///< ns, by PathPart

    /// What follows is of the next interval backwards, of that length, ns.
    void beginStep(double ns);
    void charge(PathPart part, double ns);
    void charge(std::uint32_t lock, const LockCharge& charge);

    /// Of this interval so far.
    [[nodiscard]] const Parts& step() const { return m_step; }
    /// The lock that has most of it; 0: none.
    [[nodiscard]] std::uint32_t heaviestLock() const;

    /// Ends where the one before begins.
    void addSegment(const PathSegment& segment);

    /// Shares, locks and segments.
    void putInto(CriticalPath& path);

private:
    struct Charged
    {
        std::size_t step = 0;
        double ns = 0;
    };
    [[nodiscard]] PathLock lockOf(std::uint32_t id, double total) const;

    Parts m_step{};
    Parts m_all{};
    std::map<std::uint32_t, double> m_stepLocks;
    std::map<std::uint32_t, LockCharge> m_locks;
    std::map<std::uint32_t, std::vector<Charged>> m_charged; ///< by step, of each lock
    std::vector<double> m_lengths; ///< ns, of the steps, backwards
    std::vector<PathSegment> m_segments; ///< backwards
};

} // namespace lockscope::program
