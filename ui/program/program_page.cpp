// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/program/program_page.h"

#include "ui/actions/action_table.h"
#include "ui/program/launch_dialog.h"
#include "ui/program/lock_model.h"
#include "ui/program/lock_panel.h"
#include "ui/program/lock_table.h"
#include "ui/program/process_dialog.h"
#include "ui/program/program_words.h"
#include "ui/widgets/action_button.h"
#include "ui/widgets/elided_label.h"
#include "ui/widgets/message_strip.h"
#include "ui/widgets/source_banner.h"
#include "ui/words/foreign_text.h"
#include "ui/words/problem_text.h"
#include "ui/words/text.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <exception>

namespace lockscope::ui {

ProgramPage::ProgramPage(QWidget* parent)
    : PanelPage("program-page", tr("Program"), parent)
    , m_centre(new QStackedWidget(this))
    , m_message(new MessageStrip(this))
    , m_sampled(new SourceBanner(this))
    , m_command(new ElidedLabel(this))
    , m_facts(new ElidedLabel(this))
    , m_verdict(new QLabel(this))
    , m_warnings(new QLabel(this))
    , m_search(new QLineEdit(this))
    , m_conditions(new QCheckBox(tr("Con&ditions too"), this))
    , m_table(new LockTable(this))
    , m_panel(new LockPanel(this))
    , m_launch(new ActionButton(this))
    , m_attach(new ActionButton(this))
    , m_stop(new ActionButton(this))
{
    setUp(setUpCentre(),
          {{.name = "marked-lock",
            .title = tr("The marked lock, and threads"),
            .content = m_panel,
            .part = WindowPart::Table,
            .area = Qt::BottomDockWidgetArea}});
    connect(m_search, &QLineEdit::textChanged, this, [this](const QString& words) {
        m_table->filter().search(words);
    });
    connect(m_conditions, &QCheckBox::toggled, this, [this](bool on) {
        m_table->filter().showConditions(on);
    });
    connect(m_table, &LockTable::lockChanged, this, &ProgramPage::showLock);
    connect(&m_run, &ProgramRun::reported, this, [this] { setReport(m_run.report()); });
    connect(&m_run, &ProgramRun::watchesChanged, this, &ProgramPage::showWatches);
    connect(&m_run, &ProgramRun::problem, m_message, &MessageStrip::say);
    setReport(nullptr);
}

QWidget* ProgramPage::setUpEmpty()
{
    auto* empty = new QWidget(this);
    auto* about = new QLabel(
        tr("Which lock of your own program is waited for, in which line, and who holds it "
           "meanwhile? Start the program from here, and every lock is counted; or look at one "
           "that runs, from outside, by samples. It needs no change and no recompiling."),
        empty);
    about->setWordWrap(true);
    about->setAlignment(Qt::AlignHCenter);
    constexpr int kWidest = 620;
    about->setMaximumWidth(kWidest);
    auto* buttons = new QHBoxLayout;
    buttons->addStretch(1);
    buttons->addWidget(m_launch);
    buttons->addWidget(m_attach);
    buttons->addStretch(1);
    auto* column = new QVBoxLayout(empty);
    column->addStretch(1);
    auto* text = new QHBoxLayout;
    text->addStretch(1);
    text->addWidget(about, 100);
    text->addStretch(1);
    column->addLayout(text);
    column->addLayout(buttons);
    column->addStretch(2);
    return empty;
}

QWidget* ProgramPage::setUpHead()
{
    auto* head = new QWidget(this);
    m_command->setObjectName("program-command");
    QFont bold = m_command->font();
    bold.setBold(true);
    m_command->setFont(bold);
    m_facts->setObjectName("program-facts");
    m_facts->setForegroundRole(QPalette::PlaceholderText);
    for (QLabel* label : {m_verdict, m_warnings}) {
        label->setWordWrap(true);
        showAsPlainText(label);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
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
    auto* column = new QVBoxLayout(head);
    column->setContentsMargins({});
    column->addLayout(top);
    column->addWidget(m_verdict);
    column->addWidget(m_warnings);
    return head;
}

QWidget* ProgramPage::setUpCentre()
{
    m_launch->setObjectName("program-launch");
    m_attach->setObjectName("program-attach");
    m_search->setObjectName("lock-search");
    m_search->setPlaceholderText(tr("Search locks: function, file, kind"));
    m_search->setClearButtonEnabled(true);
    m_conditions->setObjectName("lock-conditions");
    m_conditions->setToolTip(tr("Waiting in a condition variable is waiting for work, and never "
                                "lock-wait time"));
    auto* result = new QWidget(this);
    auto* line = new QHBoxLayout;
    line->addWidget(m_search, 1);
    line->addWidget(m_conditions);
    auto* column = new QVBoxLayout(result);
    column->setContentsMargins({});
    column->addWidget(setUpHead());
    column->addLayout(line);
    column->addWidget(m_table, 1);
    m_centre->addWidget(setUpEmpty());
    m_centre->addWidget(result);
    auto* centre = new QWidget(this);
    auto* whole = new QVBoxLayout(centre);
    whole->addWidget(m_message);
    whole->addWidget(m_sampled);
    whole->addWidget(m_centre, 1);
    return centre;
}

void ProgramPage::setActions(const ActionTable& table)
{
    m_launch->setAction(table.action("watch-program"));
    m_attach->setAction(table.action("attach-process"));
    m_stop->setAction(table.action("stop-watching"));
}

void ProgramPage::askForProgram()
{
    auto* dialog = new LaunchDialog(
        m_asked, [this](const WatchRequest& request) { tryToWatch(request); }, window());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

void ProgramPage::askForProcess()
{
    auto* dialog = new ProcessDialog(
        [this](int pid) { tryToWatch({.command = {}, .folder = {}, .pid = pid}); }, window());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

void ProgramPage::tryToWatch(const WatchRequest& request)
{
    m_run.watch(request);
    m_message->dismiss();
    if (!request.pid)
        m_asked = request;
}

void ProgramPage::watch(const WatchRequest& request)
{
    try {
        tryToWatch(request);
    } catch (const std::exception& error) {
        m_message->say(shownSentence(problemText(error)));
    }
}

void ProgramPage::showWatches()
{
    if (m_run.watches() || m_report)
        setReport(m_run.report());
    emit watchesChanged();
}

void ProgramPage::setReport(const WatchReportPtr& report)
{
    m_report = report;
    m_table->setReport(report, m_run.watches());
    m_centre->setCurrentIndex(report ? 1 : 0);
    m_stop->setVisible(m_run.watches());
    const bool sampled = report && !report->reading.exact;
    m_sampled->show(sampled ? tr("SAMPLED") : QString(),
                    tr("looked at from outside: short waits are seen by chance and spinning is not "
                       "seen; what was not counted is unknown"));
    if (report) {
        m_command->setText(shownText(report->command, 300));
        m_facts->setText(programFacts(*report, m_run.watches()));
        m_verdict->setText(verdictText(*report));
        const QStringList warnings = warningLines(*report);
        m_warnings->setText(warnings.join('\n'));
        m_warnings->setVisible(!warnings.isEmpty());
    }
    showLock();
}

void ProgramPage::showLock()
{
    m_panel->show(m_report.get(), m_report ? m_table->lock() : nullptr);
}

} // namespace lockscope::ui
