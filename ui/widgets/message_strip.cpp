// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/message_strip.h"

#include "ui/theme/theme.h"
#include "ui/widgets/icons.h"
#include "ui/words/foreign_text.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QToolButton>

namespace lockscope::ui {

MessageStrip::MessageStrip(QWidget* parent)
    : QFrame(parent)
    , m_mark(new QLabel(this))
    , m_text(new QLabel(this))
{
    auto* sign = new QLabel(this);
    sign->setPixmap(icon("warning").pixmap(20, 20));
    m_text->setWordWrap(true);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    showAsPlainText(m_text);
    auto* close = new QToolButton(this);
    close->setIcon(icon("close"));
    close->setAutoRaise(true);
    close->setToolTip(tr("Close this message"));
    close->setAccessibleName(tr("Close this message"));
    close->setFocusPolicy(Qt::TabFocus);
    connect(close, &QToolButton::clicked, this, &MessageStrip::dismiss);

    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(12, 4, 6, 4);
    showAsPlainText(m_mark);
    QFont bold = m_mark->font();
    bold.setBold(true);
    m_mark->setFont(bold);
    m_mark->hide();
    row->addWidget(m_mark);
    row->addWidget(sign);
    row->addWidget(m_text, 1);
    row->addWidget(close);
    hide();
}

QString MessageStrip::text() const
{
    return m_says ? m_text->text() : QString();
}

void MessageStrip::setMark(const QString& mark)
{
    m_mark->setText(mark);
    m_mark->setVisible(!mark.isEmpty());
}

void MessageStrip::say(const QString& sentence)
{
    m_text->setText(shownSentence(sentence));
    m_text->setToolTip(sentence.size() > m_text->text().size() ? plainToolTip(sentence)
                                                               : QString());
    m_text->setAccessibleName(m_text->text());
    m_says = true;
    show();
    emit saidChanged();
}

void MessageStrip::dismiss()
{
    m_says = false;
    hide();
    emit saidChanged();
}

void MessageStrip::paintEvent(QPaintEvent* /*event*/)
{
    // The sign's colour and the words carry the meaning; the tint only draws the eye.
    QPainter painter(this);
    QColor tint = Theme::of(palette()).warning;
    painter.fillRect(QRect(0, 0, 4, height()), tint);
    tint.setAlphaF(0.16F);
    painter.fillRect(rect(), tint);
}

} // namespace lockscope::ui
