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

constexpr std::chrono::seconds kBetweenAccounts{10}; ///< at most

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
    info.host = m_host;
    info.config = configFacts();
    return info;
}

ProgramReading ProgramSource::reading()
{
    const std::lock_guard hold(m_watching);
    return m_watch->read();
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
    const LockCounts* const known = m_snapshots.lock(wanted.lock);
    if (known == nullptr)
        throw io::BadInput(fmt::format(
            "lock {}: there is no such lock; allowed: the ids of locks that were seen so far",
            wanted.lock));
    const auto why = whyNoSubstitute(*known, m_launched);
    if (why && !wanted.wanted.isNone())
        throw io::BadInput(fmt::format("lock {} can have no substitute: {}", wanted.lock, *why));
    want(all);
}

Substitution ProgramSource::wantedOf(std::uint32_t lock)
{
    const std::lock_guard hold(m_watching);
    const auto found = m_wanted.find(lock);
    return found == m_wanted.end() ? Substitution{} : found->second.wanted;
}

bool ProgramSource::wantsAnything()
{
    const std::lock_guard hold(m_watching);
    return !m_wanted.empty();
}

void ProgramSource::substituteNothing()
{
    const std::lock_guard hold(m_watching);
    want({});
}

std::optional<std::uint32_t> ProgramSource::mostWaitedFor()
{
    const std::lock_guard hold(m_watching);
    return m_snapshots.mostWaitedFor();
}

std::optional<std::uint32_t> ProgramSource::lockAt(std::uint64_t address)
{
    const std::lock_guard hold(m_watching);
    return m_snapshots.lockAt(address);
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
    return m_snapshots.next(
        reading, last, configFacts(), [this](std::chrono::nanoseconds time, bool isLast) {
            const bool due = m_withAccounts && (isLast || time >= m_accountDue);
            if (!due)
                return std::shared_ptr<const measure::ProgramAccount>();
            // Soon at first: a program may be over in a moment.
            m_accountDue = time + std::min<std::chrono::nanoseconds>(time, kBetweenAccounts);
            return accountOf(reportOf(*m_watch, m_command, m_pid, m_launched));
        });
}

} // namespace lockscope::program
