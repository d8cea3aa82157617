// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/chart_view.h"
#include "ui/charts/overlay.h"
#include "ui/charts/readout.h"
#include "ui/charts/time_view.h"
#include "ui/models/decimation.h"
#include "ui/models/history_mirror.h"

#include <cstdint>
#include <deque>
#include <optional>
#include <vector>

namespace lockscope::ui {

/// A view with a time axis: what the TimeView shows, markers of live changes, and the values at the
/// instant that the mouse points at in any of the views that share it.
///
/// The wheel zooms at the pointer, a drag selects, one with Ctrl has what was selected before
/// compared with it, one with the middle button or with Shift pans, a double click shows all.
class TimeChart : public ChartView
{
    Q_OBJECT

public:
    void refresh(const measure::History& history) final;
    /// A row for each snapshot, with its time since the run's zero; a column for each entry.
    [[nodiscard]] ValueTable values() const override;

protected:
    /// `view` is shared by the views and outlives them.
    TimeChart(TimeView* view, QWidget* parent);

    /// Forgets all data.
    virtual void clear() = 0;
    /// Takes a new snapshot; `startsRun` when a gap lies before it.
    virtual void add(const measure::Snapshot& snapshot, bool startsRun) = 0;
    /// Forgets what is older than `begin`, which is the time of the oldest snapshot left.
    virtual void forgetBefore(std::chrono::nanoseconds begin) = 0;

    /// The values of a snapshot in the order of the legend, exact; none where there is none.
    [[nodiscard]] virtual std::vector<std::optional<double>> valuesOf(
        const measure::Snapshot& /*snapshot*/) const
    {
        return {};
    }
    /// Of these values, for the heading of their columns: "ns".
    [[nodiscard]] virtual QString valueUnit() const { return {}; }

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
    [[nodiscard]] TimeRange visible() const { return m_view->visible(); }
    [[nodiscard]] std::optional<TimeView::Time> hovered() const { return m_view->hovered(); }
    [[nodiscard]] TimeRange chosen() const { return m_view->chosen(); }
    /// Returns where their labels stand.
    std::vector<QRectF> paintMarkersOn(QPainter& painter,
                                       const QRectF& plot,
                                       int rows = kMarkerRows) const;

    [[nodiscard]] std::vector<Tick> xTicks(const QRectF& plot) const override;
    /// The time goes on without data.
    [[nodiscard]] std::vector<Tick> emptyXTicks(const QRectF& plot) const override
    {
        return xTicks(plot);
    }
    void paintOverlay(QPainter& painter, const QRectF& plot) const override;
    [[nodiscard]] QString emptyText() const override;
    void mouseMoved() override;
    /// The person clicked in the plot, at a place of the canvas, and dragged nothing.
    virtual void clicked(const QPointF& at);
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;

private:
    /// What a drag does.
    enum class Drag : std::uint8_t
    {
        None,
        Select,
        Pan
    };

    void viewChanged();
    /// Takes all that there is anew: it was of other locks.
    void lockChanged() override;
    void paintSelection(QPainter& painter, const QRectF& plot, const TimeWindow& window) const;
    void dragTo(double x);

    TimeView* m_view;
    HistoryMirror m_mirror;
    std::vector<Marker> m_markers;
    Drag m_drag = Drag::None;
    bool m_dragged = false; ///< further than a click
    bool m_keepsBase = false; ///< what was selected before is to be compared with
    double m_grabbedX = 0; ///< where the drag began
    std::chrono::nanoseconds m_grabbed{}; ///< and the instant that was there
};

/// Whether it is of a program that is looked at from outside, so that nothing is counted; and what
/// a chart says of that.
[[nodiscard]] bool isSampled(const measure::Snapshot& snapshot);
[[nodiscard]] QString sampledText();

/// Forgets the samples before an instant.
void forgetBefore(std::deque<Sample>& samples, std::chrono::nanoseconds begin);

/// The values of the samples in a range, and of the ones beside it, to which lines are drawn.
[[nodiscard]] std::vector<double> visibleValues(const std::deque<Sample>& samples,
                                                const TimeRange& range);

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
