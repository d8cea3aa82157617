// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/program/critical_path.h"
#include "core/program/path_interval.h"
#include "core/program/path_looks.h"
#include "core/program/path_sums.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace lockscope::program {

/// One walk along the critical path, backwards. Walks once; not thread-safe.
class PathWalk
{
public:
    /// Snapshots of a program by time, each with a length; they outlive it.
    PathWalk(const PathSnapshots& snapshots, const measure::ProgramNames& names)
        : m_snapshots(snapshots)
        , m_looks(snapshots, names)
    {}

    /// Through the snapshots from `first` on; as criticalPath().
    CriticalPath walk(std::size_t first, std::optional<std::uint32_t> from);

private:
    [[nodiscard]] bool findEnd(std::size_t first, std::optional<std::uint32_t> from);
    [[nodiscard]] std::optional<std::size_t> busiestOf(const measure::Snapshot& snapshot) const;
    [[nodiscard]] bool holdsUpOthers(const PathInterval& look, std::int32_t tid) const;
    void goTo(const measure::Snapshot& snapshot, std::size_t place);
    void followHolders(const PathInterval& look);
    void leaveSleeper(const PathInterval& look);
    void chargeLock(const PathInterval& look,
                    std::uint32_t lock,
                    double ns,
                    std::optional<std::size_t> holder,
                    int depth);
    void chargeOwn(const OwnShares& shares, double ns);
    void chargeInterval(const PathInterval& look);
    void addSegments(const PathInterval& look, double waitNs, const PathSums::Parts& ofWait);
    void goBack(const PathInterval& look,
                const std::vector<PathCandidate>& waitedFor,
                bool isDetour);

    const PathSnapshots& m_snapshots;
    PathLooks m_looks;
    PathSums m_sums;
    CriticalPath m_path;
    std::size_t m_end = 0; ///< the snapshot at whose end the path ends
    std::size_t m_place = 0; ///< of the path's thread in the snapshot that is looked at
    std::uint32_t m_thread = 0; ///< its index
    bool m_circle = false; ///< it waits for itself now
    std::vector<std::uint32_t> m_cameFrom; ///< indices
};

} // namespace lockscope::program
