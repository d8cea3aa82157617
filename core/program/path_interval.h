// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/program/path_looks.h"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <utility>
#include <vector>

namespace lockscope::program {

/// What a thread did while it waited for no lock, as shares of that; they sum to 1.
struct OwnShares
{
    double running = 0;
    double preempted = 0;
    double condition = 0;
    double asleep = 0;
    double unknown = 1;

    explicit OwnShares(const measure::ThreadSnapshot& thread);
};

/// A lock that a wait was for, with its part of that.
struct PathCandidate
{
    std::uint32_t lock = 0;
    double weight = 0; ///< all of a list sum to 1
};

/// An interval that the critical path goes through. "Now" is its end, "before" its beginning, which
/// is the end of the snapshot before. Threads are named by their place in `now`, where nothing else
/// is said. It outlives nothing that it is made of. Not
/// thread-safe.
class PathInterval
{
public:
    /// `before`: null where there is none; both are of a program.
    PathInterval(const measure::Snapshot& now,
                 const measure::Snapshot* before,
                 const PathLooks& looks)
        : m_now(now)
        , m_before(before)
        , m_looks(looks)
    {}

    [[nodiscard]] const measure::Snapshot& now() const { return m_now; }
    [[nodiscard]] const measure::Snapshot* before() const { return m_before; }
    /// Never before `before`.
    [[nodiscard]] std::chrono::nanoseconds begin() const
    {
        const auto begin = m_now.time - m_now.interval;
        return m_before ? std::max(begin, m_before->time) : begin;
    }
    [[nodiscard]] double ns() const { return static_cast<double>((m_now.time - begin()).count()); }

    /// How long a thread waited for locks in it, ns.
    [[nodiscard]] double waited(std::size_t place) const;
    /// The lock that a thread waited for at its beginning, by ThreadSnapshot::index; 0: none.
    [[nodiscard]] std::uint32_t wantedBefore(std::uint32_t thread) const;
    /// A thread, who holds what it waits for, and so on. `circle`: those at the end wait for each
    /// other.
    [[nodiscard]] std::vector<std::size_t> chainNow(std::size_t place, bool& circle) const
    {
        return chainFrom(m_now, place, circle);
    }
    /// The same at its beginning, by places in `before`, which there is.
    [[nodiscard]] std::vector<std::size_t> chainBefore(std::size_t place, bool& circle) const
    {
        return chainFrom(*m_before, place, circle);
    }
    /// The lock that a thread of a snapshot waits for; 0: none, or a condition.
    [[nodiscard]] std::uint32_t wanted(const measure::Snapshot& snapshot, std::size_t place) const;

    /// How long anybody waited for a lock, ns: all that was waited, by how many wait at a time.
    [[nodiscard]] double contendedNs(std::uint32_t lock) const;
    /// What a thread's waits were for, the likeliest locks: what it was seen to wait for at either
    /// end, else what it was ever seen to wait for of what was waited for. Empty where it did not
    /// wait, or was never seen waiting.
    [[nodiscard]] const std::vector<PathCandidate>& candidates(std::size_t place) const;
    /// The same, and else what was waited for most by anybody; a lock of which nothing is known
    /// where nothing was. Empty where it did not wait.
    [[nodiscard]] std::vector<PathCandidate> anyCandidates(std::size_t place) const
    {
        return findCandidates(place, true);
    }
    /// Who held a lock, of the threads that are there; none where that is not known.
    [[nodiscard]] std::optional<std::size_t> holderOf(std::uint32_t lock) const;
    /// Whether a thread was seen holding a lock that others waited for, at either end.
    [[nodiscard]] bool wasSeenHolding(std::int32_t tid, std::uint32_t lock) const;
    /// Asleep or in a condition for more than half of it.
    [[nodiscard]] bool isIdle(std::size_t place) const;

private:
    [[nodiscard]] std::vector<PathCandidate> findCandidates(std::size_t place, bool mayGuess) const;
    [[nodiscard]] std::optional<std::size_t> findHolder(std::uint32_t lock) const;
    [[nodiscard]] std::vector<std::size_t> chainFrom(const measure::Snapshot& snapshot,
                                                     std::size_t place,
                                                     bool& circle) const;
    [[nodiscard]] double waitedForNs(const measure::LockSnapshot& lock) const;

    const measure::Snapshot& m_now;
    const measure::Snapshot* m_before;
    const PathLooks& m_looks;
    /// What was asked for: the same few are, again and again. A deque's elements stay in place.
    mutable std::deque<std::pair<std::size_t, std::vector<PathCandidate>>> m_candidates;
    mutable std::vector<std::pair<std::uint32_t, std::optional<std::size_t>>> m_holders;
};

/// A thread's place in a snapshot, by ThreadSnapshot::index and by number.
[[nodiscard]] std::optional<std::size_t> placeOfIndex(const measure::Snapshot& snapshot,
                                                      std::uint32_t index);
[[nodiscard]] std::optional<std::size_t> placeOfTid(const measure::Snapshot& snapshot,
                                                    std::int32_t tid);

/// Who holds a lock that others wait for; 0: nobody, or not known.
[[nodiscard]] std::int32_t holderIn(const measure::Snapshot& snapshot, std::uint32_t lock);

} // namespace lockscope::program
