// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/figures.h"

#include <QString>

/// How figures are written in the window: their words and units are those of core/measure/figures.
namespace lockscope::ui {

/// A figure's name for people: "Throughput (calls/s)", "CPU time per call".
[[nodiscard]] QString figureTitle(measure::Figure figure);
/// A value in the figure's unit: "26.4 M", "48.2 ns", "0.998", "12.3 %".
[[nodiscard]] QString figureText(measure::Figure figure, double value);
/// The same beside an axis, without digits that say nothing: "1 µs", "0.5", "0".
[[nodiscard]] QString figureAxisText(measure::Figure figure, double value);

} // namespace lockscope::ui
