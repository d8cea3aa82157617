// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/estimate.h"
#include "ui/charts/scale_link.h"
#include "ui/charts/value_scale.h"

#include <QObject>

#include <limits>
#include <optional>
#include <vector>

namespace lockscope::ui {

/// What a person chooses of the axis of a chart's values.
struct AxisChoice
{
    bool logarithmic = false;
    bool sparesSpikes = true; ///< a few spikes do not set the range
    friend bool operator==(const AxisChoice&, const AxisChoice&) = default;
};

/// What an axis is to hold: the ends of all values, and the ends of most of them.
///
/// The rule for "most": without the largest fiftieth, rounded down, so of fewer than 50 values all
/// are held. Where the largest is within three times what is left, it is no spike and the ends are
/// those of all values. The same with the smallest. Values at or below 0 have no place on a
/// logarithmic axis and no part in the low ends.
struct ValueSpread
{
    static constexpr std::size_t kOneOf = 50;
    static constexpr double kSpikeFrom = 3;

    double least = std::numeric_limits<double>::infinity(); ///< above 0
    double leastOfMost = std::numeric_limits<double>::infinity(); ///< above 0
    double largest = -std::numeric_limits<double>::infinity();
    double largestOfMost = -std::numeric_limits<double>::infinity();

    /// Of values in any order; empty of none.
    [[nodiscard]] static ValueSpread of(std::vector<double> values);
    /// Of values with intervals, of which there are few: most are all of the values, and the ends
    /// of intervals up to three times further out. A few runs that differ have an end far off that
    /// says how little is known, not how large anything is.
    [[nodiscard]] static ValueSpread ofEstimates(const std::vector<measure::Estimate>& estimates);

    [[nodiscard]] bool empty() const;
    /// Grows to hold the other, too: each of several lines keeps most of its own.
    void include(const ValueSpread& other);
};

/// The axis of a chart's values: linear from 0 or logarithmic, over all values or over most of
/// them. Owns what was chosen of it and the scale that follows from the data. GUI thread only.
///
/// On a linear axis a spike would flatten all else, so what lies above most of the values may be
/// left outside. A logarithmic axis always holds the largest; it is its low end that is of most.
class ValueAxis : public QObject
{
    Q_OBJECT

public:
    /// What there is to know of the values.
    struct Kind
    {
        double leastHigh = 1; ///< the axis reaches so far even when the values do not
        std::optional<double> mostHigh{}; ///< and no further, as a share has an end
        std::optional<double> floor{}; ///< of a logarithmic axis, a power of ten; none: the data's
        bool spiky = false; ///< some may be left outside
        double headroom = 1; ///< above the largest value, as a factor; on a linear axis
        double logHeadroom = 1;
        bool steady = false; ///< does not jump to and fro with every snapshot
    };

    ValueAxis(const Kind& kind, const AxisChoice& usual, QObject* parent);

    [[nodiscard]] const AxisChoice& choice() const { return m_choice; }
    /// Fits the scale anew and emits changed().
    void choose(const AxisChoice& choice);
    /// Whether some values may be left outside as it is: there is something to choose then.
    [[nodiscard]] bool canSpareSpikes() const { return m_kind.spiky; }

    /// Has its ends in common with other axes from now on; the link outlives it.
    void link(ScaleLink* link);
    /// Whether an axis that it is linked to holds values, or it does so itself.
    [[nodiscard]] bool sharesValues() const;
    /// Holds these values from now on; of none its ends stay as they are.
    void fit(const ValueSpread& spread);

    [[nodiscard]] const ValueScale& scale() const { return m_scale; }
    /// Whether a value is left outside, above the axis.
    [[nodiscard]] bool cuts(double value) const;

signals:
    /// It was chosen to be another, or a linked axis had it change: not by fit().
    void changed();

private:
    /// Before there are values.
    [[nodiscard]] ValueScale firstScale() const;
    void rescale();
    /// What it asks for of a link.
    [[nodiscard]] Extent wanted() const;

    Kind m_kind;
    AxisChoice m_choice;
    ValueSpread m_spread;
    ValueScale m_scale;
    ScaleLink* m_link = nullptr;
};

} // namespace lockscope::ui
