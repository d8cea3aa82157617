// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/program/watch_report.h"

#include "core/program/pair_cost.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>

namespace lockscope::program {

namespace {

constexpr std::size_t kLocksWithStacks = 200;
constexpr std::size_t kStacksOfLock = 32;
constexpr std::size_t kEdges = 200;

/// The innermost frame of each stack, with the time of all that begin there.
std::vector<std::pair<Frame, double>> places(const std::vector<WeighedStack>& stacks)
{
    std::vector<std::pair<Frame, double>> found;
    for (const WeighedStack& stack : stacks) {
        if (stack.frames.empty())
            continue;
        const auto same = std::find_if(found.begin(), found.end(), [&](const auto& place) {
            return place.first == stack.frames.front();
        });
        if (same != found.end())
            same->second += stack.ns;
        else
            found.emplace_back(stack.frames.front(), stack.ns);
    }
    return found;
}

/// Of one lock each waiter's time is laid to the holders in proportion to what they caused: both
/// sums are measured, which of the one waited for which of the other is not.
void addBlocking(const ReportedLock& lock, std::vector<Blocking>& edges)
{
    if (lock.blame.empty() || lock.stacks.empty())
        return;
    double caused = 0;
    for (const WeighedStack& blame : lock.blame)
        caused += blame.ns;
    if (caused <= 0)
        return;
    const auto owners = places(lock.blame);
    for (const auto& [waiter, waited] : places(lock.stacks))
        for (const auto& [owner, ns] : owners)
            edges.push_back({lock.lock.id, waiter, owner, waited * ns / caused});
    // Of a thousand locks there would be a million.
    std::sort(edges.begin(), edges.end(), [](const Blocking& a, const Blocking& b) {
        return a.ns > b.ns;
    });
    if (edges.size() > kEdges)
        edges.resize(kEdges);
}

std::vector<ReportedLock> reported(ProgramWatch& watch, const std::vector<LockReading>& locks)
{
    std::vector<ReportedLock> out;
    out.reserve(locks.size());
    for (const LockReading& lock : locks) {
        ReportedLock& one = out.emplace_back();
        one.lock = lock;
        if (out.size() > kLocksWithStacks)
            continue;
        one.sites = watch.sites(lock.id, kStacksOfLock);
        if (lock.allWaitNs() == 0)
            continue;
        one.stacks = watch.waitStacks(lock.id, kStacksOfLock);
        one.blame = watch.blameStacks(lock.id, kStacksOfLock);
    }
    return out;
}

std::string deadlockText(const WatchReport& report, const Deadlock& deadlock)
{
    std::string text = fmt::format(
        "Deadlock: {} threads wait for each other and will wait for ever", deadlock.members.size());
    for (std::size_t i = 0; i < deadlock.members.size(); ++i) {
        const Deadlock::Member& member = deadlock.members[i];
        const auto lock =
            std::find_if(report.locks.begin(),
                         report.locks.end(),
                         [&member](const ReportedLock& one) { return one.lock.id == member.lock; });
        text +=
            fmt::format("{} thread {} ({}) in {} for lock {}, held by thread {}",
                        i == 0 ? ":" : ";",
                        member.tid,
                        member.name,
                        lock == report.locks.end() ? "an unknown place" : siteText(lock->lock.site),
                        member.lock,
                        deadlock.members[(i + 1) % deadlock.members.size()].tid);
    }
    return text + '.';
}

/// Where there is no count at all it is not that no lock was taken.
void addWhyNothing(WatchReport& report)
{
    constexpr std::chrono::seconds kBegins{
        1}; // so long it may take a program to load its libraries
    if (!report.launched || !report.reading.processes.empty()
        || (!report.reading.end && report.reading.elapsed < kBegins))
        return;
    report.hazards.push_back({std::string(kNotCounted),
                              "Nothing was counted: the library that counts found no room for its "
                              "file in memory (/dev/shm), or the program did not load it.",
                              {}});
}

} // namespace

std::vector<Deadlock> findDeadlocks(const std::vector<ThreadReading>& threads)
{
    std::map<std::uint32_t, const ThreadReading*> waiting; // by tid
    for (const ThreadReading& thread : threads)
        if (thread.running && thread.waitsFor && thread.ownerTid != 0)
            waiting.emplace(thread.tid, &thread);
    std::vector<Deadlock> found;
    std::map<std::uint32_t, std::uint32_t> seenFrom; // tid to where the walk began that came by
    for (const auto& [start, first] : waiting) {
        std::vector<const ThreadReading*> path;
        std::uint32_t tid = start;
        while (waiting.contains(tid) && !seenFrom.contains(tid)) {
            seenFrom.emplace(tid, start);
            path.push_back(waiting.at(tid));
            tid = path.back()->ownerTid;
        }
        const auto into = std::find_if(
            path.begin(), path.end(), [tid](const auto* one) { return one->tid == tid; });
        if (into == path.end()) // it ends, or joins a circle that is known
            continue;
        Deadlock& deadlock = found.emplace_back();
        for (auto member = into; member != path.end(); ++member)
            deadlock.members.push_back({(*member)->tid, (*member)->name, *(*member)->waitsFor});
    }
    return found;
}

void addWhatFollows(WatchReport& report)
{
    for (auto* locks : {&report.locks, &report.conditions})
        for (ReportedLock& lock : *locks)
            lock.gate = isGate(lock.lock, report.reading.elapsed);
    for (const ReportedLock& lock : report.locks)
        addBlocking(lock, report.blockedBy);
    report.deadlocks = findDeadlocks(report.reading.threads);
    const auto first =
        std::find_if(report.locks.begin(), report.locks.end(), [&report](const ReportedLock& one) {
            return isContention(one.lock, report.reading.elapsed);
        });
    report.verdict = verdict(
        report.reading, first == report.locks.end() ? std::vector<WeighedStack>{} : first->blame);
    if (!report.deadlocks.empty())
        report.verdict = deadlockText(report, report.deadlocks.front());
}

std::optional<WatchCost> costOf(const ProgramReading& reading)
{
    const std::optional<double> ns = reading.exact ? pairCostNs() : std::nullopt;
    if (!ns)
        return std::nullopt;
    double acquisitions = 0;
    double runningNs = 0;
    for (const ThreadReading& thread : reading.threads) {
        if (!thread.times.kernelKnown)
            continue;
        acquisitions += static_cast<double>(thread.acquisitions);
        runningNs += static_cast<double>(thread.times.runningNs);
    }
    WatchCost cost{*ns, std::nullopt};
    if (runningNs > 0)
        cost.share = std::min(1.0, acquisitions * *ns / runningNs);
    return cost;
}

WatchReport reportOf(ProgramWatch& watch, std::string command, std::uint32_t pid, bool launched)
{
    WatchReport report;
    report.command = std::move(command);
    report.pid = pid;
    report.launched = launched;
    report.reading = watch.read();
    report.locks = reported(watch, report.reading.locks);
    report.conditions = reported(watch, report.reading.conditions);
    report.hazards = watch.hazards();
    addWhyNothing(report);
    report.rootedShare = watch.rootedShare();
    report.cost = costOf(report.reading);
    addWhatFollows(report);
    return report;
}

} // namespace lockscope::program
