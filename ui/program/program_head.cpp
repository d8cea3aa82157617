// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/program/program_head.h"

#include "ui/program/program_words.h"
#include "ui/widgets/action_button.h"
#include "ui/widgets/elided_label.h"
#include "ui/words/foreign_text.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>

namespace lockscope::ui {

ProgramHead::ProgramHead(QWidget* parent)
    : QWidget(parent)
    , m_command(new ElidedLabel(this))
    , m_facts(new ElidedLabel(this))
    , m_verdict(new ElidedLabel(this))
    , m_warnings(new ElidedLabel(this))
    , m_stop(new ActionButton(this))
{
    m_command->setObjectName("program-command");
    QFont bold = m_command->font();
    bold.setBold(true);
    m_command->setFont(bold);
    m_facts->setObjectName("program-facts");
    m_facts->setForegroundRole(QPalette::PlaceholderText);
    for (ElidedLabel* label : {m_verdict, m_warnings}) {
        label->setWordWrap(true);
        label->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Minimum);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
        label->hide();
    }
    m_verdict->setObjectName("program-verdict");
    m_warnings->setObjectName("program-warnings");
    m_stop->setObjectName("program-stop");
    auto* top = new QHBoxLayout;
    auto* names = new QVBoxLayout;
    names->setSpacing(0);
    names->addWidget(m_command);
    names->addWidget(m_facts);
    top->addLayout(names, 1);
    top->addWidget(m_stop);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->addLayout(top);
    column->addWidget(m_verdict);
    column->addWidget(m_warnings);
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
    m_lines = warningLines(report);
    showWarnings();
}

void ProgramHead::showWarnings()
{
    const bool compact = !m_warnings->wordWrap();
    m_warnings->setText(m_lines.join(compact ? QStringLiteral(" · ") : QStringLiteral("\n")));
    m_warnings->setVisible(!m_lines.isEmpty());
}

void ProgramHead::setCompact(bool compact)
{
    if (compact != m_verdict->wordWrap())
        return;
    m_verdict->setWordWrap(!compact);
    m_warnings->setWordWrap(!compact);
    showWarnings();
}

void ProgramHead::show(const measure::SourceInfo& facts, bool watches)
{
    showTexts(sourceCommand(facts), sourceFacts(facts), watches);
    m_verdict->hide();
    m_lines.clear();
    showWarnings();
}

void ProgramHead::showTexts(const QString& command, const QString& facts, bool watches)
{
    m_command->setText(command);
    m_facts->setText(facts);
    m_stop->setVisible(watches);
}

} // namespace lockscope::ui
