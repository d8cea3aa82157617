// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/simulation/calibration.h"

#include "core/lab/lab.h"
#include "core/lab/measured_run.h"
#include "core/measure/estimate.h"
#include "core/measure/host_facts.h"
#include "core/measure/line_transfer.h"
#include "core/measure/quality/noise_meter.h"
#include "core/simulation/band.h"
#include "core/simulation/micro_costs.h"
#include "core/simulation/simulated_config.h"
#include "core/simulation/simulator.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <set>
#include <stdexcept>
#include <thread>

#include <fmt/format.h>
#include <fmt/ranges.h> // join

namespace lockscope::simulation {

namespace {

/// The CPU time that one worker takes for a call in the lab, ns: what others do on its CPU does not
/// count.
double callNs(const lab::LabConfig& config)
{
    constexpr std::chrono::milliseconds kLength{60};
    constexpr int kPatience = 100; // lengths, on a machine with other things to do
    lab::Lab lab(config, {.probe = false, .measureProbeCost = false, .tasks = std::nullopt});
    lab.start();
    while (!lab.settled()) // start() returns before the worker is up
        std::this_thread::sleep_for(std::chrono::microseconds(100));
    for (int i = 0; i < kPatience && (i == 0 || lab.summary().totals.calls == 0); ++i)
        std::this_thread::sleep_for(kLength);
    lab.stop();
    (void)lab.poll(); // throws when the lab failed
    const measure::RunSummary summary = lab.summary();
    if (const auto ns = summary.cpuNsPerCall())
        return *ns;
    if (summary.totals.calls == 0)
        throw std::runtime_error("calibrating: the lab made no call");
    return 1e9 / summary.throughput();
}

lab::LabConfig bareConfig(const char* guard, workload::Kind kind)
{
    lab::LabConfig config = lab::defaultConfig();
    config.guard = guard;
    config.cpus = 1;
    config.workers = 1;
    lab::applyWorkloadPreset(config, kind);
    config.nativeNs = 0;
    return config;
}

/// How near two CPUs are: the cost of the line between them.
double Costs::*lineBetween(const measure::CpuPlace& a, const measure::CpuPlace& b)
{
    if (a.core && a.core == b.core)
        return &Costs::lineCore;
    if (a.cache && a.cache == b.cache)
        return &Costs::lineCache;
    if (a.package && a.package == b.package)
        return &Costs::lineSocket;
    return &Costs::lineAcross;
}

/// Different values of a part; 1 where the topology does not say.
int countOf(const std::vector<measure::CpuPlace>& cpus, std::optional<int> measure::CpuPlace::*part)
{
    std::set<int> values;
    for (const measure::CpuPlace& place : cpus)
        values.insert((place.*part).value_or(0));
    return static_cast<int>(std::max<std::size_t>(1, values.size()));
}

} // namespace

Topology topologyOf(const std::vector<measure::CpuPlace>& cpus)
{
    constexpr int kCoresAssumed = 16;
    const int packages = countOf(cpus, &measure::CpuPlace::package);
    const int caches = std::max(packages, countOf(cpus, &measure::CpuPlace::cache));
    const int cores = std::max(caches, countOf(cpus, &measure::CpuPlace::core));
    Topology topology;
    topology.sockets = packages;
    topology.caches = caches / packages;
    topology.threads = std::max(1, static_cast<int>(cpus.size()) / cores);
    topology.cores = cores / caches;
    // More of what the socket has several of, so that those that there are stay as near to each
    // other, and what was measured between them holds for them.
    if (topology.caches > 1)
        topology.caches = std::max(topology.caches, kCoresAssumed / topology.cores);
    else
        topology.cores = std::max(topology.cores, kCoresAssumed);
    return topology;
}

namespace {

/// Fills a machine step by step, and remembers what was measured.
class Calibrator
{
public:
    Calibrator()
        : m_cpus(measure::cpuPlaces())
    {
        m_costs = findPreset("2x16")->costs;
    }

