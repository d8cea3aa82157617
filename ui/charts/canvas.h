// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPointF>
#include <QWidget>

#include <functional>
#include <optional>

namespace lockscope::ui {

/// The area that a view paints its plot on; says where the mouse is.
class Canvas : public QWidget
{
    Q_OBJECT

public:
    /// `paint` is called for each paint event and must cover the whole area.
    Canvas(std::function<void(QPainter&)> paint, QWidget* parent);

    /// Where the mouse is while it is over the area.
    [[nodiscard]] std::optional<QPointF> mouse() const { return m_mouse; }

signals:
    void mouseMoved();
    void resized();

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;

private:
    std::function<void(QPainter&)> m_paint;
    std::optional<QPointF> m_mouse;
};

} // namespace lockscope::ui
