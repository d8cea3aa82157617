// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/whatif/lock_forecast.h"

#include "core/program/substitution.h"
#include "core/simulation/models.h"
#include "core/simulation/side_by_side.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <mutex>

#include <fmt/format.h>

namespace lockscope::whatif {

namespace {

using program::Substitute;
using simulation::RunResult;
using simulation::SimulationSpec;

using EndResults = std::array<RunResult, kEnds.size()>;

constexpr double kPresentShare = 0.05; ///< of the work, for the progress

/// A curve that is to be simulated.
struct Asked
{
    WhatIfCurve curve;
    double holdFactor = 1;
};

std::string_view modelInPlaceOf(Substitute substitute)
{
    switch (substitute) {
    case Substitute::Ticket:
        return "ticket";
    case Substitute::Mcs:
        return "mcs-yield"; // its spinners let others have the CPU, too
    case Substitute::SpinThenPark:
        return "spin-then-park";
    case Substitute::BackOff:
        return "ttas-backoff-yield";
    default:
        return {};
    }
}

std::vector<Asked> askedOf(const LockLoad& load)
{
    const std::string own = modelOf(load.kind).value_or("futex");
    std::vector<Asked> asked{{{"own", "own lock", own, {}, {}}, 1}};
    for (const Substitute substitute : program::kSubstitutes) {
        if (substitute == Substitute::Own || load.kind == program::LockKind::Read)
            continue;
        WhatIfCurve curve{.id = std::string(substituteName(substitute)),
                          .label = std::string(substituteName(substitute)),
                          .model = std::string(modelInPlaceOf(substitute)),
                          .points = {},
                          .whyNot = {}};
        if (curve.model.empty())
            curve.whyNot = "There is no model of a lock that restricts how many compete.";
        asked.push_back({std::move(curve), 1});
    }
    asked.push_back({{"fast-path", "a fast path that skips it", "once", {}, {}}, 1});
    asked.push_back({{"half-hold", "held half as long", own, {}, {}}, 0.5});
    return asked;
}

/// Which counts how far all runs are, from several threads.
class SharedProgress
{
public:
    SharedProgress(const simulation::SimulationProgress& progress, std::size_t runs)
        : m_progress(progress)
        , m_runs(static_cast<double>(runs))
    {}

    [[nodiscard]] bool ended() const { return m_ended.load(); }
    void runDone()
    {
        const std::lock_guard hold(m_mutex);
        m_done += 1;
        tell();
    }
    bool goOn()
    {
        const std::lock_guard hold(m_mutex);
        return tell();
    }

private:
    bool tell()
    {
        if (m_progress && !m_ended
            && !m_progress(kPresentShare + (1 - kPresentShare) * m_done / m_runs))
            m_ended = true;
        return !m_ended;
    }