    void passes()
    {
        using workload::Kind;
        set(&Costs::localOp, measureLocalOperation());
        const double loop = callNs(bareConfig("none", Kind::Empty));
        set(&Costs::loop, loop);
        set(&Costs::pass, callNs(bareConfig("futex", Kind::Empty)) - loop - 2 * m_costs.localOp);
        lab::LabConfig fast = bareConfig("mutex", Kind::Empty);
        fast.fastPath = true;
        set(&Costs::fastPass, callNs(fast) - loop);
        const double faithful = callNs(bareConfig("none", Kind::Cgo));
        // By the code: about two thirds of the call are on the native side.
        set(&Costs::nativeCall, faithful * 2 / 3);
        set(&Costs::callbackCall, faithful / 3);
        lab::LabConfig channel = bareConfig("none", Kind::Empty);
        channel.taskSource = workload::TaskSourceKind::Channel;
        set(&Costs::channel, callNs(channel) - loop - m_costs.localOp);
    }

    /// Increments by both CPUs, of which each makes many while it has the line, give what the
    /// line's journey adds to each; a flag that goes to and fro gives what a hand-over takes beyond
    /// that.
    void lines()
    {
        double handOvers = 0;
        int kinds = 0;
        for (std::size_t i = 0; i < m_cpus.size(); ++i)
            for (std::size_t j = i + 1; j < m_cpus.size(); ++j) {
                double Costs::*line = lineBetween(m_cpus[i], m_cpus[j]);
                if (m_seen.contains(line))
                    continue; // one pair of each kind
                const auto each = measureContendedOperation(m_cpus[i].cpu, m_cpus[j].cpu);
                const auto roundTrip = measure::measureRoundTrip(m_cpus[i].cpu, m_cpus[j].cpu);
                if (!each || !roundTrip)
                    continue;
                set(line, *each - m_costs.localOp);
                handOvers += std::max(0.0, *roundTrip / 2 - m_costs.*line);
                ++kinds;
            }
        if (kinds > 0)
            set(&Costs::handOver, handOvers / kinds);
        m_costs.lineFar = m_costs.lineAcross;
    }

    void sleeping()
    {
        const FutexCosts futex = measureFutex();
        set(&Costs::systemCall, futex.wakeNobody);
        set(&Costs::futexQueue, futex.waitRefused - futex.wakeNobody);
        set(&Costs::wake, futex.wakeOne - futex.waitRefused);
        set(&Costs::wakeUp, futex.wakeUp - futex.wakeOne);
        if (const auto each = measureThreadSwitch(m_cpus.front().cpu)) {
            set(&Costs::threadSwitch, *each);
            set(&Costs::park, *each);
        }
        if (const auto slice = measureTimeSlice(m_cpus.front().cpu))
            set(&Costs::timeSlice, *slice);
    }

    [[nodiscard]] const Costs& costs() const { return m_costs; }

    /// With the costs of all rounds, of which this is one.
    [[nodiscard]] Calibration result(const std::vector<Costs>& rounds) const
    {
        const measure::HostFacts host = measure::readHostFacts();
        Calibration calibration;
        for (const CostField& field : costFields())
            (m_seen.contains(field.member) ? calibration.measured : calibration.assumed)
                .emplace_back(field.name);
        Machine& machine = calibration.machine;
        machine.id = "this";
        machine.label = fmt::format(
            "this host ({}, {} CPUs)", host.cpuModel.value_or("unknown CPU"), m_cpus.size());
        machine.source = fmt::format(
            "Measured here: {}. Assumed, as the preset 2x16: {}. CPUs beyond the {} that "
            "there are: 16 cores to a socket.",
            fmt::join(calibration.measured, ", "),
            fmt::join(calibration.assumed, ", "),
            m_cpus.size());
        machine.topology = topologyOf(m_cpus);
        CostRounds known = medianOf(rounds, calibration.measured);
        machine.costs = known.costs;
        machine.accuracy = Accuracy{.scatter = std::move(known.scatter), .missed = std::nullopt};
        return calibration;
    }

private:
    struct ByOffset
    {
        bool operator()(double Costs::*a, double Costs::*b) const
        {
            static const Costs kAny;
            return &(kAny.*a) < &(kAny.*b);
        }
    };

