// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <chrono>
#include <optional>
#include <vector>

namespace lockscope::ui {

/// A mark on an axis: where, as a fraction of its length from the low end, and what it says.
struct Tick
{
    double fraction = 0;
    QString label;
};

/// An instant to the hundredth of a second: "-3.20 s" from an origin or, with the time of day at
/// the clock's zero (since 1970), "14:03:20.25".
[[nodiscard]] QString instantText(std::chrono::nanoseconds time,
                                  std::chrono::nanoseconds origin,
                                  const std::optional<std::chrono::nanoseconds>& zero);

/// The stretch of time that a picture shows and how it maps to pixels. A plain value; paints
/// nothing.
struct TimeWindow
{
    using Time = std::chrono::nanoseconds;

    Time end{}; ///< at the right edge
    Time span{std::chrono::seconds(60)}; ///< from edge to edge, > 0
    double left = 0; ///< pixel of the left edge
    double width = 0; ///< pixels from edge to edge
    Time origin{}; ///< what the axis calls 0
    std::optional<Time> zero{}; ///< time of day at the clock's zero, since 1970, to be labelled

    [[nodiscard]] Time begin() const { return end - span; }
    [[nodiscard]] double right() const { return left + width; }
    [[nodiscard]] bool contains(Time time) const { return time >= begin() && time <= end; }

    /// Pixel of an instant; outside of the edges for instants outside the window.
    [[nodiscard]] double xOf(Time time) const;
    /// The instant at a pixel.
    [[nodiscard]] Time timeAt(double x) const;
    /// Seconds after the origin, negative before it: as the axis labels say it.
    [[nodiscard]] double axisSeconds(Time time) const;

    /// The span of an axis for data that cover so much time, of `full` at most: all of it, and
    /// little more. It grows by steps of 3 % and not with every snapshot, because a new span has
    /// everything redrawn; from one second on.
    [[nodiscard]] static Time fittingSpan(Time covered, Time full);

    /// Round numbers of seconds from the origin, labelled "-60 s" to "0 s", or "0 s" to "60 s", or
    /// round times of day, "14:03:20"; about one per 70 pixels.
    [[nodiscard]] std::vector<Tick> ticks() const;
};

} // namespace lockscope::ui
