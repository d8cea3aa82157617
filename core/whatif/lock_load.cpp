// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/whatif/lock_load.h"

#include "core/io/bad_input.h"
#include "core/measure/histogram_buckets.h"
#include "core/report/quantity_text.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include <fmt/format.h>

namespace lockscope::whatif {

namespace {

using program::LockKind;
using program::ReportedLock;
using program::ThreadReading;
using program::WatchReport;

constexpr double kNsPerSecond = 1e9;
constexpr double kSeldom = 0.01; ///< of the acquisitions: as good as never

HoldTimes holdTimesOf(const program::LockCounts& counts)
{
    constexpr double kKept = 0.99;
    constexpr double kAlike = 0.8;
    HoldTimes hold;
    hold.samples = counts.holdSamples;
    hold.p25 = counts.holds.quantile(0.25).value_or(0);
    hold.median = counts.holds.quantile(0.5).value_or(0);
    hold.p75 = counts.holds.quantile(0.75).value_or(0);
    double left = kKept * static_cast<double>(counts.holds.count());
    double weight = 0;
    double sum = 0;
    double squares = 0;
    for (const auto& entry : counts.holds.entries()) {
        const double take = std::min(left, static_cast<double>(entry.count));
        const double value = measure::buckets::middle(entry.bucket);
        weight += take;
        sum += take * value;
        squares += take * value * value;
        left -= take;
    }
    if (!(weight > 0))
        return hold;
    hold.mean = sum / weight;
    const double variance = std::max(0.0, squares / weight - hold.mean * hold.mean);
    const double error = 2
        * std::sqrt(variance / static_cast<double>(std::max<std::uint64_t>(1, counts.holdSamples)));
    hold.low = std::max(0.0, std::min(hold.median, hold.mean) - error);
    hold.high = std::max(hold.median, hold.mean) + error;
    hold.spread = hold.median > 0 && hold.p75 - hold.p25 > kAlike * hold.median;
    return hold;
}

/// What threads of a lock's process did with their time, those that take locks often counting for
/// more; as shares of the time that they were seen.
struct CrewTimes
{
    double seenNs = 0; ///< of a thread, mean
    double allSeenNs = 0; ///< of all of the program's together, each counted once
    double running = 0;
    double lock = 0;
    double asleep = 0;
    double preempted = 0;
    bool known = false; ///< the shares are
};

CrewTimes crewTimesOf(const program::ProgramReading& reading, std::uint32_t pid)
{
    constexpr double kMostUnknown = 0.1;
    CrewTimes crew;
    double weights = 0;
    double unknown = 0;
    for (const ThreadReading& thread : reading.threads) {
        const program::ThreadTimes& times = thread.times;
        crew.allSeenNs += static_cast<double>(times.seenNs);
        if (thread.pid != pid || times.seenNs == 0)
            continue;
        const auto weight = static_cast<double>(thread.acquisitions);
        weights += weight;
        crew.seenNs += weight * static_cast<double>(times.seenNs);
        if (!times.kernelKnown) {
            unknown += weight;
            continue;
        }
        const auto add = [weight](double& share, std::uint64_t ns) {
            share += weight * static_cast<double>(ns);
        };
        add(crew.running, times.runningNs);
        add(crew.lock, times.lockNs);
        add(crew.asleep, times.asleepNs() + times.conditionNs);
        add(crew.preempted, times.preemptedNs);
    }
    if (!(weights > 0) || !(crew.seenNs > 0))
        return {};
    for (double* share : {&crew.running, &crew.lock, &crew.asleep, &crew.preempted})
        *share /= crew.seenNs;
    crew.seenNs /= weights;
    crew.known = unknown <= kMostUnknown * weights;
    return crew;
}

/// The other side of a read-write lock; null where it is none, or was never taken.
const ReportedLock* otherSideOf(const WatchReport& report, const ReportedLock& lock)
{
    const LockKind kind = lock.lock.counts.name.kind;
    if (kind != LockKind::Read && kind != LockKind::Write)
        return nullptr;
    const LockKind other = kind == LockKind::Read ? LockKind::Write : LockKind::Read;
    for (const ReportedLock& one : report.locks)
        if (one.lock.pid == lock.lock.pid && one.lock.counts.name.kind == other
            && one.lock.counts.name.address == lock.lock.counts.name.address)
            return &one;
    return nullptr;
}

/// Why there are no numbers.
std::optional<Obstacle> noNumbers(const WatchReport& report, const ReportedLock& reported)
{
    const program::LockCounts& counts = reported.lock.counts;
    if (!report.reading.exact)
        return Obstacle{"sampled",
                        "The program was looked at from outside, by samples: how often the lock "
                        "was taken and how long it was held is unknown. A program that is started "
                        "by Lockscope counts both."};
    if (const LockKind kind = counts.name.kind; kind == LockKind::Condition
        || kind == LockKind::Semaphore || kind == LockKind::Once || kind == LockKind::Futex)
        return Obstacle{"kind",
                        fmt::format("It is a {}, which nobody holds for a time of its own: there "
                                    "is no model of it.",
                                    lockKindName(kind))};
    if (reported.gate)
        return Obstacle{"gate",
                        "Threads wait in it until there is work: a gate, whose waits are idleness "
                        "and not contention."};
    if (counts.acquisitions < kFewestAcquisitions)
        return Obstacle{"few-acquisitions",
                        fmt::format("It was taken {} times; {} are needed to tell its load.",
                                    counts.acquisitions,
                                    kFewestAcquisitions)};
    if (counts.holdSamples < kFewestHolds || counts.holds.empty())
        return Obstacle{
            "few-holds",
            fmt::format("{} of its holds were timed; {} are needed to tell how long it is held.",
                        counts.holdSamples,
                        kFewestHolds)};
    if (!counts.takers)
        return Obstacle{"threads-unknown",
                        "How many threads take it is unknown, as in recordings of earlier "
                        "versions."};
    return std::nullopt;
}

/// What the program does beside the lock that the models leave out.
void addObstacles(const LockLoad& load, const CrewTimes& crew, std::vector<Obstacle>& obstacles)
{
    if (load.threads < 2)
        obstacles.push_back({"one-thread",
                             "One thread takes it at a time: nothing is known of how threads meet "
                             "at it."});
    if (!load.cpus)
        obstacles.push_back({"cpus-unknown",
                             "How many CPUs the program had is unknown, as in recordings of "
                             "earlier versions."});
    if (!load.outside) {
        if (load.cpus && load.threads > *load.cpus)
            obstacles.push_back({"states-unknown",
                                 fmt::format("{} threads take it on {} CPUs, and whether they lost "
                                             "their CPU meanwhile is unknown.",
                                             load.threads,
                                             *load.cpus)});
        return;
    }
    if (crew.preempted > kMostPreempted)
        obstacles.push_back(
            {"preempted",
             fmt::format(
                 "Its threads were preempted for {} of their time: more of them wanted to "
                 "run than there were CPUs, and holds and waits have that in them. Watch it "
                 "where nothing else runs, or with fewer threads.",
                 report::percent(crew.preempted))});
    if (load.outside->asleep > kMostAsleep * load.outsideNs
        && load.outside->asleep > kMostPreempted * load.cycleNs)
        obstacles.push_back(
            {"io-bound",
             fmt::format("Between acquisitions its threads sleep for {} of the time, in input, "
                         "output or for lack of work: CPUs are not what they are short of.",
                         report::percent(std::min(
                             1.0, load.outside->asleep / std::max(1.0, load.outsideNs))))});
    const double others = load.outside->otherLocks;
    if (others > load.waitNs && others > kOtherLocks * load.cycleNs)
        obstacles.push_back(
            {"not-bound",
             fmt::format("Its threads wait {} for other locks with each acquisition and {} for "
                         "this one: this lock is not what holds them up.",
                         report::duration(others),
                         report::duration(load.waitNs))});
}

} // namespace

double LockLoad::outsideWith(double holdNs) const
{
    return std::max(0.0, cycleNs - waitNs - holdNs);
}

LoadFound loadOf(const WatchReport& report, const ReportedLock& reported)
{
    LoadFound found;
    if (std::optional<Obstacle> obstacle = noNumbers(report, reported)) {
        found.obstacles.push_back(std::move(*obstacle));
        return found;
    }
    const program::LockCounts& counts = reported.lock.counts;
    const double elapsed = std::chrono::duration<double>(report.reading.elapsed).count();
    const CrewTimes crew = crewTimesOf(report.reading, reported.lock.pid);
    LockLoad load;
    load.lock = reported.lock.id;
    load.kind = counts.name.kind;
    load.place = reported.lock.siteAddress == 0 ? fmt::format("{:#x}", counts.name.address)
                                                : program::siteText(reported.lock.site);
    load.threads = std::max(1, static_cast<int>(std::lround(*counts.takers)));
    load.cpus = report.reading.cpus;
    // A crew that stays takes the lock while it lives, which may be a part of the time only; of
    // threads that come and go there are as many at a time, all the time.
    const bool stays =
        static_cast<double>(report.reading.threadsEver) <= 2 * std::ceil(*counts.takers) + 2;
    // Who ended after it was seen last lived longer than it was seen: what it took meanwhile is
    // counted, so the time is, too.
    const double unseen = crew.allSeenNs > 0
        ? std::max(1.0, static_cast<double>(report.reading.threadNs) / crew.allSeenNs)
        : 1;
    load.seconds =
        stays && crew.seenNs > 0 ? std::min(elapsed, unseen * crew.seenNs / kNsPerSecond) : elapsed;
    load.acquisitions = counts.acquisitions;
    load.contended = counts.contended;
    const auto times = static_cast<double>(counts.acquisitions);
    load.rate = times / load.seconds;
    load.contendedShare = std::min(1.0, static_cast<double>(counts.contended) / times);
    load.cycleNs = load.threads * kNsPerSecond / load.rate;
    load.waitNs = static_cast<double>(reported.lock.allWaitNs()) / times;
    load.hold = holdTimesOf(counts);
    load.outsideNs = load.outsideWith(load.hold.mean);
    if (crew.known)
        load.outside =
            OutsideParts{.running = std::max(0.0, crew.running * load.cycleNs - load.hold.mean),
                         .asleep = crew.asleep * load.cycleNs,
                         .otherLocks = std::max(0.0, crew.lock * load.cycleNs - load.waitNs),
                         .preempted = crew.preempted * load.cycleNs};
    if (counts.swaps > 0)
        found.obstacles.push_back(
            {"swapped",
             "Another lock stood in front of it, or its holds were made "
             "longer, for a part of the time: its figures are of both. While it is watched "
             "here, give all locks of the program back, and its load is what comes after."});
    if (report.reading.damaged)
        found.obstacles.push_back(
            {"damaged",
             "Something in what the program counted cannot be, so nothing is made of "
             "it."});
    if (const ReportedLock* other = otherSideOf(report, reported);
        other != nullptr && static_cast<double>(other->lock.counts.acquisitions) > kSeldom * times)
        found.obstacles.push_back({"two-sides",
                                   "Readers and writers both take it, and there is no model of "
                                   "the two sides together."});
    addObstacles(load, crew, found.obstacles);
    found.load = std::move(load);
    return found;
}

const ReportedLock& lockNamed(const WatchReport& report, const std::string& name)
{
    if (report.locks.empty())
        throw io::BadInput("lock: no lock of the program was seen");
    if (name == "top") {
        const auto first =
            std::find_if(report.locks.begin(), report.locks.end(), [](const ReportedLock& one) {
                return !one.gate && one.lock.counts.name.kind != LockKind::Semaphore;
            });
        if (first != report.locks.end())
            return *first;
    }
    const bool isAddress = name.starts_with("0x");
    const char* const begin = name.data() + (isAddress ? 2 : 0);
    const char* const end = name.data() + name.size();
    std::uint64_t number = 0;
    const auto [last, error] = std::from_chars(begin, end, number, isAddress ? 16 : 10);
    if (error == std::errc() && last == end && begin != end)
        for (const ReportedLock& one : report.locks)
            if (isAddress ? one.lock.counts.name.address == number : one.lock.id == number)
                return one;
    throw io::BadInput(
        fmt::format("lock is {}; allowed: top, or the id or address (0x...) of one of {} locks "
                    "that were seen",
                    name,
                    report.locks.size()));
}

lab::LabConfig labConfigOf(const LockLoad& load,
                           const lab::LabConfig& base,
                           const lab::ConfigLimits& limits)
{
    const auto work = [](double ns) {
        return std::clamp<std::int64_t>(std::llround(ns), 0, lab::kMaxWorkNs);
    };
    lab::LabConfig config = base;
    config.workload = workload::Kind::Custom;
    config.taskSource = workload::TaskSourceKind::None;
    config.fastPath = false;
    config.workers = std::clamp(load.threads, 1, limits.workers);
    config.cpus = std::clamp(
        std::min(load.cpus.value_or(config.workers), config.workers), 1, std::max(1, limits.cpus));
    config.criticalNs = work(load.hold.mean);
    config.nativeNs = work(load.outsideNs);
    config.callbackNs = 0;
    return config;
}

} // namespace lockscope::whatif
