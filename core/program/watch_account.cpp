// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/program/watch_account.h"

#include "core/io/limits.h"
#include "core/io/text_fit.h"
#include "core/program/substitution.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

namespace lockscope::program {

namespace {

using measure::AccountedLock;
using measure::AccountedProcess;
using measure::AccountedSite;
using measure::AccountedStack;
using measure::AccountedThread;
using measure::CodeFramePtr;

/// Each frame of a report once.
class Frames
{
public:
    CodeFramePtr of(const Frame& frame)
    {
        CodeFramePtr& known = m_known[frame];
        if (!known) {
            auto made = std::make_shared<measure::CodeFrame>(frame);
            made->function = recordedText(frame.function);
            made->file = recordedText(frame.file);
            made->module = recordedText(frame.module);
            known = std::move(made);
        }
        return known;
    }

    std::vector<AccountedStack> of(const std::vector<WeighedStack>& stacks)
    {
        std::vector<AccountedStack> out;
        for (const WeighedStack& stack : stacks) {
            if (stack.frames.empty() || !(stack.ns > 0))
                continue;
            measure::CodeStack frames;
            for (const Frame& frame : stack.frames)
                frames.push_back(of(frame));
            const double ns = std::min(stack.ns, static_cast<double>(io::limits::kTimeNs));
            out.push_back({std::make_shared<const measure::CodeStack>(std::move(frames)),
                           static_cast<std::uint64_t>(std::llround(ns))});
        }
        return out;
    }

private:
    std::map<Frame, CodeFramePtr> m_known;
};

AccountedLock accounted(const ReportedLock& reported, Frames& frames)
{
    const LockReading& lock = reported.lock;
    const LockCounts& counts = lock.counts;
    AccountedLock out;
    out.id = lock.id;
    out.kind = lockKindName(counts.name.kind);
    out.address = counts.name.address;
    out.pid = lock.pid;
    if (lock.siteAddress != 0)
        out.site = frames.of(lock.site);
    out.siteAddress = lock.siteAddress;
    out.acquisitions = counts.acquisitions;
    out.contended = counts.contended;
    out.waitNs = counts.waitNs;
    out.waitSoFarNs = lock.waitSoFarNs;
    out.waitMaxNs = counts.waitMaxNs;
    out.timeouts = counts.timeouts;
    out.causedNs = counts.causedNs;
    out.handOverNs = counts.handOverNs;
    out.ownerChanges = counts.ownerChanges;
    out.holdSamples = counts.holdSamples;
    out.holdMaxNs = counts.holdMaxNs;
    out.flags = counts.flags;
    out.generation = counts.generation;
    out.waiters = lock.waiters;
    out.ownerTid = lock.ownerTid;
    out.substitute = counts.substitute;
    out.refusal = counts.refusal;
    out.delayNs = counts.delayNs;
    out.swaps = counts.swaps;
    out.takers = counts.takers;
    out.waits = counts.waits;
    out.holds = counts.holds;
    for (const NamedSite& site : reported.sites)
        out.sites.push_back({frames.of(site.frame),
                             site.counts.acquisitions,
                             site.counts.contended,
                             site.counts.waitNs,
                             site.counts.releases,
                             site.counts.causedNs});
    out.waitStacks = frames.of(reported.stacks);
    out.blameStacks = frames.of(reported.blame);
    return out;
}

AccountedThread accounted(const ThreadReading& thread)
{
    const ThreadTimes& times = thread.times;
    const auto time = [](std::uint64_t ns) { return std::min(ns, io::limits::kTimeNs); };
    AccountedThread out;
    out.pid = thread.pid;
    out.tid = thread.tid;
    out.name = recordedText(thread.name);
    out.acquisitions = thread.acquisitions;
    out.contended = thread.contended;
    out.waitNs = thread.waitNs;
    out.running = thread.running;
    out.seenNs = time(times.seenNs);
    out.lockNs = time(times.lockNs);
    out.conditionNs = time(times.conditionNs);
    out.runningNs = time(times.runningNs);
    out.preemptedNs = time(times.preemptedNs);
    out.kernelKnown = times.kernelKnown;
    out.waitsFor = thread.waitsFor;
    out.ownerTid = thread.ownerTid;
    return out;
}

std::vector<AccountedProcess> processesOf(const ProgramReading& reading)
{
    std::vector<AccountedProcess> processes;
    for (const ProcessReading& process : reading.processes)
        processes.push_back({process.pid,
                             process.parent,
                             recordedText(process.command),
                             process.running,
                             process.uncontended,
                             {},
                             {}});
    if (reading.end && !processes.empty()) {
        processes.front().exitCode = reading.end->exitCode;
        processes.front().signal = reading.end->signal;
    }
    return processes;
}

/// What a later program may tell of is something of which nothing is known.
LockKind kindNamed(const std::string& name)
{
    for (std::size_t kind = 0; kind < kLockKinds; ++kind)
        if (lockKindName(static_cast<LockKind>(kind)) == name)
            return static_cast<LockKind>(kind);
    return LockKind::Futex;
}

/// A report has copies of frames that a recording has once: there may not be any number of them.
class Copies
{
public:
    [[nodiscard]] bool take(const measure::CodeStack& stack)
    {
        std::size_t text = 0;
        for (const CodeFramePtr& frame : stack)
            text += frame->function.size() + frame->file.size() + frame->module.size();
        if (stack.size() > m_frames || text > m_text)
            return false;
        m_frames -= stack.size();
        m_text -= text;
        return true;
    }

private:
    std::size_t m_frames = 500'000;
    std::size_t m_text = 100'000'000;
};

std::vector<WeighedStack> weighed(const std::vector<AccountedStack>& stacks, Copies& copies)
{
    std::vector<WeighedStack> out;
    for (const AccountedStack& stack : stacks) {
        if (!copies.take(*stack.stack))
            continue;
        WeighedStack& one = out.emplace_back();
        one.ns = static_cast<double>(stack.ns);
        for (const CodeFramePtr& frame : *stack.stack)
            one.frames.push_back(*frame);
    }
    return out;
}

ReportedLock reported(const AccountedLock& lock, Copies& copies)
{
    ReportedLock out;
    LockCounts& counts = out.lock.counts;
    out.lock.id = lock.id;
    out.lock.pid = lock.pid;
    if (lock.site)
        out.lock.site = *lock.site;
    out.lock.siteAddress = lock.site ? lock.siteAddress : 0;
    out.lock.waiters = lock.waiters;
    out.lock.waitSoFarNs = lock.waitSoFarNs;
    out.lock.ownerTid = lock.ownerTid;
    counts.name = {lock.address, kindNamed(lock.kind)};
    counts.acquisitions = lock.acquisitions;
    counts.contended = lock.contended;
    counts.firstSite = lock.siteAddress; // 0: it was never waited for, and can have no substitute
    counts.waitNs = lock.waitNs;
    counts.timeouts = lock.timeouts;
    counts.waitMaxNs = lock.waitMaxNs;
    counts.causedNs = lock.causedNs;
    counts.handOverNs = lock.handOverNs;
    counts.ownerChanges = lock.ownerChanges;
    counts.holdSamples = lock.holdSamples;
    counts.holdMaxNs = lock.holdMaxNs;
    counts.flags = lock.flags;
    counts.generation = lock.generation;
    // Of what this program does not know nothing is said.
    counts.substitute = lock.substitute < kSubstitutes.size() ? lock.substitute : 0;
    counts.refusal = lock.refusal;
    counts.delayNs = std::min<std::uint64_t>(lock.delayNs, Substitution::kMostDelay.count());
    counts.swaps = lock.swaps;
    counts.takers = lock.takers;
    counts.waits = lock.waits;
    counts.holds = lock.holds;
    for (const AccountedSite& site : lock.sites)
        if (copies.take({site.frame}))
            out.sites.push_back({*site.frame,
                                 {0,
                                  site.acquisitions,
                                  site.contended,
                                  site.waitNs,
                                  site.releases,
                                  site.causedNs}});
    out.stacks = weighed(lock.waitStacks, copies);
    out.blame = weighed(lock.blameStacks, copies);
    return out;
}

ThreadReading readingOf(const AccountedThread& thread)
{
    ThreadReading out;
    out.pid = thread.pid;
    out.tid = thread.tid;
    out.name = thread.name;
    out.acquisitions = thread.acquisitions;
    out.contended = thread.contended;
    out.waitNs = thread.waitNs;
    out.running = thread.running;
    out.times = {thread.seenNs,
                 thread.lockNs,
                 thread.conditionNs,
                 thread.runningNs,
                 thread.preemptedNs,
                 thread.kernelKnown};
    out.waitsFor = thread.waitsFor;
    out.ownerTid = thread.ownerTid;
    return out;
}

} // namespace

std::string recordedText(const std::string& bytes)
{
    constexpr std::size_t kCharacters = 1'000; // of at most four bytes each, and the dots
    return io::withoutControls(io::shortened(bytes, kCharacters));
}

std::shared_ptr<const measure::ProgramAccount> accountOf(const WatchReport& report)
{
    const ProgramReading& reading = report.reading;
    auto account = std::make_shared<measure::ProgramAccount>();
    account->command = recordedText(report.command);
    account->pid = report.pid;
    account->launched = report.launched;
    account->elapsed = reading.elapsed;
    account->exact = reading.exact;
    account->cpus = reading.cpus;
    account->ended = reading.end.has_value();
    account->processes = processesOf(reading);
    Frames frames;
    for (const auto* locks : {&report.locks, &report.conditions})
        for (const ReportedLock& lock : *locks)
            account->locks.push_back(accounted(lock, frames));
    account->locksLeftOut = report.locksLeftOut;
    for (const ThreadReading& thread : reading.threads)
        account->threads.push_back(accounted(thread));
    account->threadsEver = reading.threadsEver;
    account->threadNs = reading.threadNs;
    for (const Hazard& hazard : report.hazards)
        account->hazards.push_back({hazard.kind, recordedText(hazard.text), hazard.locks});
    account->overflowed = reading.overflowed;
    account->damaged = reading.damaged;
    account->rootedShare = report.rootedShare;
    return account;
}

WatchReport reportOf(const measure::ProgramAccount& account)
{
    WatchReport report;
    report.command = account.command;
    report.pid = account.pid;
    report.launched = account.launched;
    ProgramReading& reading = report.reading;
    reading.elapsed = account.elapsed;
    reading.exact = account.exact;
    reading.cpus = account.cpus;
    for (const AccountedProcess& process : account.processes)
        reading.processes.push_back(
            {process.pid, process.parent, process.command, process.running, process.uncontended});
    if (account.ended) {
        reading.end.emplace();
        if (!account.processes.empty())
            reading.end = {account.processes.front().exitCode, account.processes.front().signal};
    }
    Copies copies;
    for (const AccountedLock& lock : account.locks) {
        ReportedLock one = reported(lock, copies);
        const LockKind kind = one.lock.counts.name.kind;
        const bool isLock = kind != LockKind::Condition && kind != LockKind::Futex;
        (isLock ? reading.locks : reading.conditions).push_back(one.lock);
        (isLock ? report.locks : report.conditions).push_back(std::move(one));
    }
    report.locksLeftOut = account.locksLeftOut;
    for (const AccountedThread& thread : account.threads)
        reading.threads.push_back(readingOf(thread));
    reading.threadsEver = account.threadsEver;
    reading.threadNs = account.threadNs;
    for (const measure::AccountedHazard& hazard : account.hazards)
        report.hazards.push_back({hazard.kind, hazard.text, hazard.locks});
    reading.overflowed = account.overflowed;
    reading.damaged = account.damaged;
    report.rootedShare = account.rootedShare;
    addWhatFollows(report);
    return report;
}

} // namespace lockscope::program
