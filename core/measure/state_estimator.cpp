// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/state_estimator.h"

#include <algorithm>
#include <numeric>

namespace lockscope::measure {

namespace {

double grown(std::optional<std::uint64_t> from, std::optional<std::uint64_t> to)
{
    return *to > *from ? static_cast<double>(*to - *from) : 0.0;
}

bool complete(const KernelTimes& times)
{
    return times.runNs && times.waitNs && times.state;
}

} // namespace

bool StateEstimator::asksForSwitches(const KernelTimes& now) const
{
    if (now.state != 'R')
        return !m_voluntary; // to know later that it has not slept again
    return m_sleptNs > 0;
}

bool StateEstimator::stayedAwake(const KernelTimes& now, double run) const
{
    if (*m_last->state != 'R')
        return false;
    // One goes to sleep from a CPU only, and the kernel counts it. An older count proves it as
    // well.
    return run <= 0 || (m_voluntary && now.voluntarySwitches == m_voluntary);
}

double StateEstimator::openSleep(double open, double elapsed) const
{
    const double offCpu = m_sleptNs + m_waitedNs;
    const double sleepiness = offCpu > 0 ? m_sleptNs / offCpu : 0.0;
    const double canSleep = elapsed * (phase(Phase::Guard) + phase(Phase::Idle));
    return std::min(open * sleepiness, canSleep);
}

void StateEstimator::fadeMemory()
{
    constexpr double kFade = 0.8; // what a worker did under another guard says little
    m_sleptNs *= kFade;
    m_waitedNs *= kFade;
    if (m_sleptNs < 1) // none, so that nobody asks about it for ever
        m_sleptNs = 0;
}

StateEstimator::KernelShares StateEstimator::kernelShares(const KernelTimes& now, double elapsed)
{
    const double run = std::min(grown(m_last->runNs, now.runNs), elapsed);
    const double reported = grown(m_last->waitNs, now.waitNs);
    const double alreadyCounted = std::min(m_pendingWaitNs, reported);
    m_pendingWaitNs -= alreadyCounted;
    double waited = std::min(reported - alreadyCounted, elapsed - run);

    double asleep = elapsed - run - waited;
    if (*now.state != 'R') {
        m_pendingWaitNs = 0; // it has slept since, so no wait is still open
        fadeMemory();
        m_sleptNs += asleep;
        m_waitedNs += waited;
    } else {
        const bool awake = stayedAwake(now, run);
        if (awake) // of how it sleeps this teaches nothing, but what it remembers grows older
            fadeMemory();
        const double slept =
            awake ? 0.0 : openSleep(asleep, elapsed); // no ground for the next guess
        m_pendingWaitNs += asleep - slept;
        waited += asleep - slept;
        asleep = slept;
    }
    return {.run = run / elapsed, .preempted = waited / elapsed, .asleep = asleep / elapsed};
}

void StateEstimator::restart(const KernelTimes& now)
{
    m_last = complete(now) ? std::optional(now) : std::nullopt;
    m_voluntary.reset();
    m_pendingWaitNs = 0;
    m_sleptNs = 0;
    m_waitedNs = 0;
}

std::optional<StateShares> StateEstimator::update(const KernelTimes& now,
                                                  const PhaseCounts& samples)
{
    const auto sampled = std::accumulate(samples.begin(), samples.end(), 0U);
    if (sampled > 0) {
        m_phases.emplace();
        std::transform(samples.begin(),
                       samples.end(),
                       m_phases->begin(),
                       [sampled](std::uint32_t n) { return double(n) / sampled; });
    }
    if (!complete(now)) {
        m_last.reset();
        return std::nullopt;
    }
    const double elapsed = m_last ? static_cast<double>((now.at - m_last->at).count()) : 0;
    if (elapsed <= 0 || !m_phases) {
        m_last = now;
        return std::nullopt;
    }
    const KernelShares kernel = kernelShares(now, elapsed);
    m_last = now;
    if (now.voluntarySwitches)
        m_voluntary = now.voluntarySwitches;

    const double guard = phase(Phase::Guard);
    const double idle = phase(Phase::Idle);
    // A sleep that no sample caught is the guard's: the lock is what workers sleep in.
    const double inGuard = guard + idle > 0 ? guard / (guard + idle) : 1.0;
    const double blocked = kernel.asleep * inGuard;
    const double asleepIdle = kernel.asleep - blocked;

    std::array<double, kPhaseCount> onCpu{phase(Phase::Native),
                                          std::max(0.0, guard - blocked),
                                          phase(Phase::Callback),
                                          std::max(0.0, idle - asleepIdle)};
    double sum = std::accumulate(onCpu.begin(), onCpu.end(), 0.0);
    if (sum <= 0) { // on a CPU for a moment that no sample caught: it was about what it slept in
        onCpu = *m_phases;
        sum = std::accumulate(onCpu.begin(), onCpu.end(), 0.0);
    }
    const auto share = [&](Phase p) {
        return kernel.run * onCpu[static_cast<std::size_t>(p)] / sum;
    };
    StateShares shares;
    shares[State::Native] = static_cast<float>(share(Phase::Native));
    shares[State::Guard] = static_cast<float>(share(Phase::Guard));
    shares[State::Callback] = static_cast<float>(share(Phase::Callback));
    shares[State::Blocked] = static_cast<float>(blocked);
    shares[State::Preempted] = static_cast<float>(kernel.preempted);
    shares[State::Idle] = static_cast<float>(asleepIdle + share(Phase::Idle));
    return shares;
}

} // namespace lockscope::measure