    void set(double Costs::*cost, double ns)
    {
        m_costs.*cost = std::max(0.0, ns); // a difference of two measurements can fall below
        m_seen.insert(cost);
    }

    std::vector<measure::CpuPlace> m_cpus;
    Costs m_costs;
    std::set<double Costs::*, ByOffset> m_seen;
};

} // namespace

namespace {

/// Of a span that has ended, in which at most two threads measured at a time. The states of the
/// workers are not looked at: others' load says what there is to say.
measure::Quality qualityOf(measure::NoiseMeter& noise)
{
    constexpr int kAtATime = 2;
    measure::CpuDemand demand;
    demand.add(kAtATime, std::max(1, noise.cpus()), 1);
    return measure::qualityOf(
        std::nullopt, noise.take(), demand, noise.groups().quota(), noise.cpus());
}

} // namespace

CostRounds medianOf(const std::vector<Costs>& rounds, const std::vector<std::string>& measured)
{
    CostRounds result{.costs = rounds.front(), .scatter = {}};
    for (const CostField& field : costFields()) {
        const std::string name(field.name);
        if (std::find(measured.begin(), measured.end(), name) == measured.end())
            continue;
        std::vector<double> values;
        values.reserve(rounds.size());
        for (const Costs& costs : rounds)
            values.push_back(costs.*field.member);
        const auto estimate = measure::estimateOf(values);
        const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
        std::nth_element(values.begin(), middle, values.end());
        result.costs.*field.member = *middle;
        if (estimate->high && *middle > 0)
            result.scatter[name] =
                std::min((*estimate->high - estimate->mean) / *middle, kMostScatter);
    }
    return result;
}

namespace {

/// The largest factor between simulated and measured throughput of locks that all CPUs of this host
/// want.
double missOn(const Machine& machine)
{
    constexpr std::chrono::milliseconds kLength{80};
    constexpr RunLength kSimulated{.warmUp = 10'000, .calls = 100'000};
    double missed = 1;
    for (const char* guard : {"mutex", "futex", "tbb-spin"}) {
        lab::LabConfig config = bareConfig(guard, workload::Kind::Custom);
        config.cpus = config.workers = lab::availableCpus();
        const auto measured = lab::measuredRun(config, kLength, [](double) { return true; });
        const SimulatedConfig simulated{.experiment = config, .machine = machine};
        const double expected = simulate(experimentOf(simulated), kSimulated).throughput;
        if (measured && measured->totals.calls > 0)
            missed = std::max(missed, missOf(expected, measured->throughput()));
    }
    return std::min(missed, kMostMissed);
}

} // namespace

measure::Quality qualityBeforeCalibrating()
{
    constexpr std::chrono::milliseconds kLook{500};
    measure::NoiseMeter noise;
    noise.begin();
    std::this_thread::sleep_for(kLook);
    return qualityOf(noise);
}

std::string busyText(const measure::Quality& quality)
{
    return fmt::format("{}", fmt::join(quality.warnings, "; "));
}

std::optional<Calibration> calibrate(const CalibrationProgress& progress)
{
    measure::NoiseMeter noise;
    noise.begin();
    constexpr int kRounds = 5;
    const std::array steps{&Calibrator::passes, &Calibrator::lines, &Calibrator::sleeping};
    constexpr double kSteps = kRounds * static_cast<double>(steps.size()) + 1;
    double done = 0;
    std::vector<Costs> rounds;
    std::optional<Calibrator> last;
    for (int round = 0; round < kRounds; ++round) {
        last.emplace();
        for (const auto step : steps) {
            if (progress && !progress(done++ / kSteps))
                return std::nullopt;
            ((*last).*step)();
        }
        rounds.push_back(last->costs());
    }
    if (progress && !progress(done / kSteps))
        return std::nullopt;
    Calibration calibration = last->result(rounds);
    calibration.quality = qualityOf(noise); // before what follows, which has all CPUs busy itself
    calibration.machine.accuracy->missed = missOn(calibration.machine);
    return calibration;
}

} // namespace lockscope::simulation
