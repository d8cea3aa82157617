// SPDX-License-Identifier: GPL-3.0-or-later
// A program that nobody runs, on a clock that nobody waits for: what its locks are worth is known.
#pragma once

#include "core/io/bad_input.h"
#include "core/program/worth/experiment.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <numbers>
#include <optional>
#include <random>
#include <string>
#include <vector>

namespace lockscope::test {

/// What a lock does to the program's progress.
struct MadeUpLock
{
    double holdNs = 10'000;
    /// Time of a unit of progress with so many ns more in each hold, over that without. By default
    /// none of it matters.
    std::function<double(double)> longer = [](double) { return 1.0; };
    double takesCpus = 0; ///< threads that lack one while holds are longer
    std::map<program::Substitute, double> ratios; ///< of progress; 1 where none is given
};

/// Holds of a lock that everything waits for.
inline std::function<double(double)> saturated(double holdNs)
{
    return [holdNs](double ns) { return 1 + ns / holdNs; };
}

/// Of one with slack: the first delays cost nothing.
inline std::function<double(double)> withSlack(double holdNs)
{
    return [holdNs](double ns) { return std::max(1.0, 0.4 + ns / holdNs); };
}

class MadeUpProgram final : public program::worth::Subject
{
public:
    struct Options
    {
        double noise = 0.04; ///< of its rate from moment to moment, a share
        double drift = 0.2; ///< and over a minute
        double rate = 50'000; ///< units a second
        std::uint64_t seed = 1;
    };

    MadeUpProgram(std::vector<MadeUpLock> locks, Options options)
        : m_locks(std::move(locks))
        , m_options(options)
        , m_random(options.seed)
    {}

    [[nodiscard]] std::vector<program::worth::Candidate> candidates() const
    {
        std::vector<program::worth::Candidate> all;
        for (std::size_t i = 0; i < m_locks.size(); ++i)
            all.push_back({.lock = static_cast<std::uint32_t>(i + 1),
                           .site = std::string(1, static_cast<char>('a' + i)) + " (made_up.c:1)",
                           .locks = 1,
                           .waitShare = 1.0 / static_cast<double>(i + 1),
                           .holdNs = m_locks[i].holdNs});
        return all;
    }
    [[nodiscard]] program::worth::Plan plan(double seconds = 60) const
    {
        program::worth::Plan plan;
        plan.candidates = candidates();
        plan.treatments = treatmentsOf(plan.candidates);
        plan.seed = m_options.seed;
        plan.seconds = seconds;
        return plan;
    }

    double now() override { return m_now; }
    bool pass(double seconds) override
    {
        constexpr double kPiece = 0.01;
        for (double left = seconds; left > 1e-9; left -= kPiece) {
            const double piece = std::min(left, kPiece);
            m_now += piece;
            // What differs from moment to moment resembles itself for a tenth of a second.
            const double keeps = std::exp(-piece / 0.1);
            m_level = keeps * m_level
                + std::sqrt(1 - keeps * keeps) * m_options.noise * m_normal(m_random);
            const double drifted =
                m_options.drift * std::sin(2 * std::numbers::pi * m_now / 60) / 2;
            if (!m_wanted.isNone() && m_wanted.delay.count() > 0)
                m_preempted += piece * m_locks[m_lock - 1].takesCpus;
            m_units += piece * m_options.rate * factor() * std::exp(m_level + drifted);
        }
        return m_now < stopsAt;
    }
    void put(const program::worth::Candidate& candidate,
             const program::Substitution& wanted) override
    {
        if (candidate.lock == refuses)
            throw io::BadInput("It cannot be.");
        puts.push_back({candidate.lock, wanted});
        m_lock = candidate.lock;
        m_wanted = wanted;
    }
    void putBack() noexcept override
    {
        m_wanted = {};
        ++backs;
    }
    State state() override
    {
        State state;
        state.ended = m_now >= endsAt;
        const bool own = m_wanted.isNone();
        state.gone = !own && m_lock == gone;
        if (!own && m_lock == stuck)
            state.refusal = "it is stuck";
        state.inForce = own || (m_lock != gone && m_lock != stuck && m_lock != idle);
        return state;
    }
    Count count() override
    {
        if (m_now >= brokenAt)
            throw io::BadInput("The counter is broken.");
        return {m_now, std::floor(m_units), m_preempted};
    }

    [[nodiscard]] bool hasOwnLocks() const { return m_wanted.isNone(); }

    std::vector<std::pair<std::uint32_t, program::Substitution>> puts;
    int backs = 0;
    double stopsAt = 1e9;
    double endsAt = 1e9;
    double brokenAt = 1e9;
    std::uint32_t gone = 0; ///< lock that is not there any more
    std::uint32_t stuck = 0; ///< one that refuses
    std::uint32_t idle = 0; ///< one that nobody takes, so nothing comes into force
    std::uint32_t refuses = 0; ///< one of which nothing can be wanted

private:
    [[nodiscard]] double factor() const
    {
        if (m_wanted.isNone())
            return 1;
        const MadeUpLock& lock = m_locks[m_lock - 1];
        const auto found = lock.ratios.find(m_wanted.by);
        return (found == lock.ratios.end() ? 1 : found->second)
            / lock.longer(static_cast<double>(m_wanted.delay.count()));
    }

    std::vector<MadeUpLock> m_locks;
    Options m_options;
    std::mt19937_64 m_random;
    std::normal_distribution<double> m_normal;
    double m_now = 0;
    double m_units = 0;
    double m_preempted = 0;
    double m_level = 0;
    std::uint32_t m_lock = 0;
    program::Substitution m_wanted;
};

} // namespace lockscope::test