    const simulation::SimulationProgress& m_progress;
    const double m_runs;
    std::mutex m_mutex;
    double m_done = 0;
    std::atomic<bool> m_ended{false};
};

simulation::Band spanOf(const std::array<double, kEnds.size()>& values)
{
    const auto [low, high] = std::minmax_element(values.begin(), values.end());
    return {.low = *low, .high = *high};
}

template<class Value>
std::array<double, kEnds.size()> eachEnd(const Value& value)
{
    std::array<double, kEnds.size()> values{};
    for (std::size_t i = 0; i < values.size(); ++i)
        values[i] = value(i);
    return values;
}

ForecastAt pointOf(const EndResults& results,
                   const EndResults& own,
                   const SimulationSpec& spec,
                   double missed)
{
    const RunResult& measured = results.front();
    ForecastAt at;
    at.cpus = spec.cpus;
    at.workers = spec.workers;
    at.throughput = measured.throughput;
    at.contendedShare =
        static_cast<double>(measured.contended) / static_cast<double>(measured.calls);
    at.waitMeanNs = measured.waitMeanNs;
    at.band =
        simulation::widened(spanOf(eachEnd([&](std::size_t i) { return results[i].throughput; })),
                            at.throughput,
                            missed);
    at.timesOwn = measured.throughput / own.front().throughput;
    at.timesOwnBand = &results == &own
        ? simulation::Band{1, 1}
        : simulation::widened(spanOf(eachEnd([&](std::size_t i) {
                                  return results[i].throughput / own[i].throughput;
                              })),
                              at.timesOwn,
                              missed);
    return at;
}

Peak peakOf(const std::vector<EndResults>& own, const WhatIfCurve& curve)
{
    constexpr double kGrows = 1.05;
    constexpr double kAsHigh = 0.98; // a run of some ten thousand calls is no more exact
    Peak peak;
    peak.low = simulation::kMaxCpus;
    for (std::size_t end = 0; end < kEnds.size(); ++end) {
        double highest = 0;
        for (const EndResults& at : own)
            highest = std::max(highest, at[end].throughput);
        const auto first = std::find_if(own.begin(), own.end(), [&](const EndResults& at) {
            return at[end].throughput >= kAsHigh * highest;
        });
        const int cpus = curve.points[static_cast<std::size_t>(first - own.begin())].cpus;
        if (end == 0)
            peak.cpus = cpus;
        peak.low = std::min(peak.low, cpus);
        peak.high = std::max(peak.high, cpus);
    }
    const std::size_t last = own.size() - 1;
    peak.beyond = peak.cpus == curve.points[last].cpus
        && (last == 0 || own[last][0].throughput > kGrows * own[last - 1][0].throughput);
    scaling::Curve points;
    for (const ForecastAt& at : curve.points)
        points.push_back({static_cast<double>(at.cpus), at.throughput});
    peak.law = scaling::fitUsl(std::move(points));
    return peak;
}

/// False when it was ended.
bool simulateCurves(const LoadOnMachine& on,
                    const ForecastQuestion& question,
                    LockForecast& forecast,
                    const simulation::SimulationProgress& progress)
{
    std::vector<Asked> asked = askedOf(on.load);
    if (question.onlyOwn)
        asked.resize(1);
    struct Run
    {
        std::size_t curve;
        std::size_t cpus;
        std::size_t end;
    };
    std::vector<Run> runs;
    for (std::size_t curve = 0; curve < asked.size(); ++curve)
        if (asked[curve].curve.whyNot.empty())
            for (std::size_t cpus = 0; cpus < question.cpus.size(); ++cpus)
                for (std::size_t end = 0; end < kEnds.size(); ++end)
                    runs.push_back({curve, cpus, end});
    const auto specOf = [&](std::size_t curve, std::size_t cpus, std::size_t end) {
        return on.spec(
            asked[curve].curve.model, question.cpus[cpus], kEnds[end], asked[curve].holdFactor);
    };
    std::vector<std::vector<EndResults>> results(asked.size(),
                                                 std::vector<EndResults>(question.cpus.size()));
    SharedProgress shared(progress, runs.size());
    simulation::sideBySide(runs.size(), 0, [&](std::size_t i) {
        if (shared.ended())
            return;
        const Run& run = runs[i];
        const SimulationSpec spec = specOf(run.curve, run.cpus, run.end);
        simulation::validate(spec);
        auto result = simulation::simulate(
            spec, question.length, [&shared](double) { return shared.goOn(); });
        if (result)
            results[run.curve][run.cpus][run.end] = std::move(*result);
        shared.runDone();
    });
    if (shared.ended())
        return false;
    const double accuracy = on.machine.accuracy ? on.machine.accuracy->missed.value_or(1) : 1;
    // Neither knows of the other: at right angles on a logarithmic scale.
    const double missed = std::exp(std::hypot(std::log(simulation::missOf(accuracy, 1)),
                                              std::log(forecast.present->throughputMiss)));
    for (std::size_t curve = 0; curve < asked.size(); ++curve) {
        if (asked[curve].curve.whyNot.empty())
            for (std::size_t cpus = 0; cpus < question.cpus.size(); ++cpus)
                asked[curve].curve.points.push_back(pointOf(
                    results[curve][cpus], results[0][cpus], specOf(curve, cpus, 0), missed));
        forecast.curves.push_back(std::move(asked[curve].curve));
    }
    forecast.peak = peakOf(results[0], forecast.curves.front());
    return true;
}

} // namespace

const ForecastAt* WhatIfCurve::at(int cpus) const
{
    const auto found = std::find_if(
        points.begin(), points.end(), [cpus](const ForecastAt& at) { return at.cpus == cpus; });
    return found == points.end() ? nullptr : &*found;
}

std::optional<LockForecast> forecastLock(const LoadFound& found,
                                         const ForecastQuestion& question,
                                         const simulation::SimulationProgress& progress)
{
    simulation::validate(question.machine);
    LockForecast forecast;
    forecast.machine = question.machine;
    forecast.seed = question.seed;
    forecast.obstacles = found.obstacles;
    if (!found.load)
        return forecast;
    forecast.load = *found.load;
    LoadOnMachine on{.load = *found.load, .machine = question.machine, .seed = question.seed};
    forecast.present = simulatePresent(
        on, [&progress](double share) { return !progress || progress(kPresentShare * share); });
    if (!forecast.present)
        return std::nullopt;
    forecast.spread = on.spread;
    if (forecast.obstacles.empty() && !forecast.present->passes)
        forecast.obstacles.push_back({"present", forecast.present->text});
    if (forecast.obstacles.empty() && !simulateCurves(on, question, forecast, progress))
        return std::nullopt;
    return forecast;
}

std::vector<std::string> assumptionsOf(const LockForecast& forecast)
{
    std::vector<std::string> list;
    const LockLoad& load = forecast.load;
    const int used = usedCpus(load);
    list.push_back(fmt::format(
        "Threads grow with the CPUs: {} on {}, so {} on each.",
        load.threads,
        used == 1 ? "one CPU" : fmt::format("{} CPUs", used),
        load.threads == used ? "one"
                             : fmt::format("{:.3g}", static_cast<double>(load.threads) / used)));
    list.push_back(fmt::format(
        "Times outside and under the lock are {}, which comes nearer to the present than the "
        "other; the time outside is work on a CPU, and other locks are not in the model.",
        forecast.spread == simulation::Distribution::Exponential ? "spread exponentially"
                                                                 : "constant"));
    list.emplace_back(
        "A substitute stands in the lock's place; the one that Lockscope puts in front "
        "of a running program's lock costs a pass more. A fast path skips the lock and "
        "what is done under it.");
    if (forecast.present) {
        SimulationSpec spec;
        spec.model = forecast.present->model;
        spec.cpus = forecast.curves.empty() || forecast.curves.front().points.empty()
            ? used
            : forecast.curves.front().points.back().cpus;
        spec.workers = spec.cpus;
        spec.outsideNs = load.outsideNs;
        spec.criticalNs = load.hold.mean;
        spec.distribution = forecast.spread;
        spec.machine = forecast.machine;
        std::vector<std::string> models = simulation::assumptions(spec);
        models.pop_back(); // of bands, which are others here
        for (std::string& each : models)
            list.push_back(std::move(each));
    }
    return list;
}

} // namespace lockscope::whatif
