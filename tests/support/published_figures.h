// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/simulation/simulation_spec.h"

#include <algorithm>
#include <array>
#include <ostream>
#include <string>
#include <vector>

/// Figures that others published or that theory gives, for the simulator to be held against.
namespace lockscope::test {

struct TheoryPoint
{
    int cpus;
    double expected; ///< M acquisitions/s, as printed
};

/// The birth-death model of a ticket lock (Boyd-Wickizer, Kaashoek, Morris and Zeldovich,
/// "Non-scalable locks are dangerous", OLS 2012): 5000 ns outside, 50 ns serial, 50 ns a cache
/// line.
inline const std::vector<TheoryPoint> kTicket{{1, 0.1980},
                                              {2, 0.3960},
                                              {4, 0.7916},
                                              {8, 1.5816},
                                              {16, 3.1527},
                                              {24, 4.6637},
                                              {27, 4.9425},
                                              {32, 1.8069},
                                              {48, 0.9014},
                                              {64, 0.6483},
                                              {128, 0.3139},
                                              {256, 0.1561},
                                              {1024, 0.0390}};

/// The same without a cost of lines, 1000 ns outside and 50 ns serial: the machine-repairman queue.
inline const std::vector<TheoryPoint> kRepairman{{1, 0.9524},
                                                 {2, 1.9005},
                                                 {4, 3.7814},
                                                 {8, 7.4604},
                                                 {16, 14.1593},
                                                 {24, 18.6781},
                                                 {27, 19.4637},
                                                 {32, 19.9324},
                                                 {48, 20.0000},
                                                 {64, 20.0000},
                                                 {128, 20.0000},
                                                 {256, 20.0000},
                                                 {1024, 20.0000}};

/// An experiment of theory: one worker on each CPU of the uniform machine, exponential times.
inline simulation::SimulationSpec onUniform(
    const std::string& model, int cpus, double outside, double critical, double transfer)
{
    simulation::SimulationSpec experiment;
    experiment.model = model;
    experiment.cpus = cpus;
    experiment.workers = cpus;
    experiment.outsideNs = outside;
    experiment.criticalNs = critical;
    experiment.distribution = simulation::Distribution::Exponential;
    experiment.machine = *simulation::findPreset("uniform");
    setTransfer(experiment.machine, transfer);
    return experiment;
}

/// One lock, every thread on it, nothing under it and nothing outside: M operations/s in all on two
/// Xeon E5-2660, 32 hardware threads. From the ns/op in the comments of
/// folly/test/SharedMutexTest.cpp.
struct LockCurve
{
    const char* lock;
    const char* model;
    std::array<double, 7> expected; ///< by kCurveThreads

    friend std::ostream& operator<<(std::ostream& out, const LockCurve& curve)
    {
        return out << curve.lock;
    }
};
inline constexpr std::array<int, 7> kCurveThreads{1, 2, 4, 8, 16, 32, 64};
inline constexpr int kCurveCpus = 32;
inline const std::vector<LockCurve> kTwoSockets{
    {"pthread_mutex", "futex", {36.2, 16.7, 5.68, 5.09, 5.51, 5.5, 6.06}},
    {"global rw spin lock, write", "tas-yield", {42.1, 13.1, 4.83, 3.06, 1.37, 0.645, 0.493}},
    {"pthread_rwlock, read", "rw-read-guarded", {26.1, 7.6, 4.02, 4.4, 5.0, 5.1, 5.3}},
    {"deferred-reader shared mutex, read", "own-line", {45.6, 84.3, 164, 342, 709, 877, 641}}};

/// The simulated counterpart of a point of such a curve.
inline simulation::SimulationSpec onTwoSockets(const LockCurve& curve, int threads)
{
    simulation::SimulationSpec experiment;
    experiment.model = curve.model;
    experiment.workers = threads;
    experiment.cpus = std::min(threads, kCurveCpus);
    experiment.machine = *simulation::findPreset("e5-2660");
    return experiment;
}

} // namespace lockscope::test
