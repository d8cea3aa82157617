// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/program/program_head.h"

#include "ui/program/program_words.h"
#include "ui/program/swap_line.h"
#include "ui/widgets/action_button.h"
#include "ui/widgets/elided_label.h"
#include "ui/widgets/icons.h"
#include "ui/words/foreign_text.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QToolButton>
#include <QVBoxLayout>
#include <QWidgetAction>

namespace lockscope::ui {

namespace {

constexpr int kListWidth = 640; // pixels, of the warnings
constexpr int kVerdictLines = 2; // a verdict that becomes longer moves nothing

/// What a list that opens says, as wide as it may be.
QLabel* listIn(QToolButton* button)
{
    auto* menu = new QMenu(button);
    auto* label = new QLabel(menu);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setFixedWidth(kListWidth);
    label->setMargin(8);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto* action = new QWidgetAction(menu);
    action->setDefaultWidget(label);
    menu->addAction(action);
    button->setMenu(menu);
    button->setPopupMode(QToolButton::InstantPopup);
    return label;
}

} // namespace

ProgramHead::ProgramHead(QWidget* parent)
    : QWidget(parent)
    , m_command(new ElidedLabel(this))
    , m_facts(new ElidedLabel(this))
    , m_verdict(new ElidedLabel(this))
    , m_count(new QToolButton(this))
    , m_warnings(listIn(m_count))
    , m_stop(new ActionButton(this))
    , m_swap(new SwapLine(this))
{
    m_command->setObjectName("program-command");
    QFont bold = m_command->font();
    bold.setBold(true);
    m_command->setFont(bold);
    m_facts->setObjectName("program-facts");
    m_facts->setForegroundRole(QPalette::PlaceholderText);
    m_verdict->setWordWrap(true);
    m_verdict->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Minimum);
    m_verdict->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_verdict->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    m_verdict->hide();
    showVerdictHeight();
    m_count->setObjectName("program-warning-count");
    m_count->setIcon(icon("warning"));
    m_count->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_count->hide();
    m_verdict->setObjectName("program-verdict");
    m_warnings->setObjectName("program-warnings");
    m_stop->setObjectName("program-stop");
    auto* top = new QHBoxLayout;
    auto* names = new QVBoxLayout;
    names->setSpacing(0);
    names->addWidget(m_command);
    names->addWidget(m_facts);
    top->addLayout(names, 1);
    top->addWidget(m_count);
    top->addWidget(m_stop);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->addLayout(top);
    column->addWidget(m_verdict);
    column->addWidget(m_swap);
}

void ProgramHead::setStop(QAction* action)
{
    m_stop->setAction(action);
}

void ProgramHead::show(const program::WatchReport& report, bool watches)
{
    showTexts(shownText(report.command, 300), programFacts(report, watches), watches);
    m_verdict->setText(verdictText(report));
    m_verdict->show();
    showWarnings(warningCount(report), warningLines(report).join('\n'));
}

void ProgramHead::showWarnings(const QString& count, const QString& lines)
{
    m_count->setVisible(!count.isEmpty());
    m_count->setText(count);
    if (m_warnings->text() == lines) // what is selected of it stays
        return;
    m_warnings->setText(lines);
    m_warnings->setFixedHeight(m_warnings->heightForWidth(kListWidth));
    m_count->setToolTip(plainToolTip(lines));
}

void ProgramHead::showVerdictHeight()
{
    m_verdict->setMinimumHeight(
        m_verdict->wordWrap() ? kVerdictLines * m_verdict->fontMetrics().lineSpacing() : 0);
}

void ProgramHead::setCompact(bool compact)
{
    if (compact != m_verdict->wordWrap())
        return;
    m_verdict->setWordWrap(!compact);
    showVerdictHeight();
}

void ProgramHead::show(const measure::SourceInfo& facts, bool watches)
{
    showTexts(sourceCommand(facts), sourceFacts(facts), watches);
    m_verdict->hide();
    showWarnings({}, {});
}

void ProgramHead::showTexts(const QString& command, const QString& facts, bool watches)
{
    m_command->setText(command);
    m_facts->setText(facts);
    m_stop->setVisible(watches);
}

} // namespace lockscope::ui
