// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPointF>
#include <QString>
#include <QWidget>

#include <functional>
#include <optional>
#include <utility>

namespace lockscope::ui {

/// The area that a view paints its plot on; says where the mouse is.
class Canvas : public QWidget
{
    Q_OBJECT

public:
    /// `paint` is called for each paint event and must cover the whole area.
    Canvas(std::function<void(QPainter&)> paint, QWidget* parent);

    /// What a place says when the mouse rests there; nothing where it is empty.
    void setTips(std::function<QString(const QPointF&)> tips) { m_tips = std::move(tips); }

    /// Where the mouse is while it is over the area.
    [[nodiscard]] std::optional<QPointF> mouse() const { return m_mouse; }

signals:
    void mouseMoved();
    void resized();

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;

private:
    std::function<void(QPainter&)> m_paint;
    std::function<QString(const QPointF&)> m_tips;
    std::optional<QPointF> m_mouse;
};

} // namespace lockscope::ui
