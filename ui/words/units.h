// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <optional>

/// How numbers are written for people: one place for the window, the charts and the table.
namespace lockscope::ui {

/// What stands where a number could not be read.
[[nodiscard]] QString unknownText();

/// Nanoseconds with three significant digits in the unit that suits: "48.2 ns", "1.24 µs", "2.5 s".
[[nodiscard]] QString formatDuration(double ns);
[[nodiscard]] QString formatDuration(std::optional<double> ns);

/// As formatDuration without digits that say nothing: "1 µs", "2.5 ms".
[[nodiscard]] QString formatAxisDuration(double ns);

/// A factor of a thousand and its letter.
struct Scale
{
    double factor = 1;
    QString prefix; ///< "", "k", "M", "G", "T"
    friend bool operator==(const Scale&, const Scale&) = default;
};
/// The scale in which a number reads best.
[[nodiscard]] Scale scaleOf(double value);

/// Three significant digits without an exponent: "26.4", "0.85", "1.50", "120"; what is not 0 is
/// never written as that: "≤ 0.001".
[[nodiscard]] QString formatSignificant(double value);
/// "26.4 M", "850", "1.20 k".
[[nodiscard]] QString formatScaled(double value);
/// "26.4 M calls/s".
[[nodiscard]] QString formatRate(double callsPerSecond);
/// A share 0..1 as "12.3 %"; what is less than a tenth of one, and not 0, as "< 0.1 %"; none as
/// "unknown".
[[nodiscard]] QString formatShare(std::optional<double> share);

} // namespace lockscope::ui
