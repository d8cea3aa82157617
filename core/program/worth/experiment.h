// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/program/worth/plan.h"

#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace lockscope::program::worth {

/// What the experiment is made on: a living program, or one that is made up.
class Subject
{
public:
    /// What of the last wish has come about.
    struct State
    {
        bool ended = false; ///< the program has
        bool inForce = false;
        /// Where something was put, not put back:
        bool gone = false; ///< the lock is not there any more
        std::optional<std::string> refusal; ///< the end of a sentence
    };
    struct Count
    {
        double at = 0; ///< s
        std::optional<double> units; ///< of progress, in all
        double preempted = 0; ///< s of its threads, in all: ready to run, but without a CPU
    };

    Subject() = default;
    Subject(const Subject&) = delete;
    Subject& operator=(const Subject&) = delete;
    virtual ~Subject() = default;

    /// Seconds on its clock.
    [[nodiscard]] virtual double now() = 0;
    /// Lets so many seconds pass; false, at once, when the person wants an end.
    virtual bool pass(double seconds) = 0;
    /// This and nothing else is wanted. Errors are io::BadInput.
    virtual void put(const Candidate& candidate, const Substitution& wanted) = 0;
    /// The program's own locks are wanted. Does not throw.
    virtual void putBack() noexcept = 0;
    [[nodiscard]] virtual State state() = 0;
    /// io::BadInput when it cannot be told.
    [[nodiscard]] virtual Count count() = 0;
};

/// One slice with a treatment, between two with the program's own locks; units of progress a
/// second.
struct Trial
{
    std::size_t round = 0;
    std::size_t treatment = 0;
    double before = 0;
    double with = 0;
    double after = 0;
    double preempted = 0; ///< threads, on average, and how many more than in its neighbours

    /// Of `with` over the geometric mean of its neighbours.
    [[nodiscard]] double logRatio() const;
};

enum class Ending : std::uint8_t
{
    TimeIsUp,
    Stopped, ///< by the person
    ProgramEnded,
    Problem ///< `problem` has it
};

/// What was measured.
struct Measured
{
    std::vector<Trial> trials;
    std::size_t rounds = 0; ///< that were begun
    double slice = 0; ///< s, as they were in the end
    double seconds = 0; ///< that it took
    Ending ending = Ending::TimeIsUp;
    std::string problem; ///< a sentence
    std::map<std::size_t, std::string> dropped; ///< why a candidate was not tried any further
};

/// Makes the experiment, round by round, each treatment once in each, in an order drawn anew: own
/// locks, treatment, own locks, treatment ... A slice begins when what is wanted is in force and
/// has settled, and counts only if it still is at its end. A substitute that leaves less than half
/// of the progress four times is not tried again. Whatever happens, the program's own
/// locks are wanted in the end. `told` hears of each trial.
[[nodiscard]] Measured make(const Plan& plan,
                            Subject& subject,
                            const std::function<void(const Measured&)>& told);

} // namespace lockscope::program::worth
