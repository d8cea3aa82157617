// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/joined_snapshots.h"

#include "core/io/limits.h"

#include <algorithm>
#include <map>
#include <memory>
#include <utility>

namespace lockscope::measure {

namespace {

/// Shares that are weighted by the time that they are of.
class MeanShares
{
public:
    void add(const std::optional<StateShares>& shares, double weight)
    {
        if (!shares || !(weight > 0))
            return;
        m_weight += weight;
        for (std::size_t i = 0; i < kStateCount; ++i)
            m_sums[i] += weight * shares->share[i];
    }

    [[nodiscard]] std::optional<StateShares> mean() const
    {
        if (!(m_weight > 0))
            return std::nullopt;
        StateShares mean;
        for (std::size_t i = 0; i < kStateCount; ++i)
            mean.share[i] = static_cast<float>(m_sums[i] / m_weight);
        return mean;
    }

private:
    std::array<double, kStateCount> m_sums{};
    double m_weight = 0;
};

/// One worker's parts.
struct JoinedThread
{
    ThreadSnapshot sum;
    MeanShares states;

    void add(const ThreadSnapshot& part, double seconds)
    {
        states.add(part.states, seconds);
        sum.tid = part.tid;
        sum.cpu = part.cpu;
        sum.calls += part.calls;
        sum.contended += part.contended;
        sum.waitNs += part.waitNs;
        sum.waitSoFarNs = part.waitSoFarNs;
        if (part.p99WaitNs)
            sum.p99WaitNs = std::max(sum.p99WaitNs.value_or(0), *part.p99WaitNs);
        if (sum.cpuNs && part.cpuNs)
            *sum.cpuNs += *part.cpuNs;
        else
            sum.cpuNs.reset();
        sum.voluntarySwitches = part.voluntarySwitches;
        sum.involuntarySwitches = part.involuntarySwitches;
    }
};

/// The workers of all parts, by index. Nearly always all parts have the same ones.
class JoinedThreads
{
public:
    void add(const std::vector<ThreadSnapshot>& threads, double seconds)
    {
        auto at = m_threads.begin();
        for (const ThreadSnapshot& thread : threads) {
            if (at == m_threads.end() || at->sum.index != thread.index)
                at = std::lower_bound(m_threads.begin(),
                                      m_threads.end(),
                                      thread.index,
                                      [](const JoinedThread& each, std::uint32_t index) {
                                          return each.sum.index < index;
                                      });
            if (at == m_threads.end() || at->sum.index != thread.index) {
                at = m_threads.emplace(at);
                at->sum.index = thread.index;
                at->sum.cpuNs = 0;
            }
            at->add(thread, seconds);
            ++at;
        }
    }

    [[nodiscard]] std::vector<ThreadSnapshot> take()
    {
        std::vector<ThreadSnapshot> threads;
        threads.reserve(m_threads.size());
        for (JoinedThread& each : m_threads) {
            each.sum.states = each.states.mean();
            threads.push_back(each.sum);
        }
        return threads;
    }

private:
    std::vector<JoinedThread> m_threads;
};

/// What each of these threads waits for at the end of a snapshot.
std::vector<std::uint32_t> waitingAtEnd(const Snapshot& last,
                                        const std::vector<ThreadSnapshot>& threads)
{
    std::vector<std::uint32_t> waiting(threads.size());
    auto own = last.threads.begin();
    for (std::size_t i = 0; i < threads.size(); ++i) {
        while (own != last.threads.end() && own->index < threads[i].index)
            ++own;
        const auto place = static_cast<std::size_t>(own - last.threads.begin());
        if (own != last.threads.end() && own->index == threads[i].index && last.program
            && place < last.program->waitingFor.size())
            waiting[i] = last.program->waitingFor[place];
    }
    return waiting;
}

/// A watched program's parts: sums by lock; who waits, and for what, is that of the last one.
std::shared_ptr<const ProgramSnapshot> joinedPrograms(std::span<const SnapshotPtr> parts,
                                                      const std::vector<ThreadSnapshot>& threads)
{
    if (std::none_of(parts.begin(), parts.end(), [](const SnapshotPtr& part) {
            return part->program != nullptr;
        }))
        return nullptr;
    auto whole = std::make_shared<ProgramSnapshot>();
    std::map<std::uint32_t, LockSnapshot> locks;
    for (const SnapshotPtr& part : parts) {
        for (auto& [id, sum] : locks) { // of the interval's end
            sum.waiters = 0;
            sum.waitSoFarNs = 0;
            sum.ownerTid = 0;
        }
        if (!part->program)
            continue;
        for (const LockSnapshot& lock : part->program->locks) {
            LockSnapshot& sum = locks[lock.id];
            sum.id = lock.id;
            sum.waiters = lock.waiters;
            sum.acquisitions += lock.acquisitions;
            sum.contended += lock.contended;
            sum.waitNs += lock.waitNs;
            sum.waitSoFarNs = lock.waitSoFarNs;
            sum.causedNs += lock.causedNs;
            sum.ownerTid = lock.ownerTid;
        }
        const ProgramSnapshot& program = *part->program;
        if (program.account)
            whole->account = program.account;
        whole->newLocks.insert(
            whole->newLocks.end(), program.newLocks.begin(), program.newLocks.end());
        whole->newThreads.insert(
            whole->newThreads.end(), program.newThreads.begin(), program.newThreads.end());
    }
    whole->waitingFor = waitingAtEnd(*parts.back(), threads);
    whole->locks.reserve(locks.size());
    for (const auto& [id, sum] : locks)
        whole->locks.push_back(sum);
    return whole;
}

void addViolations(std::vector<std::string>& all, const std::vector<std::string>& more)
{
    for (const std::string& each : more)
        if (all.size() < io::limits::kViolationsTold
            && std::find(all.begin(), all.end(), each) == all.end())
            all.push_back(each);
}

} // namespace

Snapshot joined(std::span<const SnapshotPtr> parts)
{
    if (parts.size() == 1)
        return *parts.front();
    const Snapshot& last = *parts.back();
    Snapshot whole;
    whole.sequence = last.sequence;
    whole.time = last.time;
    whole.total = last.total;
    whole.joined = 0;
    HistogramCounts waits;
    MeanShares states;
    JoinedThreads threads;
    for (const SnapshotPtr& part : parts) {
        const double seconds = std::chrono::duration<double>(part->interval).count();
        whole.joined += part->joined;
        whole.interval += part->interval;
        whole.delta += part->delta;
        whole.waitsExact = whole.waitsExact && part->waitsExact;
        waits.merge(part->waits);
        states.add(part->states, seconds * static_cast<double>(part->statesKnown()));
        threads.add(part->threads, seconds);
        whole.changes.insert(whole.changes.end(), part->changes.begin(), part->changes.end());
        addViolations(whole.violations, part->violations);
        if (whole.disturbance && part->disturbance)
            *whole.disturbance += *part->disturbance;
        else if (part->disturbance)
            whole.disturbance = part->disturbance;
    }
    whole.waits = waits.sparse();
    whole.states = states.mean();
    whole.threads = threads.take();
    whole.program = joinedPrograms(parts, whole.threads);
    return whole;
}

} // namespace lockscope::measure
