// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/simulated_runner.h"

#include "core/study/rounds.h"

#include <array>
#include <utility>

namespace lockscope::study {

namespace {

/// What a round simulates of a machine whose accuracy is known.
enum BandRound : std::size_t
{
    AsItIs,
    CostsUp,
    CostsDown,
    BandRounds
};

std::size_t roundsFor(const simulation::SimulationSpec& spec)
{
    return spec.machine.accuracy ? BandRounds : AsItIs + 1;
}

} // namespace

SimulatedRunner::SimulatedRunner(SpecOfCell specOf, const simulation::RunLength& length)
    : m_specOf(std::move(specOf))
    , m_length(length)
{}

std::optional<simulation::RunResult> SimulatedRunner::run(const Cell& cell,
                                                          std::size_t round,
                                                          const lab::RunProgress& progress)
{
    simulation::SimulationSpec spec = m_specOf(cell);
    if (round != AsItIs)
        spec = simulation::withCostsMoved(std::move(spec), round == CostsUp);
    return simulation::simulate(spec, m_length, progress);
}

std::vector<SimulatedPoint> simulateCells(const std::vector<Cell>& cells,
                                          const SpecOfCell& specOf,
                                          const simulation::RunLength& length,
                                          const simulation::SimulationProgress& progress)
{
    using Results = std::array<simulation::RunResult, BandRounds>;
    std::vector<simulation::SimulationSpec> specs;
    std::vector<std::size_t> left;
    for (const Cell& cell : cells) {
        specs.push_back(specOf(cell));
        simulation::validate(specs.back());
        left.push_back(roundsFor(specs.back()));
    }
    std::vector<Results> results(cells.size());
    RoundPlan plan{.cells = cells,
                   .runsLeft = [&left](std::size_t cell) { return static_cast<int>(left[cell]); }};
    SimulatedRunner runner(specOf, length);
    const bool done = runRounds(
        plan,
        runner,
        [&](std::size_t cell, std::size_t round, const simulation::RunResult& result) {
            results[cell][round] = result;
            --left[cell];
        },
        [&progress](const RoundProgress& at) { return !progress || progress(at.share); });
    if (!done)
        return {};
    std::vector<SimulatedPoint> points;
    for (std::size_t i = 0; i < cells.size(); ++i)
        points.push_back({.cell = cells[i],
                          .result = std::move(results[i][AsItIs]),
                          .band = simulation::bandOf(specs[i].machine,
                                                     results[i][AsItIs].throughput,
                                                     results[i][CostsUp].throughput,
                                                     results[i][CostsDown].throughput)});
    return points;
}

} // namespace lockscope::study
