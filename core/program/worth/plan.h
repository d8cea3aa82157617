// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/program/program_reading.h"
#include "core/program/substitution.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

/// "Worth fixing?": an experiment on a living program. Other locks are put in front of its own, and
/// holds are made longer, in slices between which it has its own locks; its progress says what each
/// is worth (README.md of core/program).
namespace lockscope::program::worth {

/// A lock that is tried, or all that are first waited for in one place.
struct Candidate
{
    std::uint32_t lock = 0; ///< id; of several the one that was waited for most
    std::string site; ///< any text of the program's
    std::size_t locks = 1; ///< how many are first waited for there
    double waitShare = 0; ///< threads that waited, on average, while the locks were chosen
    double holdNs = 0; ///< mean of all but the longest hundredth; 0: not known
};

/// A lock that was waited for and is not tried.
struct LeftOut
{
    std::uint32_t lock = 0;
    std::string site;
    std::string why; ///< the end of a sentence
};

struct Locks
{
    std::vector<Candidate> candidates; ///< most waited for first
    std::vector<LeftOut> leftOut; ///< likewise; not those beyond `most`
};

/// Less waiting than this, in threads, is not tried: all of it gone would hardly be seen.
inline constexpr double kLeastWaitShare = 0.01;

/// What was waited for most between two readings of a launched program, by place.
[[nodiscard]] Locks locksOf(const ProgramReading& before,
                            const ProgramReading& after,
                            std::size_t most);

/// What is tried at a lock.
struct Treatment
{
    std::size_t candidate = 0;
    Substitution wanted;
};

/// The five substitutes, and three delays of a quarter, a half and the whole of its mean hold: so a
/// slope is seen, and the program goes on. No shorter ones than 250 ns, as asking a clock takes
/// some 40, and none above Substitution::kMostDelay. By candidate.
[[nodiscard]] std::vector<Treatment> treatmentsOf(const std::vector<Candidate>& candidates);

/// Delays of a hold of this length, ascending, each once.
[[nodiscard]] std::vector<std::chrono::nanoseconds> delaysFor(double holdNs);

/// What is to be done.
struct Plan
{
    std::vector<Candidate> candidates;
    std::vector<Treatment> treatments;
    std::uint64_t seed = 1; ///< of the order in each round
    double seconds = 60; ///< ends within about a slice of it
    double settle = 0.05; ///< s, left out at the beginning of each slice
    double slice = 0.2; ///< s, measured
    bool longerSlices = true; ///< up to kLongestSlice times, where progress is slow
};

inline constexpr double kLongestSlice = 5;
inline constexpr double kUnitsOfSlice = 100; ///< of progress, that a slice is made longer for

} // namespace lockscope::program::worth
