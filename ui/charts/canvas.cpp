// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/canvas.h"

#include "ui/words/foreign_text.h"

#include <QHelpEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

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

bool Canvas::event(QEvent* event)
{
    if (event->type() != QEvent::ToolTip || !m_tips)
        return QWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    // None hides the last one.
    QToolTip::showText(help->globalPos(), plainToolTip(m_tips(help->pos())), this);
    return true;
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
