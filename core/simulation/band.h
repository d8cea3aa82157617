// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/simulation/simulation_spec.h"

#include <optional>
#include <string_view>

/// How far a simulated answer is to be trusted.
namespace lockscope::simulation {

/// Between what a simulated throughput lies, by what its machine's calibration knows of its own
/// errors.
struct Band
{
    double low = 0;
    double high = 0;
    friend bool operator==(const Band&, const Band&) = default;
};

/// The experiment with every cost that was measured moved to an end of its interval: slower for
/// `up`, faster otherwise. All at once, so that what comes of it is rather too wide than too
/// narrow. The same experiment on a machine whose accuracy is not known.
[[nodiscard]] SimulationSpec withCostsMoved(SimulationSpec experiment, bool up);

/// The band around a throughput from those with the costs up and down: how far these move it and by
/// what factor the calibration missed what it measured, as lengths on a logarithmic scale that are
/// at right angles, because neither knows of the other. None when the machine's accuracy is not
/// known.
[[nodiscard]] std::optional<Band> bandOf(const Machine& machine,
                                         double throughput,
                                         double withCostsUp,
                                         double withCostsDown);

/// A band made wider by a factor by which what is simulated missed what was measured, likewise.
[[nodiscard]] Band widened(const Band& band, double throughput, double missed);

/// The ratio of two simulated throughputs, b / a, with the band that theirs give it.
[[nodiscard]] std::optional<Band> bandOfRatio(double a,
                                              const Band& bandA,
                                              double b,
                                              const Band& bandB);

/// A factor between simulated and measured, either way, beyond which the simulation is not to be
/// trusted.
inline constexpr double kMissedTooFar = 1.35;

/// 3.1 for a third of what was measured as for three times that.
[[nodiscard]] double missOf(double simulated, double measured);

/// Why there is no band, in one sentence.
inline constexpr std::string_view kNoBand = "How well these costs are known is not known, so there "
                                            "is no band; a machine that was calibrated "
                                            "(host --calibrate) has one.";

} // namespace lockscope::simulation
