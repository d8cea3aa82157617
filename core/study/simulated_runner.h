// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/simulation/band.h"
#include "core/simulation/simulator.h"
#include "core/study/contender_runner.h"

#include <functional>
#include <optional>
#include <vector>

namespace lockscope::study {

/// What a cell's experiment is on a simulated machine. Any thread.
using SpecOfCell = std::function<simulation::SimulationSpec(const Cell& cell)>;

/// Runs contenders on a simulated machine, one on each CPU of this host at a time: the same figures
/// every time. A machine whose accuracy is known is simulated three times for each cell: as it is,
/// then with its costs up and down, for the band.
class SimulatedRunner final : public ContenderRunner<simulation::RunResult>
{
public:
    SimulatedRunner(SpecOfCell specOf, const simulation::RunLength& length);

    [[nodiscard]] std::optional<simulation::RunResult> run(
        const Cell& cell, std::size_t round, const lab::RunProgress& progress) override;
    [[nodiscard]] unsigned atOnce() const override { return 0; }

private:
    SpecOfCell m_specOf;
    simulation::RunLength m_length;
};

/// A cell's answer, and between what its throughput lies.
struct SimulatedPoint
{
    Cell cell;
    simulation::RunResult result;
    std::optional<simulation::Band> band; ///< none on a machine whose accuracy is not known
};

/// Simulates each cell, and what its band needs; points in the order of the cells. Empty when
/// `progress` ended it. Throws lab::ConfigError, before any has begun, for an experiment that is
/// not allowed.
[[nodiscard]] std::vector<SimulatedPoint> simulateCells(
    const std::vector<Cell>& cells,
    const SpecOfCell& specOf,
    const simulation::RunLength& length,
    const simulation::SimulationProgress& progress = {});

} // namespace lockscope::study
