// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/time_window.h"

#include <QRectF>

#include <functional>
#include <vector>

namespace lockscope::ui {

/// How values map to an axis, linear from 0 or logarithmic from a floor. A plain value.
///
/// A logarithmic axis has no place for zero: what is at or below the floor stands on the axis's low
/// end, and the label there says so ("<= 1 ns").
class ValueScale
{
public:
    /// From 0 to a round number at or above `largest`.
    [[nodiscard]] static ValueScale linear(double largest);
    /// Decades from `floor` (a power of ten) to one at or above `largest`, at least one.
    [[nodiscard]] static ValueScale logarithmic(double floor, double largest);

    [[nodiscard]] bool isLogarithmic() const { return m_logarithmic; }
    [[nodiscard]] double low() const { return m_low; }
    [[nodiscard]] double high() const { return m_high; }

    /// Where a value stands between the ends: 0..1, held at the ends.
    [[nodiscard]] double fraction(double value) const;
    /// The value that stands at a fraction.
    [[nodiscard]] double valueAt(double fraction) const;
    [[nodiscard]] double yOf(double value, const QRectF& plot) const;
    [[nodiscard]] double xOf(double value, const QRectF& plot) const;

    /// At most `most` round values, both ends of a linear axis included.
    [[nodiscard]] std::vector<Tick> ticks(int most,
                                          const std::function<QString(double)>& format) const;

    /// This scale, unless `before` still holds the same data without being far too large: so that
    /// an axis does not jump to and fro with every snapshot.
    [[nodiscard]] ValueScale steadied(const ValueScale& before) const;

    friend bool operator==(const ValueScale&, const ValueScale&) = default;

private:
    bool m_logarithmic = false;
    double m_low = 0;
    double m_high = 1;
};

} // namespace lockscope::ui
