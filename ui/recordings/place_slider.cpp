// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/recordings/place_slider.h"

#include "ui/words/foreign_text.h"

#include <QHelpEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QStringList>
#include <QStyleOptionSlider>
#include <QToolTip>

#include <algorithm>
#include <cstdlib>

namespace lockscope::ui {

PlaceSlider::PlaceSlider(QWidget* parent)
    : QSlider(Qt::Horizontal, parent)
{}

void PlaceSlider::setMarks(std::vector<Mark> marks)
{
    m_marks = std::move(marks);
    update();
}

std::pair<int, int> PlaceSlider::reach() const
{
    QStyleOptionSlider option;
    initStyleOption(&option);
    const QRect groove =
        style()->subControlRect(QStyle::CC_Slider, &option, QStyle::SC_SliderGroove, this);
    const QRect handle =
        style()->subControlRect(QStyle::CC_Slider, &option, QStyle::SC_SliderHandle, this);
    const int half = handle.width() / 2;
    return {groove.left() + half, groove.right() + 1 - (handle.width() - half)};
}

int PlaceSlider::xOf(int place) const
{
    const auto [from, until] = reach();
    return from + QStyle::sliderPositionFromValue(minimum(), maximum(), place, until - from);
}

int PlaceSlider::placeAt(int x) const
{
    const auto [from, until] = reach();
    return QStyle::sliderValueFromPosition(minimum(), maximum(), x - from, until - from);
}

bool PlaceSlider::isOnHandle(const QPoint& at) const
{
    QStyleOptionSlider option;
    initStyleOption(&option);
    return style()
        ->subControlRect(QStyle::CC_Slider, &option, QStyle::SC_SliderHandle, this)
        .contains(at);
}

bool PlaceSlider::event(QEvent* event)
{
    if (event->type() != QEvent::ToolTip)
        return QSlider::event(event);
    constexpr int kReach = 5; // pixels
    const auto* help = static_cast<QHelpEvent*>(event);
    QStringList labels;
    for (const Mark& mark : m_marks)
        if (std::abs(xOf(mark.place) - help->pos().x()) <= kReach)
            labels << mark.label;
    if (labels.isEmpty())
        return QSlider::event(event);
    constexpr qsizetype kMost = 8;
    QToolTip::showText(help->globalPos(), plainToolTip(labels.mid(0, kMost).join('\n')), this);
    return true;
}

void PlaceSlider::mousePressEvent(QMouseEvent* event)
{
    const QPoint at = event->position().toPoint();
    // With the handle under the mouse the rest of the drag is the slider's own.
    if (event->button() == Qt::LeftButton && !isOnHandle(at))
        setValue(placeAt(at.x()));
    QSlider::mousePressEvent(event);
}

void PlaceSlider::paintEvent(QPaintEvent* event)
{
    {
        QPainter painter(this);
        QColor line = palette().color(QPalette::Highlight);
        if (!isEnabled())
            line.setAlphaF(0.5F);
        painter.setPen(QPen(line, 2));
        for (const Mark& mark : m_marks) {
            const int x = xOf(mark.place);
            painter.drawLine(x, 1, x, height() - 2);
        }
    }
    QSlider::paintEvent(event); // the handle stands over the lines
}

} // namespace lockscope::ui
