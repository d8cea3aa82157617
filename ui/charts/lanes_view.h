// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/lane_raster.h"
#include "ui/charts/time_chart.h"

class QScrollBar;

namespace lockscope::ui {

/// One lane for each thread of the newest snapshot, coloured and patterned by state. Scrolls when
/// a lane would be thinner than kThinnestLane.
class LanesView final : public TimeChart
{
    Q_OBJECT

public:
    static constexpr double kThinnestLane = 2;

    explicit LanesView(TimeView* view, QWidget* parent = nullptr);

    [[nodiscard]] QString id() const override { return QStringLiteral("lanes"); }
    [[nodiscard]] QString title() const override;
    void setTheme(const Theme& theme) override;

    [[nodiscard]] int laneCount() const { return m_lanes; }

protected:
    [[nodiscard]] std::vector<LegendEntry> legend() const override { return stateLegend(); }
    [[nodiscard]] std::vector<Tick> yTicks(const QRectF& plot) const override;
    void paintData(QPainter& painter, const QRectF& plot) const override;
    void paintDataOnScreen(QPainter& painter, const QRectF& plot) override;
    void clear() override;
    void add(const measure::Snapshot& snapshot, bool startsRun) override;
    void forgetBefore(std::chrono::nanoseconds begin) override;
    void updateScales() override { placeScrollBar(); }
    void canvasResized() override { placeScrollBar(); }
    [[nodiscard]] std::vector<ReadoutRow> readout(const measure::Snapshot& snapshot,
                                                  const QPointF& at) const override;
    void wheelEvent(QWheelEvent* event) override;

private:
    /// The lanes in a plot; scrolled on the screen, all of them in a picture.
    [[nodiscard]] LaneRows rows(const QRectF& plot, bool scrolled) const;
    [[nodiscard]] HiddenStates hiddenStates() const;
    /// How many threads did mostly what: the read-out when the mouse is over another view.
    [[nodiscard]] static std::vector<ReadoutRow> threadsByState(const measure::Snapshot& snapshot);
    void paintLabels(QPainter& painter, const QRectF& plot, const LaneRows& rows) const;
    void placeScrollBar();

    LaneRaster m_raster;
    QScrollBar* m_scrollBar; // child of the canvas
    int m_lanes = 0;
};

} // namespace lockscope::ui
