// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/program/program_source.h"

#include "core/io/bad_input.h"
#include "core/io/limits.h"
#include "core/measure/thread_scheduling.h"
#include "core/program/watch_account.h"

#include <algorithm>

#include <fmt/format.h>

namespace lockscope::program {

namespace {

constexpr std::chrono::seconds kTellAgain{5};
constexpr std::chrono::seconds kBetweenAccounts{10}; ///< at most

measure::SparseHistogram since(const measure::SparseHistogram& now,
                               const measure::SparseHistogram& before)
{
    measure::HistogramCounts later;
    measure::HistogramCounts earlier;
    later.merge(now);
    earlier.merge(before);
    return later.since(earlier);
}

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

/// What a thread did between two readings; its index is still to be told.
measure::ThreadSnapshot since(const ThreadReading& before, const ThreadReading& now)
{
    measure::ThreadSnapshot thread;
    thread.tid = static_cast<std::int32_t>(now.tid);
    thread.calls = grownBy(now.acquisitions, before.acquisitions);
    thread.contended = grownBy(now.contended, before.contended);
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

ProgramSource::ProgramSource(std::unique_ptr<ProgramWatch> watch,
                             std::string command,
                             std::uint32_t pid,
                             bool launched,
                             double snapshotsPerSecond,
                             bool withAccounts)
    : m_watch(std::move(watch))
    , m_command(std::move(command))
    , m_pid(pid)
    , m_launched(launched)
    , m_withAccounts(withAccounts)
    , m_period(static_cast<std::int64_t>(1e9 / snapshotsPerSecond))
{}

ProgramSource::~ProgramSource()
{
    stop();
}

void ProgramSource::start()
{
    if (m_thread.joinable() && m_thread.get_stop_token().stop_requested())
        m_thread.join();
    const std::lock_guard hold(m_mutex);
    if (m_running || m_ended)
        return;
    m_running = true;
    m_thread = std::jthread([this](const std::stop_token& token) { run(token); });
}

void ProgramSource::stop()
{
    if (m_thread.joinable()) {
        m_thread.request_stop();
        m_thread.join();
    }
}

bool ProgramSource::stopWithin(std::chrono::nanoseconds time)
{
    m_thread.request_stop();
    std::unique_lock hold(m_mutex);
    return m_changed.wait_for(hold, time, [this] { return !m_running; });
}

bool ProgramSource::running() const
{
    const std::lock_guard hold(m_mutex);
    return m_running;
}

std::vector<measure::SnapshotPtr> ProgramSource::poll()
{
    return m_queue.take();
}

bool ProgramSource::waitEnded(std::chrono::nanoseconds time)
{
    std::unique_lock hold(m_mutex);
    m_changed.wait_for(hold, time, [this] { return m_ended; });
    return m_ended;
}

measure::ConfigFacts ProgramSource::configFacts() const
{
    return {{"program", recordedText(m_command)},
            {"pid", fmt::format("{}", m_pid)},
            {"watched_by", m_launched ? "launch" : "attach"}};
}

measure::SourceInfo ProgramSource::facts() const
{
    measure::SourceInfo info;
    info.subject = measure::Subject::Program;
    info.host = measure::readHostFacts();
    info.config = configFacts();
    return info;
}

WatchReport ProgramSource::report()
{
    const std::lock_guard hold(m_watching);
    return reportOf(*m_watch, m_command, m_pid, m_launched);
}

void ProgramSource::want(const std::map<std::uint32_t, WantedLock>& wanted)
{
    std::vector<WantedLock> all;
    for (const auto& [lock, one] : wanted)
        all.push_back(one);
    m_watch->substitute(all);
    m_wanted = wanted;
}

void ProgramSource::substitute(const WantedLock& wanted)
{
    const std::lock_guard hold(m_watching);
    std::map<std::uint32_t, WantedLock> all = m_wanted;
    if (wanted.wanted.isNone())
        all.erase(wanted.lock);
    else
        all[wanted.lock] = wanted;
    const auto known = m_locks.find(wanted.lock);
    if (known == m_locks.end())
        throw io::BadInput(fmt::format(
            "lock {}: there is no such lock; allowed: the ids of locks that were seen so far",
            wanted.lock));
    if (const auto why = whyNoSubstitute(known->second.counts, m_launched);
        why && !wanted.wanted.isNone())
        throw io::BadInput(fmt::format("lock {} can have no substitute: {}", wanted.lock, *why));
    want(all);
}

Substitution ProgramSource::wantedOf(std::uint32_t lock)
{
    const std::lock_guard hold(m_watching);
    const auto found = m_wanted.find(lock);
    return found == m_wanted.end() ? Substitution{} : found->second.wanted;
}

void ProgramSource::substituteNothing()
{
    const std::lock_guard hold(m_watching);
    want({});
}

std::optional<std::uint32_t> ProgramSource::mostWaitedFor()
{
    const std::lock_guard hold(m_watching);
    const auto most =
        std::max_element(m_locks.begin(), m_locks.end(), [](const auto& a, const auto& b) {
            return a.second.lockWaitNs() < b.second.lockWaitNs();
        });
    return most == m_locks.end() || most->second.lockWaitNs() == 0 ? std::nullopt
                                                                   : std::optional(most->first);
}

std::optional<std::uint32_t> ProgramSource::lockAt(std::uint64_t address)
{
    const std::lock_guard hold(m_watching);
    for (const auto& [id, known] : m_locks)
        if (known.counts.name.address == address && known.counts.name.kind != LockKind::Condition)
            return id;
    return std::nullopt;
}

bool ProgramSource::ended()
{
    const std::lock_guard hold(m_watching);
    return m_watch->ended();
}

void ProgramSource::run(const std::stop_token& stop)
{
    measure::askForShortLatency();
    measure::askForExactTimers();
    const auto look = std::chrono::nanoseconds(static_cast<std::int64_t>(1e9 / m_watch->rate()));
    auto due = std::chrono::steady_clock::now() + m_period;
    bool ended = false;
    bool last = false;
    while (!last) {
        last = stop.stop_requested(); // then up to here
        if (last) // a much shorter interval than the others would have the rates of a moment
            std::this_thread::sleep_until(due - m_period / 2);
        {
            const std::lock_guard hold(m_watching);
            ended = m_watch->ended();
            last = last || ended;
            m_watch->sample();
            const auto now = std::chrono::steady_clock::now();
            if (now >= due || last) {
                due += m_period;
                if (auto snapshot = next(m_watch->read(), last))
                    m_queue.push(std::move(snapshot));
                // What was missed is one long interval, and never a short one after it: that would
                // have the rates of a moment.
                if (const auto after = std::chrono::steady_clock::now(); due <= after)
                    due = after + m_period;
            }
        }
        if (!last)
            std::this_thread::sleep_for(look);
    }
    const std::lock_guard hold(m_mutex);
    m_running = false;
    m_ended = m_ended || ended;
    m_changed.notify_all();
}

measure::SnapshotPtr ProgramSource::next(const ProgramReading& reading, bool last)
{
    if (reading.elapsed <= m_time)
        return nullptr;
    measure::Snapshot snapshot;
    auto part = std::make_shared<measure::ProgramSnapshot>();
    snapshot.sequence = m_sequence++;
    snapshot.interval = reading.elapsed - m_time;
    snapshot.time = m_time = reading.elapsed;
    snapshot.waitsExact = reading.exact;
    addLocks(reading, snapshot, *part);
    addThreads(reading, snapshot, *part);
    // An acquisition stands where an experiment has a call, with all that belongs to one.
    snapshot.delta.tasks = snapshot.delta.callbacks = snapshot.delta.passes = snapshot.delta.calls;
    m_total += snapshot.delta;
    snapshot.total = m_total;
    snapshot.changes = m_substitutions.look(reading, snapshot.interval, configFacts());
    if (m_withAccounts && (last || m_time >= m_accountDue)) {
        // Soon at first: a program may be over in a moment.
        m_accountDue = m_time + std::min<std::chrono::nanoseconds>(m_time, kBetweenAccounts);
        part->account = accountOf(reportOf(*m_watch, m_command, m_pid, m_launched));
    }
    snapshot.program = std::move(part);
    return std::make_shared<const measure::Snapshot>(std::move(snapshot));
}

void ProgramSource::addLocks(const ProgramReading& reading,
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
        out.contended = grownBy(lock.counts.contended, known.counts.contended);
        out.waitNs = grownBy(lock.counts.waitNs, known.counts.waitNs);
        out.waitSoFarNs = lock.waitSoFarNs;
        out.causedNs = grownBy(lock.counts.causedNs, known.counts.causedNs);
        out.ownerTid = lock.ownerTid;
        if (isLock) {
            snapshot.delta.calls += out.acquisitions;
            snapshot.delta.contended += out.contended;
            snapshot.delta.waitNs += out.waitNs;
            if (lock.counts.waits.count() != known.counts.waits.count())
                waits.merge(since(lock.counts.waits, known.counts.waits));
        }
        known.counts = lock.counts;
        if (part.locks.size() >= io::limits::kLocks)
            return;
        if (out.acquisitions == 0 && out.waitNs == 0 && out.waiters == 0 && out.causedNs == 0)
            return;
        part.locks.push_back(out);
        measure::LockInfo info = infoOf(lock);
        if (info == known.told && m_time - known.toldAt < kTellAgain)
            return;
        known.toldAt = m_time;
        known.told = info;
        part.newLocks.push_back(std::move(info));
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
void ProgramSource::tellOf(const ThreadReading& thread,
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

void ProgramSource::addThreads(const ProgramReading& reading,
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

} // namespace lockscope::program
