// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/figures.h"

#include <optional>
#include <string>

/// Quantities for people in plain text: in the terminal, and where the window says the same.
namespace lockscope::report {

/// "26.4 M", "950 k", "12.0": a rate or count.
[[nodiscard]] std::string scaled(double value);
/// A share 0..1 in percent: "12.3 %"; what is less than the last digit shows, and not 0, is never
/// written as that:
/// "< 0.1 %". "unknown" for none.
[[nodiscard]] std::string percent(std::optional<double> share, int decimals = 1);
/// "850 ns", "1.25 µs", "3.10 ms"; "unknown" for none.
[[nodiscard]] std::string duration(std::optional<double> ns);

/// A figure's value in its unit: "26.4 M", "1.25 µs", "0.998", "12.3 %".
[[nodiscard]] std::string figureText(measure::FigureUnit unit, double value);

} // namespace lockscope::report
