// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/histogram_buckets.h"
#include "core/simulation/simulator.h"
#include "core/whatif/lock_load.h"

#include <cmath>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace lockscope::test {

/// What a program is made to say of its lock.
struct MadeUpLoad
{
    int threads = 4;
    int cpus = 4;
    double seconds = 2;
    double holdNs = 1000; ///< all alike
    double waitNs = 500; ///< mean
    double outsideNs = 4000;
    double contended = 0.2; ///< share
    double asleepOutside = 0; ///< share of the time outside
    double otherLocksNs = 0; ///< of a cycle; a part of the time outside
    double preempted = 0; ///< share of all time, which is of the time outside
};

inline program::WatchReport reportOf(const MadeUpLoad& made)
{
    const double cycle = made.holdNs + made.waitNs + made.outsideNs;
    const double each = made.seconds * 1e9 / cycle; // acquisitions of a thread
    program::WatchReport report;
    report.command = "./made-up";
    report.pid = 7;
    report.reading.elapsed = std::chrono::nanoseconds(std::llround(made.seconds * 1e9));
    report.reading.cpus = made.cpus;
    report.reading.threadsEver = static_cast<std::uint64_t>(made.threads) + 1;
    program::ReportedLock lock;
    lock.lock.id = 3;
    lock.lock.pid = 7;
    lock.lock.siteAddress = 0x4010;
    lock.lock.site.function = "work";
    program::LockCounts& counts = lock.lock.counts;
    counts.name = {0x5000, program::LockKind::Mutex};
    counts.acquisitions = static_cast<std::uint64_t>(std::llround(each * made.threads));
    counts.contended = static_cast<std::uint64_t>(
        std::llround(made.contended * static_cast<double>(counts.acquisitions)));
    counts.waitNs = static_cast<std::uint64_t>(
        std::llround(made.waitNs * static_cast<double>(counts.acquisitions)));
    counts.causedNs = counts.waitNs;
    counts.takers = made.threads;
    counts.holdSamples = counts.acquisitions / 64;
    counts.holds = measure::SparseHistogram({{static_cast<std::uint16_t>(measure::buckets::indexOf(
                                                  static_cast<std::uint64_t>(made.holdNs))),
                                              counts.acquisitions}});
    report.locks = {lock};
    report.reading.locks = {lock.lock};
    const auto share = [&](double ns) {
        return static_cast<std::uint64_t>(std::llround(ns / cycle * made.seconds * 1e9));
    };
    const double asleep = made.asleepOutside * made.outsideNs;
    const double preempted = made.preempted * cycle;
    for (int i = 0; i < made.threads; ++i) {
        program::ThreadReading thread;
        thread.pid = 7;
        thread.tid = 10 + static_cast<std::uint32_t>(i);
        thread.acquisitions = static_cast<std::uint64_t>(each);
        thread.times.seenNs = share(cycle);
        thread.times.lockNs = share(made.waitNs + made.otherLocksNs);
        thread.times.preemptedNs = share(preempted);
        thread.times.runningNs =
            share(made.holdNs + made.outsideNs - made.otherLocksNs - asleep - preempted);
        thread.times.kernelKnown = true;
        report.reading.threads.push_back(thread);
    }
    program::ThreadReading idle; // main(), which waits for the others
    idle.pid = 7;
    idle.tid = 7;
    idle.times.seenNs = share(cycle);
    idle.times.kernelKnown = true;
    report.reading.threads.push_back(idle);
    return report;
}

/// A program that does what the simulator has workers do, so that its present comes out.
inline MadeUpLoad simulatedProgram(const simulation::Machine& machine,
                                   int cpus,
                                   double holdNs,
                                   double outsideNs)
{
    simulation::SimulationSpec spec;
    spec.cpus = spec.workers = cpus;
    spec.criticalNs = holdNs;
    spec.outsideNs = outsideNs;
    spec.distribution = simulation::Distribution::Exponential;
    spec.machine = machine;
    const simulation::RunResult run =
        simulation::simulate(spec, {.warmUp = 10'000, .calls = 100'000});
    MadeUpLoad made;
    made.threads = made.cpus = cpus;
    made.holdNs = holdNs;
    made.waitNs = run.waitMeanNs;
    made.contended = static_cast<double>(run.contended) / static_cast<double>(run.calls);
    made.outsideNs = cpus * 1e9 / run.throughput - holdNs - run.waitMeanNs;
    return made;
}

inline whatif::LoadFound loadOf(const program::WatchReport& report)
{
    return whatif::loadOf(report, report.locks.front());
}

inline std::vector<std::string> idsOf(const whatif::LoadFound& found)
{
    std::vector<std::string> ids;
    for (const whatif::Obstacle& obstacle : found.obstacles)
        ids.emplace_back(obstacle.id);
    return ids;
}

} // namespace lockscope::test
