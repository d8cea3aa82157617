// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/lane_filter_bar.h"

#include "ui/charts/legend.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QSignalBlocker>
#include <QToolButton>

namespace lockscope::ui {

LaneFilterBar::LaneFilterBar(QWidget* parent)
    : QWidget(parent)
    , m_text(new QLineEdit(this))
    , m_state(new QComboBox(this))
    , m_count(new QLabel(this))
{
    setObjectName("lane-filter");
    m_text->setObjectName("lane-filter-text");
    m_text->setPlaceholderText(tr("Threads: 12, 3-7, or a state: preempted"));
    m_text->setAccessibleName(tr("Threads that have a lane"));
    m_text->setToolTip(
        tr("Numbers, ranges, parts of names, or states that threads were in for 5 % of what is "
           "looked at, with commas between them: 3-7, blocked (/)"));
    m_text->setClearButtonEnabled(true);
    m_text->installEventFilter(this);
    m_state->setObjectName("lane-filter-state");
    m_state->setAccessibleName(tr("State that they were in"));
    m_state->setToolTip(tr("Only threads that were so for 5 % of what is looked at, or more"));
    setSubject(measure::Subject::Experiment);
    auto* close = new QToolButton(this);
    close->setText(tr("All"));
    close->setAutoRaise(true);
    close->setToolTip(tr("All threads (Esc)"));
    close->setFocusPolicy(Qt::TabFocus);
    connect(close, &QToolButton::clicked, this, &LaneFilterBar::clearAndHide);
    connect(m_text, &QLineEdit::textChanged, this, &LaneFilterBar::tell);
    connect(m_text, &QLineEdit::returnPressed, this, [this] { m_text->clearFocus(); });
    connect(m_state, &QComboBox::currentIndexChanged, this, &LaneFilterBar::tell);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(8, 2, 4, 2);
    row->addWidget(m_text, 1);
    row->addWidget(m_state);
    row->addWidget(m_count);
    row->addWidget(close);
    hide();
}

void LaneFilterBar::setSubject(measure::Subject subject)
{
    const QSignalBlocker quiet(m_state);
    m_state->clear();
    m_state->addItem(tr("in any state"));
    for (const LegendEntry& entry : stateLegend(subject))
        m_state->addItem(tr("%1 for 5 % or more").arg(entry.label), int(*entry.state));
}

void LaneFilterBar::openForTyping()
{
    show();
    m_text->setFocus(Qt::ShortcutFocusReason);
    m_text->selectAll();
}

void LaneFilterBar::clearAndHide()
{
    m_text->clearFocus();
    hide();
    {
        const QSignalBlocker quiet(m_state); // one change, not two
        m_state->setCurrentIndex(0);
    }
    if (m_text->text().isEmpty())
        tell();
    else
        m_text->clear();
}

void LaneFilterBar::showChoice(const LaneChoice& choice, int lanes, int workers)
{
    const QSignalBlocker quietText(m_text);
    const QSignalBlocker quietState(m_state);
    if (m_text->text() != choice.text)
        m_text->setText(choice.text);
    m_state->setCurrentIndex(choice.state ? m_state->findData(int(*choice.state)) : 0);
    m_count->setText(tr("%1 of %2").arg(lanes).arg(workers));
}

void LaneFilterBar::tell()
{
    const QVariant state = m_state->currentData();
    emit wanted(m_text->text(),
                state.isValid() ? std::optional(static_cast<measure::State>(state.toInt()))
                                : std::nullopt);
}

bool LaneFilterBar::eventFilter(QObject* watched, QEvent* event)
{
    const bool override = event->type() == QEvent::ShortcutOverride;
    if (!override && event->type() != QEvent::KeyPress)
        return QWidget::eventFilter(watched, event);
    if (static_cast<QKeyEvent*>(event)->key() != Qt::Key_Escape)
        return false;
    event->accept(); // it is an action's key, too
    if (!override)
        clearAndHide();
    return true;
}

} // namespace lockscope::ui
