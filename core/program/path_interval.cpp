// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/program/path_interval.h"

#include <algorithm>
#include <cmath>

namespace lockscope::program {

using measure::LockSnapshot;
using measure::Snapshot;
using measure::ThreadSnapshot;

namespace {

constexpr std::size_t kLongestChain = 64; ///< of those who wait for each other at one instant
constexpr std::size_t kCandidates = 6; ///< locks that a thread's waits may have been for
constexpr double kIdle = 0.5; ///< of an interval
constexpr double kWhole = 0.999; ///< of an interval: clocks of a thread and of its lock differ

/// The likeliest of them; they sum to 1.
void normalize(std::vector<PathCandidate>& candidates)
{
    const auto kept = static_cast<std::ptrdiff_t>(std::min(candidates.size(), kCandidates));
    std::partial_sort(candidates.begin(),
                      candidates.begin() + kept,
                      candidates.end(),
                      [](const auto& a, const auto& b) {
                          return a.weight != b.weight ? a.weight > b.weight : a.lock < b.lock;
                      });
    candidates.resize(static_cast<std::size_t>(kept));
    double all = 0;
    for (const PathCandidate& each : candidates)
        all += each.weight;
    for (PathCandidate& each : candidates)
        each.weight /= all;
}

} // namespace

std::optional<std::size_t> placeOfIndex(const Snapshot& snapshot, std::uint32_t index)
{
    const auto& threads = snapshot.threads;
    if (index < threads.size() && threads[index].index == index)
        return index;
    const auto found = std::find_if(threads.begin(), threads.end(), [index](const auto& thread) {
        return thread.index == index;
    });
    return found == threads.end()
        ? std::nullopt
        : std::optional(static_cast<std::size_t>(found - threads.begin()));
}

std::optional<std::size_t> placeOfTid(const Snapshot& snapshot, std::int32_t tid)
{
    if (tid == 0)
        return std::nullopt;
    const auto& threads = snapshot.threads;
    const auto found = std::find_if(
        threads.begin(), threads.end(), [tid](const auto& thread) { return thread.tid == tid; });
    return found == threads.end()
        ? std::nullopt
        : std::optional(static_cast<std::size_t>(found - threads.begin()));
}

std::int32_t holderIn(const Snapshot& snapshot, std::uint32_t lock)
{
    const LockSnapshot* held = measure::lockIn(*snapshot.program, lock);
    return held == nullptr || held->waiters == 0 ? 0 : static_cast<std::int32_t>(held->ownerTid);
}

OwnShares::OwnShares(const ThreadSnapshot& thread)
{
    if (!thread.states)
        return;
    const auto share = [&thread](measure::State state) {
        const double value = (*thread.states)[state];
        return value > 0 && std::isfinite(value) ? value : 0;
    };
    running = share(measure::kRunning);
    preempted = share(measure::State::Preempted);
    condition = share(measure::kWaitsForCondition);
    asleep = share(measure::kAsleep);
    const double all = running + preempted + condition + asleep;
    unknown = all > 0 ? 0 : 1;
    if (all > 0)
        for (double* part : {&running, &preempted, &condition, &asleep})
            *part /= all;
}

double PathInterval::waited(std::size_t place) const
{
    return std::min(static_cast<double>(m_now.threads[place].waitNs), ns());
}

std::uint32_t PathInterval::wanted(const Snapshot& snapshot, std::size_t place) const
{
    const auto& waiting = snapshot.program->waitingFor;
    const std::uint32_t lock = place < waiting.size() ? waiting[place] : 0;
    return lock != 0 && m_looks.isLock(lock) ? lock : 0;
}

std::uint32_t PathInterval::wantedBefore(std::uint32_t thread) const
{
    const auto place = m_before ? placeOfIndex(*m_before, thread) : std::nullopt;
    return place ? wanted(*m_before, *place) : 0;
}

std::vector<std::size_t> PathInterval::chainFrom(const Snapshot& snapshot,
                                                 std::size_t place,
                                                 bool& circle) const
{
    circle = false;
    std::vector<std::size_t> chain{place};
    while (chain.size() < kLongestChain) {
        const std::uint32_t lock = wanted(snapshot, chain.back());
        const auto holder =
            lock == 0 ? std::nullopt : placeOfTid(snapshot, holderIn(snapshot, lock));
        if (!holder)
            break;
        if (*holder == chain.back()) { // it has just got it, or waits for ever
            circle = static_cast<double>(snapshot.threads[*holder].waitNs)
                >= static_cast<double>(snapshot.interval.count()) * kWhole;
            break;
        }
        if (std::find(chain.begin(), chain.end(), *holder) != chain.end()) {
            circle = true;
            break;
        }
        chain.push_back(*holder);
    }
    return chain;
}

/// By all together, ns.
double PathInterval::waitedForNs(const LockSnapshot& lock) const
{
    const LockSnapshot* earlier = m_before ? measure::lockIn(*m_before->program, lock.id) : nullptr;
    double soFar = static_cast<double>(lock.waitSoFarNs);
    if (!m_before) // of those who wait now, no more than all of it
        soFar = std::min(soFar, ns() * lock.waiters);
    const double ns = static_cast<double>(lock.waitNs) + soFar
        - (earlier ? static_cast<double>(earlier->waitSoFarNs) : 0);
    return std::max(ns, 0.0);
}

double PathInterval::contendedNs(std::uint32_t id) const
{
    const LockSnapshot* lock = measure::lockIn(*m_now.program, id);
    return lock == nullptr ? 0 : std::min(waitedForNs(*lock) / m_looks.waitersAtATime(id), ns());
}

const std::vector<PathCandidate>& PathInterval::candidates(std::size_t place) const
{
    for (const auto& [known, found] : m_candidates)
        if (known == place)
            return found;
    return m_candidates.emplace_back(place, findCandidates(place, false)).second;
}

std::vector<PathCandidate> PathInterval::findCandidates(std::size_t place, bool mayGuess) const
{
    std::vector<PathCandidate> found;
    const std::uint32_t thread = m_now.threads[place].index;
    if (waited(place) <= 0)
        return found;
    for (const std::uint32_t lock : {wanted(m_now, place), wantedBefore(thread)})
        if (lock != 0 && (found.empty() || found.front().lock != lock))
            found.push_back({lock, 1});
    if (found.empty())
        for (const auto& [lock, times] : m_looks.waitedFor(thread))
            if (m_looks.isLock(lock) && contendedNs(lock) > 0)
                found.push_back({lock, static_cast<double>(times)});
    if (found.empty() && mayGuess) {
        for (const LockSnapshot& lock : m_now.program->locks)
            if ((lock.waitNs > 0 || lock.waitSoFarNs > 0) && m_looks.isLock(lock.id))
                found.push_back(
                    {lock.id,
                     static_cast<double>(lock.waitNs) + static_cast<double>(lock.waitSoFarNs)});
        if (found.empty())
            found.push_back({0, 1});
    }
    normalize(found);
    return found;
}

std::optional<std::size_t> PathInterval::holderOf(std::uint32_t lock) const
{
    for (const auto& [known, found] : m_holders)
        if (known == lock)
            return found;
    return m_holders.emplace_back(lock, findHolder(lock)).second;
}

std::optional<std::size_t> PathInterval::findHolder(std::uint32_t lock) const
{
    for (const std::int32_t tid : {m_before ? holderIn(*m_before, lock) : 0,
                                   holderIn(m_now, lock),
                                   m_looks.usualHolder(lock)})
        if (const auto place = placeOfTid(m_now, tid))
            return place;
    return std::nullopt;
}

bool PathInterval::isIdle(std::size_t place) const
{
    const ThreadSnapshot& thread = m_now.threads[place];
    if (!thread.states)
        return false;
    const measure::StateShares& states = *thread.states;
    return static_cast<double>(states[measure::kAsleep]) + states[measure::kWaitsForCondition]
        > kIdle;
}

bool PathInterval::wasSeenHolding(std::int32_t tid, std::uint32_t lock) const
{
    return holderIn(m_now, lock) == tid || (m_before && holderIn(*m_before, lock) == tid);
}

} // namespace lockscope::program
