// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/synthetic_history.h"

#include <algorithm>
#include <cmath>

namespace lockscope::test {

namespace {

constexpr double kMutexCalls = 26.4e6; // calls/s of all workers
constexpr double kFastCalls = 41.5e6;

} // namespace

SyntheticSource::SyntheticSource(const SyntheticOptions& options)
    : m_options(options)
    , m_random(options.seed)
    , m_nextChange(options.changeEverySeconds)
{}

double SyntheticSource::noise(double spread)
{
    return std::normal_distribution<double>(1, spread)(m_random);
}

measure::StateShares SyntheticSource::shares(std::uint32_t index, double seconds)
{
    const double wave = 0.5 + 0.5 * std::sin(seconds * 0.7 + index * 0.9);
    const double waiting = m_fastPath || !m_options.contended ? 0.02 : 1;
    measure::StateShares shares;
    const auto set = [&](measure::State state, double weight) {
        shares[state] = static_cast<float>(std::max(0.0, weight * noise(0.15)));
    };
    set(measure::State::Native, 0.35);
    set(measure::State::Guard, 0.12 + 0.2 * wave * waiting);
    set(measure::State::Blocked, 0.5 * (1 - wave) * waiting);
    set(measure::State::Callback, 0.3);
    set(measure::State::Preempted, 0.06 * wave);
    set(measure::State::Idle, index % 5 == 4 ? 0.4 * wave : 0.01);
    float sum = 0;
    for (const float share : shares.share)
        sum += share;
    for (float& share : shares.share)
        share /= sum;
    return shares;
}

measure::SparseHistogram SyntheticSource::waits(std::uint64_t count)
{
    // A short hump of spinning, a long one of sleeping: counts by the density of two lognormals.
    measure::HistogramCounts counts;
    const auto hump = [&](double center, double sigma, double weight) {
        constexpr int kSteps = 40;
        for (int i = -kSteps; i <= kSteps; ++i) {
            const double z = 3.5 * i / kSteps;
            const double expected =
                static_cast<double>(count) * weight * std::exp(-z * z / 2) * 3.5 / kSteps / 2.5066;
            const auto drawn = std::poisson_distribution<std::uint64_t>(expected)(m_random);
            if (drawn > 0)
                counts.add(static_cast<std::uint64_t>(center * std::exp(sigma * z)), drawn);
        }
    };
    hump(180, 0.45, 0.8);
    hump(9000, 0.9, 0.2);
    return counts.sparse();
}

measure::ThreadSnapshot SyntheticSource::thread(std::uint32_t index, double seconds)
{
    const double share = 1.0 / (m_options.threads * m_options.perSecond);
    measure::ThreadSnapshot thread;
    thread.index = index;
    thread.tid = static_cast<std::int32_t>(4000 + index);
    thread.calls = static_cast<std::uint64_t>(
        std::max(0.0, (m_fastPath ? kFastCalls : kMutexCalls) * share * noise(0.04)));
    const auto states = shares(index, seconds);
    if (!m_fastPath && m_options.contended) {
        thread.contended = thread.calls / 9;
        thread.waitNs = static_cast<std::uint64_t>(
            1e9 / m_options.perSecond
            * static_cast<double>(states[measure::State::Guard] + states[measure::State::Blocked])
            * 0.8);
        thread.p99WaitNs = static_cast<float>(30000 * std::abs(noise(0.2)));
    }
    if (!m_options.unknownStates)
        thread.waitSoFarNs = index % 3 == 0 ? thread.waitNs / 7 : 0;
    if (!m_options.unknownStates) {
        thread.states = states;
        thread.cpu = static_cast<std::int32_t>(index % 8);
        thread.cpuNs = 20'000'000;
        thread.voluntarySwitches = m_sequence * (3 + index % 4);
        thread.involuntarySwitches = m_sequence / 2 + index;
    }
    return thread;
}

measure::SnapshotPtr SyntheticSource::next()
{
    const auto interval = std::chrono::nanoseconds(std::llround(1e9 / m_options.perSecond));
    if (m_options.gaps && m_sequence % 97 == 90) {
        m_sequence += 15;
        m_time += interval * 15;
    }
    auto snapshot = std::make_shared<measure::Snapshot>();
    m_time += interval;
    snapshot->sequence = m_sequence++;
    snapshot->time = m_time;
    snapshot->interval = interval;
    snapshot->waitsExact = m_options.waitsExact;
    const double seconds = std::chrono::duration<double>(m_time).count();
    if (m_options.changeEverySeconds > 0 && seconds >= m_nextChange) {
        m_nextChange += m_options.changeEverySeconds;
        m_fastPath = !m_fastPath;
        snapshot->changes.push_back({.revision = ++m_revision,
                                     .time = m_time - interval / 2,
                                     .gap = std::chrono::milliseconds(4),
                                     .label = m_fastPath ? "fast path on" : "fast path off",
                                     .config = {{"fast_path", m_fastPath ? "on" : "off"}}});
    }

    measure::StateShares mean;
    for (int i = 0; i < m_options.threads; ++i) {
        const auto one = thread(static_cast<std::uint32_t>(i), seconds);
        snapshot->delta.calls += one.calls;
        snapshot->delta.contended += one.contended;
        snapshot->delta.waitNs += one.waitNs;
        if (one.states)
            for (std::size_t s = 0; s < measure::kStateCount; ++s)
                mean.share[s] += one.states->share[s] / static_cast<float>(m_options.threads);
        snapshot->threads.push_back(one);
    }
    snapshot->delta.tasks = snapshot->delta.callbacks = snapshot->delta.passes =
        snapshot->delta.calls;
    snapshot->waits = waits(snapshot->delta.contended);
    m_total += snapshot->delta;
    snapshot->total = m_total;
    if (!m_options.unknownStates && m_options.threads > 0)
        snapshot->states = mean;
    return snapshot;
}

void SyntheticSource::fill(measure::History& history, std::chrono::nanoseconds length)
{
    const auto until = m_time + length;
    while (m_time < until)
        history.push(next());
}

} // namespace lockscope::test
