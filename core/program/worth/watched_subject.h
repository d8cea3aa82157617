// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/program/program_source.h"
#include "core/program/progress.h"
#include "core/program/worth/experiment.h"
#include "core/program/worth/result.h"

#include <functional>
#include <optional>
#include <string>

namespace lockscope::program::worth {

/// A watched program that the experiment is made on. For one thread; the source may be polled by
/// another one.
class WatchedSubject final : public Subject
{
public:
    /// `goOn` is asked some hundred times a second whether to go on.
    WatchedSubject(ProgramSource& source, Progress& progress, std::function<bool()> goOn);

    [[nodiscard]] double now() override;
    bool pass(double seconds) override;
    void put(const Candidate& candidate, const Substitution& wanted) override;
    void putBack() noexcept override;
    [[nodiscard]] State state() override;
    [[nodiscard]] Count count() override;

private:
    ProgramSource& m_source;
    Progress& m_progress;
    std::function<bool()> m_goOn;
    std::optional<std::uint32_t> m_lock; ///< that something was put in front of last
    Substitution m_wanted; ///< of it
};

/// What is asked for.
struct Wish
{
    double seconds = 60; ///< in all, with the time in which locks are chosen
    std::size_t locks = 3; ///< at most
    std::uint64_t seed = 1;
    std::optional<double> slice; ///< s; Plan's without
    bool counterChosen = false;
};

/// How far it is.
struct Stage
{
    double share = 0; ///< of the time, 0..1
    std::size_t rounds = 0;
    std::size_t trials = 0;
};

/// The whole experiment on a program that is watched: looks which locks are waited for, makes the
/// trials, puts everything back. Waits for as long as it takes. io::BadInput, one sentence, before
/// anything is put: of a program that was attached to, or one with locks that are swapped already.
/// What ends the experiment later is in the result.
[[nodiscard]] Result runOn(ProgramSource& source,
                           const std::string& command,
                           Progress progress,
                           const Wish& wish,
                           const std::function<bool()>& goOn,
                           const std::function<void(const Stage&)>& told);

} // namespace lockscope::program::worth
