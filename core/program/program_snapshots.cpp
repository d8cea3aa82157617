// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/program/program_snapshots.h"

#include "core/io/limits.h"
#include "core/program/watch_account.h"

#include <algorithm>

namespace lockscope::program {

namespace {

constexpr std::chrono::seconds kTellAgain{5};

measure::LockInfo infoOf(const LockReading& lock)
{
    return {lock.id,
            std::string(lockKindName(lock.counts.name.kind)),
            lock.counts.name.address,
            lock.pid,
            recordedText(lock.site.function),
            recordedText(lock.site.file),
            lock.site.line,
            recordedText(lock.site.module),
            lock.site.moduleOffset};
}

/// None where the kernel did not say what the thread ran, or no time has passed.
std::optional<measure::StateShares> sharesOf(const ThreadTimes& times)
{
    if (!times.kernelKnown || times.seenNs == 0)
        return std::nullopt;
    const auto share = [&times](std::uint64_t ns) {
        return static_cast<float>(static_cast<double>(ns) / static_cast<double>(times.seenNs));
    };
    measure::StateShares shares;
    shares[measure::kRunning] = share(times.runningNs);
    shares[measure::kWaitsForLock] = share(times.lockNs);
    shares[measure::kWaitsForCondition] = share(times.conditionNs);
    shares[measure::State::Preempted] = share(times.preemptedNs);
    shares[measure::kAsleep] = share(times.asleepNs());
    return shares;
}

/// Contended acquisitions to be told of an interval: at most as many as it has acquisitions, since
/// a reading may fall between the two; what is left over is told in the next, or the last.
std::uint64_t contendedToTell(std::uint64_t now,
                              std::uint64_t& told,
                              std::uint64_t acquisitions,
                              bool last)
{
    std::uint64_t more = grownBy(now, told);
    if (!last)
        more = std::min(more, acquisitions);
    told += more;
    return more;
}

/// What a thread did between two readings; its index and contended acquisitions are still to be
/// told.
measure::ThreadSnapshot since(const ThreadReading& before, const ThreadReading& now)
{
    measure::ThreadSnapshot thread;
    thread.tid = static_cast<std::int32_t>(now.tid);
    thread.calls = grownBy(now.acquisitions, before.acquisitions);
    thread.waitNs = grownBy(now.waitNs, before.waitNs);
    const ThreadTimes times = now.times.since(before.times);
    thread.states = sharesOf(times);
    if (times.kernelKnown)
        thread.cpuNs = times.runningNs;
    return thread;
}

/// Over those whose states are known.
std::optional<measure::StateShares> meanOf(const std::vector<measure::ThreadSnapshot>& threads)
{
    measure::StateShares mean;
    std::size_t known = 0;
    for (const measure::ThreadSnapshot& thread : threads) {
        if (!thread.states)
            continue;
        ++known;
        for (const measure::State state : measure::kStates)
            mean[state] += (*thread.states)[state];
    }
    if (known == 0)
        return std::nullopt;
    for (float& share : mean.share)
        share /= static_cast<float>(known);
    return mean;
}

} // namespace

measure::SnapshotPtr ProgramSnapshots::next(const ProgramReading& reading,
                                            bool last,
                                            const measure::ConfigFacts& facts,
                                            const MakeAccount& account)
{
    if (reading.elapsed <= m_time)
        return nullptr;
    measure::Snapshot snapshot;
    auto part = std::make_shared<measure::ProgramSnapshot>();
    snapshot.sequence = m_sequence++;
    snapshot.interval = reading.elapsed - m_time;
    snapshot.time = m_time = reading.elapsed;
    snapshot.waitsExact = reading.exact;
    addLocks(reading, last, snapshot, *part);
    addThreads(reading, last, snapshot, *part);
    // An acquisition stands where an experiment has a call, with all that belongs to one.
    snapshot.delta.tasks = snapshot.delta.callbacks = snapshot.delta.passes = snapshot.delta.calls;
    m_total += snapshot.delta;
    snapshot.total = m_total;
    snapshot.changes = m_substitutions.look(reading, snapshot.interval, facts);
    part->account = account(m_time, last);
    snapshot.program = std::move(part);
    return std::make_shared<const measure::Snapshot>(std::move(snapshot));
}

void ProgramSnapshots::addLocks(const ProgramReading& reading,
                                bool last,
                                measure::Snapshot& snapshot,
                                measure::ProgramSnapshot& part)
{
    measure::HistogramCounts waits;
    const auto add = [&](const LockReading& lock, bool isLock) {
        KnownLock& known = m_locks[lock.id];
        measure::LockSnapshot out;
        out.id = lock.id;
        out.waiters = lock.waiters;
        out.acquisitions = grownBy(lock.counts.acquisitions, known.counts.acquisitions);
        out.contended =
            contendedToTell(lock.counts.contended, known.contendedTold, out.acquisitions, last);
        out.waitNs = grownBy(lock.counts.waitNs, known.counts.waitNs);
        out.waitSoFarNs = lock.waitSoFarNs;
        out.causedNs = grownBy(lock.counts.causedNs, known.counts.causedNs);
        out.ownerTid = lock.ownerTid;
        if (isLock) {
            snapshot.delta.calls += out.acquisitions;
            snapshot.delta.contended += out.contended;
            snapshot.delta.waitNs += out.waitNs;
            if (lock.counts.waits.count() != known.counts.waits.count())
                waits.merge(lock.counts.waits.since(known.counts.waits));
        }
        known.counts = lock.counts;
        if (part.locks.size() >= io::limits::kLocks)
            return;
        if (out.acquisitions == 0 && out.waitNs == 0 && out.waiters == 0 && out.causedNs == 0)
            return;
        part.locks.push_back(out);
        if (known.toldAt > std::chrono::nanoseconds::zero() && lock.site == known.site
            && m_time - known.toldAt < kTellAgain)
            return;
        known.toldAt = m_time;
        known.site = lock.site;
        part.newLocks.push_back(infoOf(lock));
    };
    for (const LockReading& lock : reading.locks) // the most waited for first
        add(lock, true);
    for (const LockReading& condition : reading.conditions)
        add(condition, false);
    std::sort(part.locks.begin(), part.locks.end(), [](const auto& a, const auto& b) {
        return a.id < b.id;
    });
    snapshot.waits = waits.sparse();
}

/// Says what a thread is called, the first time, when that has changed, and every few seconds.
void ProgramSnapshots::tellOf(const ThreadReading& thread,
                              KnownThread& known,
                              measure::ProgramSnapshot& part)
{
    std::string name = recordedText(thread.name);
    const bool isNew = known.told.tid == 0;
    if (!isNew && known.told.name == name && m_time - known.toldAt < kTellAgain)
        return;
    if (isNew)
        known.told.index = static_cast<std::uint32_t>(m_threads.size() - 1);
    known.told.pid = thread.pid;
    known.told.tid = static_cast<std::int32_t>(thread.tid);
    known.told.name = std::move(name);
    known.toldAt = m_time;
    part.newThreads.push_back(known.told);
}

void ProgramSnapshots::addThreads(const ProgramReading& reading,
                                  bool last,
                                  measure::Snapshot& snapshot,
                                  measure::ProgramSnapshot& part)
{
    std::vector<std::pair<measure::ThreadSnapshot, std::uint32_t>>
        threads; // and what each waits for
    for (const ThreadReading& thread : reading.threads) {
        const std::pair key{thread.pid, thread.tid};
        const bool hasPlace =
            m_threads.contains(key) || m_threads.size() < io::limits::kThreadsInAll;
        if (!thread.running || thread.tid == 0 || !hasPlace
            || threads.size() >= io::limits::kThreads)
            continue;
        KnownThread& known = m_threads[key];
        tellOf(thread, known, part);
        threads.emplace_back(since(known.reading, thread), thread.waitsFor.value_or(0));
        threads.back().first.index = known.told.index;
        threads.back().first.contended = contendedToTell(
            thread.contended, known.contendedTold, threads.back().first.calls, last);
        known.reading = thread;
    }
    std::sort(threads.begin(), threads.end(), [](const auto& a, const auto& b) {
        return a.first.index < b.first.index;
    });
    for (auto& [thread, lock] : threads) {
        snapshot.threads.push_back(thread);
        part.waitingFor.push_back(lock);
    }
    snapshot.states = meanOf(snapshot.threads);
}

const LockCounts* ProgramSnapshots::lock(std::uint32_t id) const
{
    const auto found = m_locks.find(id);
    return found == m_locks.end() ? nullptr : &found->second.counts;
}

std::optional<std::uint32_t> ProgramSnapshots::mostWaitedFor() const
{
    std::optional<std::uint32_t> most;
    std::uint64_t waited = 0;
    for (const auto& [id, known] : m_locks)
        if (known.counts.name.kind != LockKind::Condition && known.counts.waitNs > waited) {
            waited = known.counts.waitNs;
            most = id;
        }
    return most;
}

std::optional<std::uint32_t> ProgramSnapshots::lockAt(std::uint64_t address) const
{
    for (const auto& [id, known] : m_locks)
        if (known.counts.name.address == address && known.counts.name.kind != LockKind::Condition)
            return id;
    return std::nullopt;
}

} // namespace lockscope::program
