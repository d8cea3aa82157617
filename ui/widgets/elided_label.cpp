// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/elided_label.h"

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
    return fontMetrics().elidedText(text(), Qt::ElideRight, contentsRect().width());
}

void ElidedLabel::tellTheRest()
{
    // Escaped: a tool tip guesses whether it is rich text, and this one may come from elsewhere.
    const QString rest =
        shownText() == text() ? QString() : "<p>" + text().toHtmlEscaped() + "</p>";
    if (toolTip() != rest)
        setToolTip(rest);
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
