// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/source_banner.h"

#include "ui/theme/theme.h"
#include "ui/words/foreign_text.h"

#include <QAction>
#include <QPainter>
#include <QToolButton>

#include <utility>

namespace lockscope::ui {

SourceBanner::SourceBanner(QWidget* parent)
    : QLabel(parent)
{
    setObjectName("source-banner");
    setContentsMargins(10, 3, 10, 3);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    hide();
}

void SourceBanner::show(const QString& mark, const QString& text)
{
    m_mark = mark;
    m_about = QStringLiteral(" · ") + shownText(text, 400);
    setText("<b>" + mark.toHtmlEscaped() + "</b>" + m_about.toHtmlEscaped());
    setToolTip(plainToolTip(text));
    setVisible(!mark.isEmpty());
    updateGeometry();
}

QFont SourceBanner::markFont() const
{
    QFont bold = font();
    bold.setBold(true);
    return bold;
}

QSize SourceBanner::sizeHint() const
{
    const QMargins sides = contentsMargins();
    return {QFontMetrics(markFont()).horizontalAdvance(m_mark)
                + fontMetrics().horizontalAdvance(m_about) + sides.left() + sides.right() + 1,
            QLabel::sizeHint().height()};
}

void SourceBanner::addActionButton(QAction* action)
{
    auto* button = new QToolButton(this);
    button->setDefaultAction(action);
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    button->setFocusPolicy(Qt::TabFocus);
    button->setAutoFillBackground(true); // not hatched
    button->setVisible(action->isEnabled());
    connect(action, &QAction::enabledChanged, this, [this, button](bool can) {
        button->setVisible(can);
        placeButtons();
    });
    m_buttons.prepend(button);
    placeButtons();
}

void SourceBanner::placeButtons()
{
    int right = width();
    for (QToolButton* button : std::as_const(m_buttons)) {
        if (button->isHidden())
            continue;
        const int wide = button->sizeHint().width();
        right -= wide;
        button->setGeometry(right, 0, wide, height() - 1);
    }
    constexpr int kSide = 10;
    QMargins margins = contentsMargins();
    margins.setRight(width() - right + kSide); // a long text ends before them
    if (margins != contentsMargins())
        setContentsMargins(margins);
}

void SourceBanner::resizeEvent(QResizeEvent* event)
{
    QLabel::resizeEvent(event);
    placeButtons();
}

void SourceBanner::paintEvent(QPaintEvent* /*event*/)
{
    QPainter painter(this);
    const Theme theme = Theme::of(palette());
    QColor hatch = theme.warning;
    hatch.setAlphaF(0.28F);
    painter.fillRect(rect(), QBrush(hatch, Qt::BDiagPattern));
    painter.setPen(QPen(theme.warning, 1));
    painter.drawLine(rect().bottomLeft(), rect().bottomRight());
    QRect line = contentsRect();
    painter.setPen(palette().color(foregroundRole()));
    painter.setFont(markFont());
    painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter, m_mark);
    line.setLeft(line.left() + painter.fontMetrics().horizontalAdvance(m_mark));
    painter.setFont(font());
    painter.drawText(line,
                     Qt::AlignLeft | Qt::AlignVCenter,
                     fontMetrics().elidedText(m_about, Qt::ElideRight, line.width()));
}

} // namespace lockscope::ui
