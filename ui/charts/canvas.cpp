// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/canvas.h"

#include <QMouseEvent>
#include <QPainter>

namespace lockscope::ui {

Canvas::Canvas(std::function<void(QPainter&)> paint, QWidget* parent)
    : QWidget(parent)
    , m_paint(std::move(paint))
{
    setAttribute(Qt::WA_OpaquePaintEvent);
    setMouseTracking(true);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    setMinimumSize(160, 60);
}

void Canvas::paintEvent(QPaintEvent* /*event*/)
{
    QPainter painter(this);
    m_paint(painter);
}

void Canvas::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    emit resized();
}

void Canvas::mouseMoveEvent(QMouseEvent* event)
{
    m_mouse = event->position();
    emit mouseMoved();
    event->ignore(); // a drag is the view's
}

void Canvas::leaveEvent(QEvent* event)
{
    QWidget::leaveEvent(event);
    m_mouse.reset();
    emit mouseMoved();
}

} // namespace lockscope::ui
