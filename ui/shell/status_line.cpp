// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/status_line.h"

#include "ui/widgets/elided_label.h"

#include <QLabel>
#include <QPainter>
#include <QStyleOption>

namespace lockscope::ui {

namespace {

constexpr int kTellMs = 8000;
constexpr int kSides = 6;

} // namespace

StatusLine::StatusLine(QWidget* parent)
    : QStatusBar(parent)
    , m_told(new ElidedLabel(this))
    , m_facts(new ElidedLabel(this))
    , m_state(new QLabel(this))
{
    m_told->setObjectName("told");
    m_told->hide();
    m_facts->setObjectName("status");
    m_facts->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_state->setObjectName("state");
    for (QLabel* label : {static_cast<QLabel*>(m_told), static_cast<QLabel*>(m_facts), m_state})
        label->setContentsMargins(kSides, 0, kSides, 0);
    addPermanentWidget(m_told, 1);
    addPermanentWidget(m_facts);
    addWidget(m_state);
    connect(this, &QStatusBar::messageChanged, this, &StatusLine::showTold);
}

void StatusLine::showState(const QString& state, const QString& about)
{
    m_state->setToolTip(about);
    m_state->setText(state.isEmpty() ? QString() : "<b>" + state.toHtmlEscaped() + "</b>");
}

void StatusLine::showFacts(const QString& facts, const QString& about)
{
    m_facts->setText(facts);
    m_facts->setAbout(about);
}

void StatusLine::tell(const QString& sentence)
{
    showMessage(sentence, kTellMs);
}

void StatusLine::showTold(const QString& message)
{
    m_told->setText(message);
    m_told->setVisible(!message.isEmpty());
    m_facts->setVisible(message.isEmpty());
}

void StatusLine::paintEvent(QPaintEvent* event)
{
    if (currentMessage().isEmpty()) {
        QStatusBar::paintEvent(event);
        return;
    }
    QPainter painter(this);
    QStyleOption option;
    option.initFrom(this);
    style()->drawPrimitive(QStyle::PE_PanelStatusBar, &option, &painter, this);
}

} // namespace lockscope::ui
