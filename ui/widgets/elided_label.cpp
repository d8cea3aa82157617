// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/elided_label.h"

#include "ui/words/foreign_text.h"

#include <QPainter>
#include <QResizeEvent>

namespace lockscope::ui {

ElidedLabel::ElidedLabel(QWidget* parent)
    : QLabel(parent)
{
    setTextFormat(Qt::PlainText);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

QSize ElidedLabel::minimumSizeHint() const
{
    constexpr int kLeastLetters = 8;
    return {kLeastLetters * fontMetrics().averageCharWidth(), QLabel::minimumSizeHint().height()};
}

QString ElidedLabel::shownText() const
{
    if (wordWrap())
        return text();
    return fontMetrics().elidedText(text(), Qt::ElideRight, contentsRect().width());
}

void ElidedLabel::setAbout(const QString& about)
{
    m_about = about;
    tellTheRest();
}

void ElidedLabel::tellTheRest()
{
    QStringList said;
    if (shownText() != text())
        said << text();
    if (!m_about.isEmpty())
        said << m_about;
    const QString tip = said.isEmpty() ? QString() : plainToolTip(said.join('\n'));
    if (toolTip() != tip)
        setToolTip(tip);
}

void ElidedLabel::paintEvent(QPaintEvent* event)
{
    tellTheRest(); // the text may be another
    const QString shown = shownText();
    if (shown == text()) { // the label's own, which can be selected
        QLabel::paintEvent(event);
        return;
    }
    QPainter painter(this);
    painter.setPen(palette().color(foregroundRole()));
    painter.drawText(contentsRect(), Qt::AlignVCenter | Qt::AlignLeft, shown);
}

void ElidedLabel::resizeEvent(QResizeEvent* event)
{
    QLabel::resizeEvent(event);
    tellTheRest();
}

} // namespace lockscope::ui
