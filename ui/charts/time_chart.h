// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/chart_view.h"
#include "ui/charts/hover_link.h"
#include "ui/charts/overlay.h"
#include "ui/charts/value_scale.h"
#include "ui/models/decimation.h"
#include "ui/models/history_mirror.h"

#include <deque>
#include <optional>
#include <vector>

namespace lockscope::ui {

/// A view with a time axis: the newest instant at the right edge, markers of live changes, and the
/// values at the instant that the mouse points at in any of the views that share the HoverLink.
class TimeChart : public ChartView
{
    Q_OBJECT

public:
    void refresh(const measure::History& history) final;

    /// Shows so much time from `begin` on, counted from there, wherever the data end: for pictures
    /// of stretches side by side. Otherwise back from the history's end: the time that there is, up
    /// to its span.
    void setStretch(std::chrono::nanoseconds begin, std::chrono::nanoseconds span);

protected:
    /// `hover` is shared by the views and outlives them.
    TimeChart(HoverLink* hover, QWidget* parent);

    /// Forgets all data.
    virtual void clear() = 0;
    /// Takes a new snapshot; `startsRun` when a gap lies before it.
    virtual void add(const measure::Snapshot& snapshot, bool startsRun) = 0;
    /// Forgets what is older than `begin`, which is the time of the oldest snapshot left.
    virtual void forgetBefore(std::chrono::nanoseconds begin) = 0;
    /// The data are complete for this refresh: time to choose scales.
    virtual void updateScales() {}

    /// What the read-out says of a snapshot when the mouse stands at `at`.
    [[nodiscard]] virtual std::vector<ReadoutRow> readout(const measure::Snapshot& snapshot,
                                                          const QPointF& at) const = 0;
    /// Marks on the hover line; none unless overridden.
    virtual void paintHoverPoints(QPainter& painter,
                                  const measure::Snapshot& snapshot,
                                  const TimeWindow& window,
                                  const QRectF& plot) const;

    /// What the plot shows, mapped to it.
    [[nodiscard]] TimeWindow window(const QRectF& plot) const;
    [[nodiscard]] const HistoryMirror& mirror() const { return m_mirror; }
    /// The axis' span where setStretch() does not say it: fits the data until there is a full span.
    [[nodiscard]] std::chrono::nanoseconds axisSpan() const;
    /// True when setStretch() says what is shown.
    [[nodiscard]] bool showsRange() const { return m_range.has_value(); }
    void paintMarkersOn(QPainter& painter, const QRectF& plot) const;

    [[nodiscard]] std::vector<Tick> xTicks(const QRectF& plot) const override;
    void paintOverlay(QPainter& painter, const QRectF& plot) const override;
    [[nodiscard]] QString emptyText() const override;
    void mouseMoved() override;

private:
    HoverLink* m_hover;
    HistoryMirror m_mirror;
    std::optional<TimeWindow> m_range; ///< without its place on the screen
    std::vector<Marker> m_markers;
};

/// Forgets the samples before an instant.
void forgetBefore(std::deque<Sample>& samples, std::chrono::nanoseconds begin);

/// How time and values map to a plot.
struct PlotMap
{
    TimeWindow window;
    ValueScale scale;
    QRectF plot;

    [[nodiscard]] QPointF at(const Sample& sample) const
    {
        return {window.xOf(sample.time), scale.yOf(sample.value, plot)};
    }
};

/// Draws a line of samples, broken at gaps; a sample on its own is a dot. About one point a pixel.
void paintTrace(QPainter& painter,
                const std::deque<Sample>& samples,
                const PlotMap& map,
                const QPen& pen);

/// Draws the dot of a value on the hover line.
void paintHoverPoint(QPainter& painter, const QPointF& at, const QColor& color, const Theme& theme);

} // namespace lockscope::ui
