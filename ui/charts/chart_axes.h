// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/time_window.h"
#include "ui/theme/theme.h"

#include <QFont>
#include <QMarginsF>
#include <QPixmap>
#include <QRectF>

#include <memory>
#include <vector>

class QCategoryAxis;
class QChart;
class QGraphicsScene;
class QPainter;

namespace lockscope::ui {

/// The font of everything that is written on and around a plot.
[[nodiscard]] QFont plotFont();

/// What surrounds a plot: its background, grid, axes and labels, by Qt Charts.
///
/// The data are drawn on top by the views, not by chart series: a series is one unbroken line, and
/// a gap must stay a gap; and a series is repainted together with its axes, which costs more than
/// everything else in a frame. So the axes are drawn once and kept as a picture until they change.
class ChartAxes
{
public:
    ChartAxes();
    ~ChartAxes();
    ChartAxes(const ChartAxes&) = delete;
    ChartAxes& operator=(const ChartAxes&) = delete;
    ChartAxes(ChartAxes&&) = delete;
    ChartAxes& operator=(ChartAxes&&) = delete;

    /// Room that a plot needs beyond that of others.
    struct Beside
    {
        double side = 0; ///< at its right, for what stands beside it
        double labels = 0; ///< at its left, for labels that may be wider than those of values
    };

    void setTheme(const Theme& theme);
    void setSize(const QSizeF& size, const Beside& beside = {0, 0});
    void setTicks(const std::vector<Tick>& x, const std::vector<Tick>& y);

    /// Where data go, for a given size of the whole; the same left and right margins for all plots,
    /// so that they stand aligned below each other, but for what is to stand beside one.
    [[nodiscard]] static QRectF plotArea(const QSizeF& size, const Beside& beside = {0, 0});

    /// Draws from the kept picture; for screens.
    void paint(QPainter& painter, double devicePixelRatio);
    /// Draws with vector operations at `topLeft`.
    void render(QPainter& painter, const QPointF& topLeft) const;

private:
    std::unique_ptr<QGraphicsScene> m_scene;
    QChart* m_chart = nullptr; // owned by the scene
    QCategoryAxis* m_x = nullptr; // owned by the chart
    QCategoryAxis* m_y = nullptr; // owned by the chart
    QColor m_around;
    QColor m_behind;
    std::vector<Tick> m_xTicks;
    std::vector<Tick> m_yTicks;
    QPixmap m_picture;
    bool m_changed = true;
};

} // namespace lockscope::ui
