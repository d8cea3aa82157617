// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/recording/range.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace lockscope::recording {

/// Where a program's lock is taken: what names it in another run, where its address is another.
struct LockSite
{
    std::string kind; ///< LockInfo::kind
    std::string
        function; ///< empty together with `file`: `module` and `offset` are known, or nothing
    std::string file; ///< without its folders
    std::optional<std::uint32_t> line;
    std::string module; ///< without its folders, of a place without a function
    std::uint64_t offset = 0;

    /// It was never waited for, so that nobody looked where it is taken.
    [[nodiscard]] bool isUnknown() const { return function.empty() && module.empty(); }
    /// "evict (cache.c:88)"; "never waited for".
    [[nodiscard]] std::string text() const;

    // NOLINTNEXTLINE(modernize-use-nullptr): of clang-tidy 14
    friend auto operator<=>(const LockSite&, const LockSite&) = default;
};

/// The figures of locks that have a place in common over a range, each by batchMeans(); none of
/// what is not known.
struct LockFigures
{
    LockSite site; ///< where they are waited for most
    /// All places where they are waited for, and where they first were, with shares of the waited
    /// time that sum to 1.
    std::map<LockSite, double> places;
    std::size_t locks = 0; ///< that are taken there
    std::optional<BatchEstimate> acquisitions; ///< a second
    std::optional<BatchEstimate> contended; ///< share of the acquisitions
    std::optional<BatchEstimate> waitShare; ///< of the time of the program's threads
    std::optional<BatchEstimate> meanWait; ///< of an acquisition, ns, by waits that ended
};

/// Of a watched program's locks, conditions left out; the most waited for first, a thousand at
/// most. Which of its places is the first contended one is chance: locks that share one are one.
/// Empty for an experiment. Throws RecordingError as Recording::snapshot().
[[nodiscard]] std::vector<LockFigures> lockFiguresOf(const Range& range);

/// Of the one lock with that id over a watched program's snapshots, oldest first; what it is called
/// is left out. One that did nothing has none of its own, and acquisitions of 0.
[[nodiscard]] LockFigures lockFiguresOf(const std::vector<measure::SnapshotPtr>& snapshots,
                                        std::uint32_t lock);

} // namespace lockscope::recording
