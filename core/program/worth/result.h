// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/batch_means.h"
#include "core/program/worth/experiment.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

namespace lockscope::program::worth {

/// What a substitute did to the program's progress: a ratio, with over without.
struct Swapped
{
    Substitute by = Substitute::Own;
    std::size_t trials = 0;
    std::optional<measure::Interval> ratio; ///< none without a trial; bounds with three or more

    [[nodiscard]] bool isShown() const;
};

/// What longer holds did, and so what shorter ones would be worth.
///
/// Time per unit of progress is 1 + s d + q d^2 of what it is without, where d is the delay: q = 0,
/// a straight line, unless the trials bend upwards by more than their standard error. The slope s
/// at 0 is what counts. Where a lock has slack, the first delays cost nothing and later ones do,
/// and a line through all of them would promise what no shorter hold can give.
struct Lengthened
{
    struct At
    {
        std::chrono::nanoseconds delay{};
        std::size_t trials = 0;
        std::optional<double> ratio; ///< of progress
    };
    std::vector<At> at; ///< ascending
    std::size_t rounds = 0; ///< with a trial of each
    bool bent = false;
    /// Delays are busy. Where its holds sleep and CPUs are short they took CPUs from the program's
    /// other threads, which waited for one longer than with its own locks: nothing is shown by
    /// that, as shorter holds would give none back.
    bool tookCpus = false;
    /// Surely more than no unit of progress could lose that consists of nothing but this hold: how
    /// long it is, is not known, as where threads are preempted in it. Nothing is shown by that.
    bool beyondHold = false;
    std::optional<measure::Interval> slope; ///< share of the time of a unit, for each ns of a hold

    [[nodiscard]] bool isShown() const;
};

/// A candidate with what was found.
struct Tried
{
    Candidate candidate;
    std::vector<Swapped> swapped;
    Lengthened lengthened;
    std::optional<std::string> dropped;

    /// What so many ns less in each hold would be worth: a ratio of progress, by the slope. No less
    /// time is taken away than there is.
    [[nodiscard]] std::optional<measure::Interval> shorterBy(double ns) const;
};

/// Something that would be worth doing.
struct Fix
{
    std::size_t tried = 0;
    std::optional<Substitute> by; ///< none: shorter holds
    measure::Interval gain; ///< of progress, a ratio; of shorter holds for a quarter less
};

/// A fix promises at least so much, by the low end of its interval.
inline constexpr double kLeastGain = 1.01;
/// Of a hold, that a fix takes away: no more than the shortest delay added.
inline constexpr double kLessHold = 0.25;

/// Everything that there is to say.
struct Result
{
    std::string command;
    std::uint32_t pid = 0;
    std::optional<ProgramEnd> end; ///< of the program, while it was tried
    std::string counter; ///< Progress::what()
    bool counterChosen = true; ///< false: by default
    std::optional<double> perSecond; ///< units, with the program's own locks
    std::uint64_t seed = 1;
    double settle = 0;
    double slice = 0;
    double seconds = 0;
    std::size_t rounds = 0;
    std::size_t comparisons = 0; ///< for which all intervals together hold
    Ending ending = Ending::TimeIsUp;
    std::string problem;
    std::vector<Tried> tried; ///< best first; then by waiting
    std::vector<LeftOut> leftOut;
    std::vector<Fix> fixes; ///< best first
    struct Row
    {
        std::size_t tried = 0;
        Substitution wanted;
        Trial trial;
    };
    std::vector<Row> trials; ///< in order of time
};

/// Figures of what was measured. Intervals are Student's over trials, each of which is paired with
/// its neighbours; wider than of one alone, so that all of them together hold with 95 %
/// (Bonferroni): of some twenty comparisons one would be off by chance. Names and progress are the
/// caller's to fill in.
[[nodiscard]] Result resultOf(const Plan& plan,
                              const Measured& measured,
                              std::vector<LeftOut> leftOut);

/// `worth --json`: schema lockscope.worth/1.
[[nodiscard]] nlohmann::ordered_json toJson(const Result& result);

/// The ranked page, on lines; the program's own text made fit for a terminal.
[[nodiscard]] std::string toText(const Result& result);
/// The same without headlineOf(), where that stands already.
[[nodiscard]] std::string pageOf(const Result& result);

/// The trials as CSV, a line each, after a line of names.
[[nodiscard]] std::string toCsv(const Result& result);

/// One line of the page: a lock, and what is shown of it.
[[nodiscard]] std::string lineOf(const Tried& tried);
/// Its first sentence: the best fix, or that there is none.
[[nodiscard]] std::string headlineOf(const Result& result);

} // namespace lockscope::program::worth
