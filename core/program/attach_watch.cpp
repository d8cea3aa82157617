// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/program/attach_watch.h"

#include "core/io/bad_input.h"
#include "core/program/process_facts.h"
#include "core/program/watch_permission.h"
#include "core/program/wrapper_frames.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <filesystem>
#include <utility>

#include <fmt/format.h>
#include <pthread.h>

namespace lockscope::program {

namespace {

constexpr std::size_t kThreadsMost = 4096;
constexpr std::chrono::milliseconds kThreadSearch{100}; ///< so often threads are looked for
constexpr std::chrono::milliseconds kEndSearch{20}; ///< and the end
/// Looks at a thread, in a second, 2 to 4 us each: of more threads each is looked at less often,
/// and each look stands for more time. What is added up over a program is as good as before.
constexpr double kLooksASecond = 8000;

std::vector<pid_t> threadNumbersOf(pid_t pid)
{
    std::vector<pid_t> numbers;
    std::error_code ended;
    const std::filesystem::path folder = fmt::format("/proc/{}/task", pid);
    for (std::filesystem::directory_iterator task(folder, ended), end; !ended && task != end;
         task.increment(ended))
    {
        const std::string name = task->path().filename().string();
        pid_t tid = 0;
        if (std::from_chars(name.data(), name.data() + name.size(), tid).ec == std::errc{})
            numbers.push_back(tid);
    }
    return numbers;
}

std::uint64_t nanoseconds(std::chrono::steady_clock::time_point time)
{
    return static_cast<std::uint64_t>(std::chrono::nanoseconds(time.time_since_epoch()).count());
}

bool isNoLock(LockKind kind)
{
    // Of a futex of which nothing is known waiting is not blamed on anybody: it may be idleness.
    return kind == LockKind::Condition || kind == LockKind::Futex;
}

ThreadClocks::Key clockOf(const ThreadReading& thread)
{
    return {thread.pid, thread.tid, 0};
}

} // namespace

AttachWatch::Thread::Thread(pid_t pid, pid_t tid)
    : callFile(fmt::format("/proc/{}/task/{}/syscall", pid, tid))
    , runs(pid, tid)
{}

AttachWatch::AttachWatch(pid_t pid, double rate)
    : m_pid(pid)
    , m_rate(rate)
    , m_stat(fmt::format("/proc/{}/stat", pid))
    , m_memory(pid)
    , m_symbols(pid)
    , m_unwinder(m_symbols)
{
    if (const WatchPermission permission = watchPermission(pid); !permission.granted())
        throw io::BadInput(permission.whyNot);
    const std::optional<ProcessFacts> facts = factsOf(pid);
    if (!facts)
        throw io::BadInput(fmt::format("Process {} has just ended.", pid));
    m_startTicks = facts->startTicks.value_or(0);
    m_command = facts->command.empty() ? facts->name : commandText(facts->command);
    m_began = std::chrono::steady_clock::now();
    findThreads();
}

AttachWatch::~AttachWatch() = default;

void AttachWatch::findThreads()
{
    m_searched = std::chrono::steady_clock::now();
    for (const pid_t tid : threadNumbersOf(m_pid)) {
        if (m_threads.contains(tid) || m_threads.size() >= kThreadsMost)
            continue;
        Thread& thread = m_threads.try_emplace(tid, m_pid, tid).first->second;
        thread.reading.pid = static_cast<std::uint32_t>(m_pid);
        thread.reading.tid = static_cast<std::uint32_t>(tid);
        thread.looked = m_searched;
        (void)m_clocks.update(clockOf(thread.reading), {}, std::nullopt, m_searched);
    }
}

void AttachWatch::sample()
{
    const auto now = std::chrono::steady_clock::now();
    if (now - m_searched >= kThreadSearch)
        findThreads();
    const auto most = static_cast<std::size_t>(std::max(1.0, kLooksASecond / m_rate));
    std::size_t looked = 0;
    auto at = m_threads.upper_bound(m_lastLooked);
    for (std::size_t i = 0; i < m_threads.size() && looked < most; ++i, ++at) {
        if (at == m_threads.end())
            at = m_threads.begin();
        auto& [tid, thread] = *at;
        if (!thread.callFile)
            continue;
        ++looked;
        m_lastLooked = tid;
        lookAt(thread, now - std::exchange(thread.looked, now));
    }
}

void AttachWatch::lookAt(Thread& thread, std::chrono::nanoseconds since)
{
    // One that sleeps and has not run since is in the same call.
    if (thread.runs.mayHaveRun() || !thread.call)
        lookAtCall(thread);
    if (!thread.waitsFor)
        return;
    const auto ns = static_cast<std::uint64_t>(since.count());
    Lock& lock = lockOf(*thread.waitsFor);
    lock.waitNs += ns;
    lock.waits[thread.stack] += static_cast<double>(ns);
    (isNoLock(thread.waitsFor->kind) ? thread.conditionNs : thread.lockNs) += ns;
    m_caughtNs += static_cast<double>(ns);
    if (thread.rooted)
        m_rootedNs += static_cast<double>(ns);
}

void AttachWatch::lookAtCall(Thread& thread)
{
    constexpr std::size_t kBuffer = 256;
    std::array<char, kBuffer> buffer;
    const std::string_view text = thread.callFile->read(buffer);
    if (text.empty()) {
        thread.callFile.reset();
        thread.reading.running = false;
        thread.waitsFor.reset();
        m_clocks.forget(clockOf(thread.reading));
        return;
    }
    const std::optional<BlockedCall> call = parseBlockedCall(text);
    const std::optional<FutexWait> wait = call ? futexWaitOf(*call) : std::nullopt;
    const bool goesOn = wait && thread.call && thread.call->stackPointer == call->stackPointer
        && thread.call->arguments[0] == call->arguments[0]
        && thread.call->instruction == call->instruction;
    thread.call = call;
    if (!wait)
        thread.waitsFor.reset();
    else if (!goesOn)
        beginWait(thread, *wait);
}

/// What it waits for is in the stack: the word alone does not tell a mutex from a condition.
void AttachWatch::beginWait(Thread& thread, const FutexWait& wait)
{
    thread.stack = stackOf(*thread.call);
    thread.rooted = m_rooted;
    thread.sinceNs = nanoseconds(thread.looked);
    thread.waitsFor.reset();
    const std::optional<LockKind> kind = kindOfWait(wait, framesOf(thread.stack, true));
    if (!kind)
        return;
    const LockName name{wait.address, *kind};
    thread.waitsFor = name;
    Lock& lock = lockOf(name);
    ++lock.seen;
    if (!lock.site) {
        const std::vector<Frame> frames = framesOf(thread.stack, false);
        lock.site = frames.empty() ? Frame{} : frames.front();
        lock.siteAddress = thread.call->instruction;
    }
}

StackTable::Id AttachWatch::stackOf(const BlockedCall& call)
{
    std::vector<std::byte> bytes(kStackBytes);
    bytes.resize(m_memory.read(call.stackPointer, bytes.data(), bytes.size()).bytes);
    const UnwoundStack stack =
        m_unwinder.unwind(call.instruction, call.stackPointer, StackCopy{call.stackPointer, bytes});
    m_rooted = stack.rooted;
    return m_stacks.idOf(stack.addresses);
}

std::vector<Frame> AttachWatch::framesOf(StackTable::Id id, bool all)
{
    return namedFrames(m_symbols, m_stacks.at(id), all);
}

AttachWatch::Lock& AttachWatch::lockOf(const LockName& name)
{
    const auto [at, isNew] = m_locks.try_emplace(name);
    if (isNew) {
        m_names.push_back(name);
        at->second.id = static_cast<std::uint32_t>(m_names.size());
    }
    return at->second;
}

/// As glibc writes it behind the lock word; only the number of a living thread is believed: other
/// mutexes have other things there.
std::uint32_t AttachWatch::ownerOf(const LockName& lock) const
{
    if (lock.kind != LockKind::Mutex)
        return 0;
    constexpr std::uint32_t kTidMask = 0x3fffffff;
    const auto owner =
        m_memory.value<std::uint32_t>(lock.address + offsetof(pthread_mutex_t, __data.__owner))
            .value_or(0)
        & kTidMask;
    const auto thread = m_threads.find(static_cast<pid_t>(owner));
    return thread != m_threads.end() && thread->second.callFile ? owner : 0;
}

bool AttachWatch::ended()
{
    constexpr std::size_t kBuffer = 1024;
    const auto now = std::chrono::steady_clock::now();
    if (m_ended || now - m_endSearched < kEndSearch) // the kernel adds up all threads' times for it
        return m_ended;
    m_endSearched = now;
    std::array<char, kBuffer> buffer;
    const std::optional<StatFields> fields = parseStat(m_stat.read(buffer));
    m_ended = !fields || fields->startTicks != m_startTicks;
    return m_ended;
}

ProgramReading AttachWatch::read()
{
    ProgramReading reading;
    reading.exact = false;
    const auto now = std::chrono::steady_clock::now();
    reading.elapsed = now - m_began;
    reading.processes.push_back({static_cast<std::uint32_t>(m_pid), 0, m_command, !ended(), 0});
    std::map<LockName, std::uint32_t> owners;
    std::map<LockName, std::uint32_t> waiters;
    for (auto& [tid, thread] : m_threads) {
        ThreadReading& out = thread.reading;
        out.waitsFor.reset();
        out.ownerTid = 0;
        if (thread.callFile && thread.waitsFor) {
            const auto [owner, isNew] = owners.try_emplace(*thread.waitsFor);
            if (isNew)
                owner->second = ownerOf(*thread.waitsFor);
            ++waiters[*thread.waitsFor];
            out.waitsFor = lockOf(*thread.waitsFor).id;
            out.ownerTid = owner->second;
        }
        if (thread.callFile) {
            const ThreadClocks::Key key = clockOf(out);
            out.times =
                m_clocks.update(key, {thread.lockNs, thread.conditionNs}, std::nullopt, now);
            out.name = m_clocks.nameOf(key);
        }
        out.waitNs = thread.lockNs;
        reading.threadNs += out.times.seenNs;
        reading.threads.push_back(out);
    }
    for (ThreadReading& thread : reading.threads) {
        const auto owned = std::find_if(owners.begin(), owners.end(), [&](const auto& owner) {
            return owner.second == thread.tid;
        });
        thread.asleepNow = owned != owners.end() && m_clocks.isSoAsleep(clockOf(thread), [&] {
            return ownerOf(owned->first) == thread.tid;
        });
    }
    for (const auto& [name, lock] : m_locks) {
        LockReading& out =
            (isNoLock(name.kind) ? reading.conditions : reading.locks).emplace_back();
        out.id = lock.id;
        out.pid = static_cast<std::uint32_t>(m_pid);
        out.counts.name = name;
        out.counts.waitNs = lock.waitNs;
        out.counts.contended = lock.seen;
        out.site = lock.site.value_or(Frame{});
        out.siteAddress = lock.siteAddress;
        const auto waiting = waiters.find(name);
        out.waiters = waiting == waiters.end() ? 0 : waiting->second;
        const auto owner = owners.find(name);
        out.ownerTid = owner == owners.end() ? ownerOf(name) : owner->second;
    }
    for (auto* list : {&reading.locks, &reading.conditions})
        std::sort(list->begin(), list->end(), [](const LockReading& a, const LockReading& b) {
            return a.allWaitNs() > b.allWaitNs();
        });
    reading.threadsEver = reading.threads.size();
    m_hazards.look(reading);
    return reading;
}

std::vector<WeighedStack> AttachWatch::waitStacks(std::uint32_t lock, std::size_t most)
{
    if (lock == 0 || lock > m_names.size())
        return {};
    const Lock& found = m_locks.at(m_names[lock - 1]);
    return heaviest(found.waits,
                    static_cast<double>(found.waitNs),
                    most,
                    [this](StackTable::Id id) { return framesOf(id, false); });
}

/// Who held it while others waited is seen only where the holder itself slept: no sampling from
/// outside tells the rest.
std::vector<WeighedStack> AttachWatch::blameStacks(std::uint32_t /*lock*/, std::size_t /*most*/)
{
    return {};
}

std::optional<double> AttachWatch::rootedShare() const
{
    return m_caughtNs > 0 ? std::optional(m_rootedNs / m_caughtNs) : std::nullopt;
}

} // namespace lockscope::program
