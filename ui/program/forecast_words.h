// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/whatif/lock_forecast.h"
#include "ui/models/scaling_curves.h"

#include <QString>

#include <vector>

namespace lockscope::ui {

/// What is said of a lock's load, what keeps it from a forecast, and what came of one: plain text,
/// fit to be shown.
[[nodiscard]] QString loadText(const whatif::LoadFound& found);
[[nodiscard]] QString forecastText(const whatif::LockForecast& forecast);
/// That what skips a lock is no choice where the lock is needed.
[[nodiscard]] QString fastPathWarning();
/// What an experiment with that load is of: lock, program, numbers, and what not to take from it.
[[nodiscard]] QString originText(const whatif::LockLoad& load, const std::string& command);
/// What a picture of it says of itself.
[[nodiscard]] QString forecastSettings(const whatif::LockForecast& forecast,
                                       const std::string& command);
/// "N*: 16 CPUs (8 to 32), simulated"; empty without one.
[[nodiscard]] QString peakText(const whatif::LockForecast& forecast);
/// All of it simulated, but for the present, which is the first one's measured point.
[[nodiscard]] std::vector<ScalingCurve> forecastCurves(const whatif::LockForecast& forecast);

} // namespace lockscope::ui
