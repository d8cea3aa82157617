// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/program/launch_watch.h"

#include "core/io/bad_input.h"
#include "core/program/executable_check.h"
#include "core/program/process_end.h"
#include "core/program/process_facts.h"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <utility>

#include <fmt/format.h>

namespace lockscope::program {

namespace {

constexpr double kRate = 250;
constexpr std::chrono::milliseconds kSearch{
    20}; ///< so often processes are looked for after the first
constexpr std::chrono::milliseconds kLateChild{200}; ///< until a forked process has its file
constexpr std::size_t kThreadsKept = 4096; ///< of a process, with those that have ended

/// The steady clock is the monotonic one, by which the library counts.
std::uint64_t monotonicNow()
{
    return static_cast<std::uint64_t>(
        std::chrono::nanoseconds(std::chrono::steady_clock::now().time_since_epoch()).count());
}

std::string commandOf(std::uint32_t pid)
{
    const std::optional<ProcessFacts> facts = factsOf(static_cast<pid_t>(pid));
    return facts ? commandText(facts->command) : std::string();
}

std::string checkedFile(const std::vector<std::string>& command)
{
    const LaunchCheck check = checkLaunch(command.front());
    if (check.whyNot)
        throw io::BadInput(*check.whyNot);
    return check.file.string();
}

std::string foundLibrary()
{
    const std::optional<std::string> library = preloadLibrary();
    if (!library)
        throw std::runtime_error(
            "liblockscope-preload.so, which counts in the watched program, is neither beside "
            "this program in its build folder nor installed with it.");
    return *library;
}

} // namespace

LaunchWatch::LaunchWatch(std::vector<std::string> command, const LaunchStreams& streams)
{
    LaunchedProgram::Options options;
    options.file = checkedFile(command);
    m_command = commandText(command);
    options.command = std::move(command);
    options.folder = m_folder.path();
    options.library = foundLibrary();
    options.streams = streams;
    m_began = m_looked = std::chrono::steady_clock::now();
    m_program = std::make_unique<LaunchedProgram>(options);
}

LaunchWatch::~LaunchWatch() = default;

double LaunchWatch::rate() const
{
    return kRate;
}

void LaunchWatch::findProcesses()
{
    for (const std::string& path : m_folder.newFiles()) {
        std::unique_ptr<SharedFile> file = SharedFile::open(path);
        if (!file) { // not ready yet, or none of ours: asked again
            m_folder.forget(path);
            continue;
        }
        // The same process with another program in it.
        for (const std::unique_ptr<Process>& earlier : m_processes)
            if (earlier->facts.running && earlier->facts.pid == file->pid())
                retire(*earlier);
        auto process = std::make_unique<Process>();
        process->facts.pid = file->pid();
        // What was asked for may be over already, and has no command line any more.
        process->facts.command = m_processes.empty() ? m_command : commandOf(file->pid());
        process->watch = std::make_unique<ProcessWatch>(std::move(file), path);
        if (m_processes.empty())
            process->watch->findModules(); // while it is there: it may be over in a moment
        m_processes.push_back(std::move(process));
    }
}

void LaunchWatch::sample()
{
    const auto now = std::chrono::steady_clock::now();
    // Weights of stacks are shares of what is counted: a look after names were looked up, which may
    // take a second, stands for no more than others.
    const auto since = std::min<std::chrono::nanoseconds>(now - m_looked, kSearch);
    m_looked = now;
    if (m_processes.empty() || now - m_searched >= kSearch) {
        m_searched = now;
        findProcesses();
    }
    for (const std::unique_ptr<Process>& process : m_processes)
        if (process->facts.running)
            process->watch->sample(since);
}

/// Its counts are final: its file goes. What there is to tell of it stays, or, of one that never
/// waited, a sum.
void LaunchWatch::retire(Process& process)
{
    process.facts.running = false;
    const ProcessCounts& counts = process.watch->read(true);
    process.facts.parent = counts.parent;
    m_folder.remove(process.watch->path());
    const bool waited =
        std::any_of(counts.locks.begin(), counts.locks.end(), [](const LockCounts& lock) {
            return lock.contended > 0 || lock.waitNs > 0;
        });
    // The first process stays whole: it is what was asked for.
    if (waited || process.facts.pid == static_cast<std::uint32_t>(m_program->pid()))
        return;
    for (const LockCounts& lock : counts.locks)
        if (lock.name.kind != LockKind::Condition)
            process.facts.uncontended += lock.acquisitions;
    process.watch.reset();
}

bool LaunchWatch::ended()
{
    if (!m_program->ended())
        return false;
    findProcesses();
    const bool allGone =
        std::all_of(m_processes.begin(), m_processes.end(), [](const auto& process) {
            return !process->facts.running || isGone(process->facts.pid);
        });
    const auto now = std::chrono::steady_clock::now();
    m_allGone = allGone ? std::optional(m_allGone.value_or(now)) : std::nullopt;
    // Not for ever: it may be one that counts nowhere, as in a sandbox.
    return allGone && (now - *m_allGone > kLateChild || !anyProcessFor(m_folder.path()));
}

std::uint32_t LaunchWatch::idOf(Process& process, const LockName& name)
{
    const auto [at, isNew] =
        process.ids.try_emplace(name, static_cast<std::uint32_t>(m_locks.size() + 1));
    if (isNew)
        m_locks.push_back({&process, name});
    return at->second;
}

ProgramReading LaunchWatch::read()
{
    // Before anything is read: what is said to have ended has nothing left to be read later.
    const auto now = std::chrono::steady_clock::now();
    if (!m_endedAt && ended()) // which finds processes, too
        m_endedAt = now;
    else
        findProcesses();
    ProgramReading reading;
    reading.end = m_program->ended();
    reading.cpus = m_cpus = reading.end ? m_cpus : cpusOf(m_program->pid());
    // Of what has ended it is what was, not how long ago that is.
    reading.elapsed = m_endedAt.value_or(now) - m_began;
    for (const std::unique_ptr<Process>& process : m_processes) {
        const bool gone = process->facts.running && isGone(process->facts.pid);
        if (gone)
            retire(*process);
        reading.processes.push_back(process->facts);
        if (process->watch)
            readProcess(*process, reading);
    }
    m_clocks.forgetBefore(now - std::chrono::minutes(1));
    std::sort(
        reading.locks.begin(), reading.locks.end(), [](const LockReading& a, const LockReading& b) {
            return a.allWaitNs() > b.allWaitNs();
        });
    std::sort(
        reading.conditions.begin(),
        reading.conditions.end(),
        [](const LockReading& a, const LockReading& b) { return a.allWaitNs() > b.allWaitNs(); });
    m_hazards.look(reading);
    return reading;
}

void LaunchWatch::readProcess(Process& process, ProgramReading& reading)
{
    const ProcessCounts& counts =
        process.facts.running ? process.watch->read() : process.watch->counts();
    process.facts.parent = counts.parent;
    reading.processes.back().parent = counts.parent;
    reading.overflowed += counts.lost + counts.lostLocks;
    reading.damaged = reading.damaged || counts.damaged;
    const std::size_t firstLock = reading.locks.size();
    const std::size_t firstCondition = reading.conditions.size();
    for (const LockCounts& lock : counts.locks) {
        const bool condition = lock.name.kind == LockKind::Condition;
        LockReading& out = (condition ? reading.conditions : reading.locks).emplace_back();
        out.id = idOf(process, lock.name);
        out.pid = process.facts.pid;
        out.counts = lock;
        out.ownerTid = process.facts.running ? process.watch->ownerOf(lock.name) : 0;
        if (const LockStacks* const stacks = process.watch->stacksOf(lock.name);
            stacks && stacks->site) {
            out.site = stacks->site->frame;
            out.siteAddress = stacks->site->address;
        }
    }
    const std::uint64_t now = monotonicNow();
    process.owners.clear();
    for (const ThreadCounts& thread : counts.threads) {
        reading.overflowed += thread.lost;
        if (!thread.waiting || !process.facts.running)
            continue;
        process.owners.emplace(thread.waiting->ownerTid, thread.waiting->lock);
        auto& among =
            thread.waiting->lock.kind == LockKind::Condition ? reading.conditions : reading.locks;
        const auto first = among.begin()
            + static_cast<std::ptrdiff_t>(&among == &reading.locks ? firstLock : firstCondition);
        const auto lock = std::find_if(first, among.end(), [&](const LockReading& one) {
            return one.counts.name == thread.waiting->lock;
        });
        if (lock == among.end())
            continue;
        ++lock->waiters;
        lock->waitSoFarNs += now > thread.waiting->sinceNs ? now - thread.waiting->sinceNs : 0;
    }
    addLifetimes(process, reading);
    readThreads(process);
    for (const auto& [key, thread] : process.threads)
        reading.threads.push_back(thread);
}

/// Of threads that come and go between two readings the library alone knows how long they lived.
/// Its numbers may be anything: none lived longer than the program.
void LaunchWatch::addLifetimes(const Process& process, ProgramReading& reading) const
{
    const auto end = m_endedAt.value_or(std::chrono::steady_clock::now());
    const auto now =
        static_cast<std::uint64_t>(std::chrono::nanoseconds(end.time_since_epoch()).count());
    const auto longest =
        static_cast<std::uint64_t>(std::chrono::nanoseconds(end - m_began).count());
    for (const ThreadCounts& thread : process.watch->counts().threads) {
        reading.threadsEver += thread.threads;
        std::uint64_t lived = std::min(thread.livedNs, longest);
        if (thread.tid != 0)
            lived += std::min(grownBy(now, thread.startedNs), longest);
        reading.threadNs += std::min(lived, longest); // one after another
    }
}

/// A thread that has ended keeps what was last read of it, until its place's counts are another's.
void LaunchWatch::readThreads(Process& process)
{
    std::map<std::uint32_t, std::uint32_t> generations; // by place, as they are now
    for (const ThreadCounts& thread : process.watch->counts().threads) {
        const std::pair key{thread.place, thread.generation};
        generations[thread.place] = thread.generation;
        if (!process.threads.contains(key) && process.threads.size() >= kThreadsKept)
            continue;
        readThread(process, thread, process.threads[key]);
    }
    // Another thread has the place of one that ended between two readings.
    for (auto& [key, thread] : process.threads) {
        const auto now = generations.find(key.first);
        if (now != generations.end() && now->second == key.second)
            continue;
        if (std::exchange(thread.running, false))
            m_clocks.forget({thread.pid, thread.tid, key.second});
        thread.waitsFor.reset();
        thread.ownerTid = 0;
        thread.asleepNow = false;
    }
}

void LaunchWatch::readThread(Process& process, const ThreadCounts& thread, ThreadReading& out)
{
    out.pid = process.facts.pid;
    if (thread.tid != 0)
        out.tid = thread.tid;
    out.acquisitions = thread.acquisitions;
    out.contended = thread.contended;
    out.waitNs = thread.waitNs;
    const bool ran = std::exchange(out.running, process.facts.running && thread.tid != 0);
    const ThreadClocks::Key key{out.pid, out.tid, thread.generation};
    out.waitsFor.reset();
    out.ownerTid = 0;
    out.asleepNow = false;
    if (!out.running) {
        if (ran)
            m_clocks.forget(key);
        return;
    }
    ThreadClocks::Waited waited{thread.waitNs, thread.conditionNs};
    if (thread.waiting) {
        const bool condition = thread.waiting->lock.kind == LockKind::Condition;
        const std::uint64_t now = monotonicNow();
        const std::uint64_t soFar =
            now > thread.waiting->sinceNs ? now - thread.waiting->sinceNs : 0;
        (condition ? waited.conditionNs : waited.lockNs) += soFar;
        if (!condition)
            out.waitNs += soFar;
        out.waitsFor = idOf(process, thread.waiting->lock);
        out.ownerTid = thread.waiting->ownerTid;
    }
    // What a thread says of its beginning may be anything.
    const auto time = std::chrono::steady_clock::now();
    const std::chrono::steady_clock::time_point started{std::chrono::nanoseconds(
        static_cast<std::int64_t>(thread.startedNs & (~std::uint64_t{0} >> 1)))};
    out.times =
        m_clocks.update(key, waited, std::clamp(started, std::min(m_began, time), time), time);
    out.name = m_clocks.nameOf(key);
    const auto owned = process.owners.find(out.tid);
    out.asleepNow = owned != process.owners.end() && m_clocks.isSoAsleep(key, [&] {
        return process.watch->ownerNow(owned->second) == out.tid;
    });
}

} // namespace lockscope::program
