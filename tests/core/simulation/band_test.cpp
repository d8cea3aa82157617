// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/simulation/band.h"
#include "core/simulation/machine_file.h"

#include <gtest/gtest.h>

#include <cmath>
#include <nlohmann/json.hpp>

namespace lockscope::simulation {
namespace {

Machine calibrated(double scatter, std::optional<double> missed)
{
    Machine machine = *findPreset("1x64");
    machine.accuracy.emplace();
    machine.accuracy->scatter = {{"pass_ns", scatter}, {"line_cache_ns", scatter}};
    machine.accuracy->missed = missed;
    return machine;
}

TEST(Band, CostsMoveByTheirScatterAndTheOthersStay)
{
    SimulationSpec experiment{.machine = calibrated(0.25, {})};
    const Costs before = experiment.machine.costs;
    EXPECT_DOUBLE_EQ(withCostsMoved(experiment, true).machine.costs.pass, before.pass * 1.25);
    EXPECT_DOUBLE_EQ(withCostsMoved(experiment, false).machine.costs.lineCache,
                     before.lineCache / 1.25);
    EXPECT_EQ(withCostsMoved(experiment, true).machine.costs.wake, before.wake);
    experiment.machine.accuracy.reset();
    EXPECT_EQ(withCostsMoved(experiment, true).machine.costs, before);
}

TEST(Band, HoldsTheCostsAndTheMissAtRightAngles)
{
    const auto band = bandOf(calibrated(0.1, std::nullopt), 100, 80, 120);
    ASSERT_TRUE(band);
    EXPECT_NEAR(band->low, 80, 1e-9);
    EXPECT_NEAR(band->high, 120, 1e-9);
    const auto missed = bandOf(calibrated(0.1, 2), 100, 80, 120);
    EXPECT_NEAR(missed->low, 100 * std::exp(-std::hypot(std::log(1.25), std::log(2))), 1e-9);
    EXPECT_NEAR(missed->high, 100 * std::exp(std::hypot(std::log(1.2), std::log(2))), 1e-9);
    const Band wider = widened(*band, 100, 0.5); // by half or by twice is the same
    EXPECT_NEAR(wider.low, missed->low, 1e-9);
    EXPECT_FALSE(bandOf(*findPreset("1x64"), 100, 80, 120))
        << "nobody knows how well a preset is known";
}

TEST(Band, OfARatioHoldsThoseOfBoth)
{
    const auto band = bandOfRatio(100, {.low = 80, .high = 125}, 300, {.low = 300, .high = 300});
    EXPECT_NEAR(band->low, 3 * 0.8, 1e-9);
    EXPECT_NEAR(band->high, 3 * 1.25, 1e-9);
    EXPECT_DOUBLE_EQ(missOf(31, 10), 3.1);
    EXPECT_DOUBLE_EQ(missOf(10, 31), 3.1);
}

TEST(Band, AMachineFileKeepsWhatItsCalibrationKnows)
{
    const Machine machine = calibrated(0.25, 1.4);
    EXPECT_EQ(machineFromJson(toJson(machine)), machine);
    EXPECT_FALSE(toJson(*findPreset("2x16")).contains("scatter"));
    auto json = toJson(machine);
    json["scatter"]["no_such_cost_ns"] = 0.1;
    EXPECT_THROW((void)machineFromJson(json), lab::ConfigError);
    json = toJson(machine);
    json["scatter"]["pass_ns"] = -1;
    EXPECT_THROW((void)machineFromJson(json), lab::ConfigError);
    json = toJson(machine);
    json["missed"] = 0.5;
    EXPECT_THROW((void)machineFromJson(json), lab::ConfigError);
}

TEST(Band, ATransferThatIsGivenHasNoScatter)
{
    Machine machine = calibrated(0.25, 1.4);
    setTransfer(machine, 50);
    EXPECT_FALSE(machine.accuracy->scatter.contains("line_cache_ns"));
    EXPECT_TRUE(machine.accuracy->scatter.contains("pass_ns"));
}

} // namespace
} // namespace lockscope::simulation
