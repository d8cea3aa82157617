// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/chart_axes.h"

#include <QCategoryAxis>
#include <QChart>
#include <QFontInfo>
#include <QFontMetricsF>
#include <QGraphicsLayout>
#include <QGraphicsScene>
#include <QGuiApplication>
#include <QPainter>

#include <algorithm>

namespace lockscope::ui {

namespace {

bool sameTicks(const std::vector<Tick>& a, const std::vector<Tick>& b)
{
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const Tick& x, const Tick& y) {
        return x.fraction == y.fraction && x.label == y.label;
    });
}

/// Both axes run from 0 to 1: where a value stands is the business of TimeWindow and ValueScale.
void replaceTicks(QCategoryAxis& axis, const std::vector<Tick>& ticks)
{
    const QStringList old = axis.categoriesLabels();
    for (const QString& label : old)
        axis.remove(label);
    axis.setStartValue(-1); // a category must end above the start, and ours may end at 0
    for (const Tick& tick : ticks)
        axis.append(tick.label, tick.fraction);
    axis.setRange(0, 1);
}

} // namespace

QFont plotFont()
{
    QFont font = QGuiApplication::font();
    font.setPixelSize(std::max(11, QFontInfo(font).pixelSize() - 1));
    return font;
}

ChartAxes::ChartAxes()
    : m_scene(std::make_unique<QGraphicsScene>())
    , m_chart(new QChart)
    , m_x(new QCategoryAxis(m_chart))
    , m_y(new QCategoryAxis(m_chart))
{
    m_scene->addItem(m_chart);
    m_chart->legend()->hide();
    m_chart->setAnimationOptions(QChart::NoAnimation);
    m_chart->setMargins({});
    // Filled here: Qt Charts lays its own plot background out before the plot area that is set.
    m_chart->setBackgroundVisible(false);
    m_chart->addAxis(m_x, Qt::AlignBottom);
    m_chart->addAxis(m_y, Qt::AlignLeft);
    for (QCategoryAxis* axis : {m_x, m_y}) {
        axis->setLabelsPosition(QCategoryAxis::AxisLabelsPositionOnValue);
        axis->setLabelsFont(plotFont());
        axis->setTruncateLabels(false); // in a low chart each would become "…"
        axis->setRange(0, 1);
    }
}

ChartAxes::~ChartAxes() = default;

void ChartAxes::setTheme(const Theme& theme)
{
    m_around = theme.window;
    m_behind = theme.base;
    for (QCategoryAxis* axis : {m_x, m_y}) {
        axis->setLabelsColor(theme.faintText);
        axis->setGridLinePen(QPen(theme.grid, 1));
        axis->setLinePen(QPen(theme.grid.darker(theme.dark ? 80 : 112), 1));
    }
    m_changed = true;
}

void ChartAxes::setSize(const QSizeF& size, const Beside& beside)
{
    const QRectF plot = plotArea(size, beside);
    if (m_chart->size() == size && m_chart->plotArea() == plot)
        return;
    // In this order: a resize lays the labels out by the plot area that is set then.
    m_chart->setPlotArea(plot);
    m_chart->resize(size);
    m_scene->setSceneRect(QRectF(QPointF(), size));
    m_changed = true;
}

void ChartAxes::setTicks(const std::vector<Tick>& x, const std::vector<Tick>& y)
{
    if (!sameTicks(x, m_xTicks)) {
        m_xTicks = x;
        replaceTicks(*m_x, x);
        m_changed = true;
    }
    if (!sameTicks(y, m_yTicks)) {
        m_yTicks = y;
        replaceTicks(*m_y, y);
        m_changed = true;
    }
}

QRectF ChartAxes::plotArea(const QSizeF& size, const Beside& beside)
{
    const QFontMetricsF metrics(plotFont());
    const double values = metrics.horizontalAdvance(QStringLiteral("\u2264 100 \u00b5s"));
    const double left = std::max(values, beside.labels) + 10;
    const double right = metrics.horizontalAdvance(QStringLiteral("0 s")) + 4 + beside.side;
    const double top = metrics.height() / 2 + 2;
    const double bottom = metrics.height() + 12;
    return {left,
            top,
            std::max(1.0, size.width() - left - right),
            std::max(1.0, size.height() - top - bottom)};
}

void ChartAxes::paint(QPainter& painter, double devicePixelRatio)
{
    const QSize pixels = (m_chart->size() * devicePixelRatio).toSize();
    if (m_changed || m_picture.size() != pixels) {
        m_picture = QPixmap(pixels);
        m_picture.setDevicePixelRatio(devicePixelRatio);
        QPainter onPicture(&m_picture);
        render(onPicture, {});
        m_changed = false;
    }
    painter.drawPixmap(QPointF(), m_picture);
}

void ChartAxes::render(QPainter& painter, const QPointF& topLeft) const
{
    m_chart->layout()->activate(); // there may be no event loop to do it
    const QRectF whole(QPointF(), m_chart->size());
    painter.fillRect(whole.translated(topLeft), m_around);
    painter.fillRect(m_chart->plotArea().translated(topLeft), m_behind);
    m_scene->render(&painter, whole.translated(topLeft), whole, Qt::IgnoreAspectRatio);
}

} // namespace lockscope::ui
