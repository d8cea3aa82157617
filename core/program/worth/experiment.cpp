// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/program/worth/experiment.h"

#include "core/io/bad_input.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>
#include <utility>

namespace lockscope::program::worth {

namespace {

constexpr double kToComeIntoForce = 1; // s
constexpr double kLook = 0.002; // s, at first
constexpr double kLongestLook = 0.02;
constexpr int kTimesNotTaken = 2;
constexpr double kHarm = 0.5; // of the progress: a substitute that leaves less
constexpr int kTrialsOfHarm = 4; // each time is not tried more often
constexpr double kLeastUnits = 0.5; // where none came: in slices of all kinds, so it favours none

/// The end of the experiment, from wherever it is.
struct End
{
    Ending ending;
};

class Maker
{
public:
    Maker(const Plan& plan, Subject& subject, const std::function<void(const Measured&)>& told)
        : m_plan(plan)
        , m_subject(subject)
        , m_told(told)
        , m_random(plan.seed)
        , m_began(subject.now())
    {}
    Maker(const Maker&) = delete;
    Maker& operator=(const Maker&) = delete;
    ~Maker() { m_subject.putBack(); }

    Measured make()
    {
        m_measured.slice = m_plan.slice;
        try {
            findSlice();
            while (true)
                round();
        } catch (const End& end) {
            m_measured.ending = end.ending;
        } catch (const io::BadInput& error) {
            // Of a program that has ended its counter may have nothing to say any more.
            const bool ended = m_subject.state().ended;
            m_measured.ending = ended ? Ending::ProgramEnded : Ending::Problem;
            m_measured.problem = ended ? "" : error.what();
        }
        m_measured.seconds = m_subject.now() - m_began;
        return std::move(m_measured);
    }

private:
    enum class Slice
    {
        Measured,
        NotInForce,
        Dropped
    };

    void pass(double seconds)
    {
        if (m_subject.now() - m_began >= m_plan.seconds)
            throw End{Ending::TimeIsUp};
        if (!m_subject.pass(seconds))
            throw End{Ending::Stopped};
    }

    /// None until what is wanted is in force.
    std::optional<std::string> whyNotInForce()
    {
        double look = kLook;
        for (const double end = m_subject.now() + kToComeIntoForce;;) {
            const Subject::State state = m_subject.state();
            if (state.ended)
                throw End{Ending::ProgramEnded};
            if (state.gone)
                return "it is not there any more";
            if (state.refusal)
                return state.refusal;
            if (state.inForce)
                return std::nullopt;
            if (m_subject.now() >= end)
                return std::string(); // may be another time
            pass(look);
            look = std::min(2 * look, kLongestLook);
        }
    }

    struct Rate
    {
        double units = 0; ///< a second
        double preempted = 0; ///< threads
    };

    /// None where what was wanted is not in force any more.
    std::optional<Rate> rate()
    {
        pass(m_plan.settle);
        const Subject::Count first = m_subject.count();
        pass(m_measured.slice);
        const Subject::Count last = m_subject.count();
        const Subject::State state = m_subject.state();
        if (state.ended)
            throw End{Ending::ProgramEnded};
        if (!first.units || !last.units || last.at <= first.at || *last.units < *first.units
            || !state.inForce)
            return std::nullopt;
        const double length = last.at - first.at;
        return Rate{std::max(*last.units - *first.units, kLeastUnits) / length,
                    (last.preempted - first.preempted) / length};
    }

    /// With its own locks, first of all: how fast it is.
    void findSlice()
    {
        while (!m_own) {
            m_own = ownRate();
            if (!m_own)
                pass(kLongestLook); // nothing is counted yet
        }
        if (m_plan.longerSlices)
            m_measured.slice = std::clamp(
                kUnitsOfSlice / m_own->units, m_plan.slice, kLongestSlice * m_plan.slice);
    }

    std::optional<Rate> ownRate()
    {
        m_subject.putBack();
        if (whyNotInForce())
            return std::nullopt;
        return rate();
    }

    void round()
    {
        std::vector<std::size_t> order(m_plan.treatments.size());
        std::iota(order.begin(), order.end(), std::size_t{0});
        for (std::size_t i = order.size(); i > 1; --i) // as std::shuffle, but everywhere the same
            std::swap(order[i - 1], order[m_random() % i]);
        if (m_measured.dropped.size() == m_plan.candidates.size())
            throw io::BadInput("None of the locks can be tried any further.");
        ++m_measured.rounds;
        for (const std::size_t treatment : order)
            if (!m_measured.dropped.contains(m_plan.treatments[treatment].candidate)
                && !isHarmful(treatment))
                trial(treatment);
    }

    /// It is known well enough, and the program is spared. Of delays all are needed.
    [[nodiscard]] bool isHarmful(std::size_t treatment) const
    {
        const auto of = [treatment](const Trial& trial) { return trial.treatment == treatment; };
        const auto harms = [&](const Trial& trial) {
            return of(trial) && trial.logRatio() < std::log(kHarm);
        };
        const auto& trials = m_measured.trials;
        const auto made = std::count_if(trials.begin(), trials.end(), of);
        return m_plan.treatments[treatment].wanted.by != Substitute::Own && made >= kTrialsOfHarm
            && std::count_if(trials.begin(), trials.end(), harms) == made;
    }

    void trial(std::size_t treatment)
    {
        const Treatment& wanted = m_plan.treatments[treatment];
        if (!m_own)
            m_own = ownRate();
        m_subject.put(m_plan.candidates[wanted.candidate], wanted.wanted);
        std::optional<Rate> with;
        if (const auto why = whyNotInForce())
            drop(wanted.candidate, *why);
        else
            with = rate();
        const std::optional<Rate> before = std::exchange(m_own, ownRate());
        if (!before || !with || !m_own)
            return;
        m_measured.trials.push_back({m_measured.rounds - 1,
                                     treatment,
                                     before->units,
                                     with->units,
                                     m_own->units,
                                     with->preempted - (before->preempted + m_own->preempted) / 2});
        m_told(m_measured);
    }

    void drop(std::size_t candidate, const std::string& why)
    {
        if (!why.empty())
            m_measured.dropped.emplace(candidate, why);
        else if (++m_notTaken[candidate] == kTimesNotTaken)
            m_measured.dropped.emplace(candidate,
                                       "it is taken so seldom that no swap came into force");
    }

    const Plan& m_plan;
    Subject& m_subject;
    const std::function<void(const Measured&)>& m_told;
    std::mt19937_64 m_random;
    double m_began;
    Measured m_measured;
    std::optional<Rate> m_own; ///< of the newest slice with own locks
    std::map<std::size_t, int> m_notTaken;
};

} // namespace

double Trial::logRatio() const
{
    return std::log(with) - (std::log(before) + std::log(after)) / 2;
}

Measured make(const Plan& plan, Subject& subject, const std::function<void(const Measured&)>& told)
{
    if (plan.treatments.empty())
        return {};
    return Maker(plan, subject, told).make();
}

} // namespace lockscope::program::worth
