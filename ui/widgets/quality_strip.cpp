// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/quality_strip.h"

#include <QEvent>
#include <QPainter>

namespace lockscope::ui {

QualityStrip::QualityStrip(QWidget* parent)
    : QLabel(parent)
    , m_theme(Theme::of(palette()))
{
    setObjectName("quality-strip");
    setTextFormat(Qt::PlainText);
    setContentsMargins(10, 2, 10, 2);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    setForegroundRole(QPalette::WindowText);
    hide();
}

void QualityStrip::show(const QualityText& said)
{
    const bool changedKind = said.warns != m_said.warns;
    m_said = said;
    if (toolTip() != said.toolTip)
        setToolTip(said.toolTip);
    setAccessibleName(said.text);
    updateGeometry();
    elide();
    if (changedKind) {
        colour();
        update();
    }
    setVisible(!said.text.isEmpty());
}

QSize QualityStrip::sizeHint() const
{
    const QMargins sides = contentsMargins();
    return {fontMetrics().horizontalAdvance(m_said.text) + sides.left() + sides.right() + 1,
            QLabel::sizeHint().height()};
}

void QualityStrip::elide()
{
    const QString shown =
        fontMetrics().elidedText(m_said.text, Qt::ElideRight, contentsRect().width());
    if (shown != text())
        setText(shown);
}

void QualityStrip::setTheme(const Theme& theme)
{
    m_theme = theme;
    colour();
    update();
}

void QualityStrip::colour()
{
    QPalette own; // one colour alone, so that the others follow the window's
    own.setColor(QPalette::WindowText, m_said.warns ? m_theme.text : m_theme.faintText);
    setPalette(own);
}

void QualityStrip::resizeEvent(QResizeEvent* event)
{
    QLabel::resizeEvent(event);
    elide();
}

void QualityStrip::changeEvent(QEvent* event)
{
    QLabel::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        elide();
}

void QualityStrip::paintEvent(QPaintEvent* event)
{
    if (m_said.warns) {
        QPainter painter(this);
        QColor ground = m_theme.warning;
        ground.setAlphaF(0.22F);
        painter.fillRect(rect(), ground);
        painter.fillRect(QRect(0, 0, 4, height()), m_theme.warning);
    }
    QLabel::paintEvent(event);
}

} // namespace lockscope::ui
