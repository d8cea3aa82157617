// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/program/worth_dialog.h"

#include "core/io/bad_input.h"
#include "core/io/output_file.h"
#include "core/report/json.h"
#include "ui/program/lock_table.h"
#include "ui/widgets/icons.h"
#include "ui/words/foreign_text.h"
#include "ui/words/problem_text.h"

#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QFileDialog>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QSpinBox>
#include <QVBoxLayout>

#include <exception>
#include <nlohmann/json.hpp>

namespace lockscope::ui {

namespace worth = program::worth;

namespace {

enum ProgressBy
{
    MostWaitedFor,
    MarkedLock,
    Command
};

/// In the format that the file's name ends with: JSON, a table, else the page's text.
std::string contentFor(const QString& file, const worth::Result& result)
{
    if (file.endsWith(QLatin1String(".json"), Qt::CaseInsensitive))
        return report::text(worth::toJson(result));
    if (file.endsWith(QLatin1String(".csv"), Qt::CaseInsensitive))
        return worth::toCsv(result);
    return worth::toText(result);
}

} // namespace

WorthDialog::WorthDialog(const ProgramReports& reports, const LockTable& table, QWidget* parent)
    : QDialog(parent)
    , m_reports(reports)
    , m_table(table)
    , m_progress(new QComboBox(this))
    , m_command(new QLineEdit(this))
    , m_seconds(new QSpinBox(this))
    , m_locks(new QSpinBox(this))
    , m_start(new QPushButton(this))
    , m_bar(new QProgressBar(this))
    , m_headline(new QLabel(this))
    , m_page(new QPlainTextEdit(this))
    , m_copy(new QPushButton(icon("copy"), tr("Cop&y"), this))
    , m_save(new QPushButton(icon("export"), tr("Sa&ve…"), this))
{
    setWindowTitle(tr("Worth fixing?"));
    auto* about =
        new QLabel(tr("Which locks are worth fixing is tried on the program while it runs: other "
                      "locks in front of its own and longer holds, a fraction of a second each, "
                      "with its own locks in between. What it gets done meanwhile says what each "
                      "is worth."),
                   this);
    about->setWordWrap(true);
    auto* form = new QFormLayout;
    setUpForm(form);
    auto* run = new QHBoxLayout;
    run->addWidget(m_start);
    run->addWidget(m_bar, 1);
    m_headline->setObjectName("worth-headline");
    m_headline->setTextFormat(Qt::PlainText);
    m_headline->setWordWrap(true);
    QFont bold = m_headline->font();
    bold.setBold(true);
    m_headline->setFont(bold);
    m_page->setObjectName("worth-page");
    m_page->setReadOnly(true);
    m_page->setPlaceholderText(tr("What was found, best first"));
    m_page->setAccessibleName(tr("What was found, best first"));
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    buttons->button(QDialogButtonBox::Close)->setIcon(icon("close"));
    buttons->addButton(m_copy, QDialogButtonBox::ActionRole);
    buttons->addButton(m_save, QDialogButtonBox::ActionRole);
    for (QPushButton* button : {m_copy, m_save, buttons->button(QDialogButtonBox::Close)})
        button->setAutoDefault(false);
    auto* column = new QVBoxLayout(this);
    column->addWidget(about);
    column->addLayout(form);
    column->addLayout(run);
    column->addWidget(m_headline);
    column->addWidget(m_page, 1);
    column->addWidget(buttons);
    constexpr QSize kSize(760, 560);
    resize(kSize);
    connect(buttons, &QDialogButtonBox::rejected, this, &WorthDialog::reject);
    connect(m_start, &QPushButton::clicked, this, &WorthDialog::startOrStop);
    connect(m_copy, &QPushButton::clicked, this, &WorthDialog::copy);
    connect(m_save, &QPushButton::clicked, this, &WorthDialog::save);
    connect(&m_run, &WorthRun::finished, this, &WorthDialog::finished);
    connect(&m_run, &WorthRun::went, this, [this](double share, int rounds, int trials) {
        constexpr int kWhole = 100;
        m_bar->setValue(int(kWhole * share));
        m_bar->setFormat(trials == 0 ? tr("Looks which locks are waited for")
                                     : tr("Round %1, %2 trials").arg(rounds).arg(trials));
    });
    showRunning();
    showResult();
}

void WorthDialog::setUpForm(QFormLayout* form)
{
    m_progress->setObjectName("worth-progress");
    m_progress->addItem(tr("How often the lock is taken that is waited for most"));
    m_progress->addItem(tr("How often the marked lock is taken"));
    m_progress->addItem(tr("A number that a command prints"));
    m_progress->setToolTip(tr("What the program gets done is counted by this. How often a lock is "
                              "taken is a fair count only where each piece of work takes it "
                              "equally often"));
    m_command->setObjectName("worth-command");
    m_command->setPlaceholderText(tr("curl -s localhost:8080/requests"));
    m_command->setToolTip(tr("Run by the shell about twice a slice. It prints one number that does "
                             "not become smaller; $LOCKSCOPE_PID is the program"));
    constexpr int kLongest = 86400;
    constexpr int kShortest = 5;
    constexpr int kUsual = 60;
    m_seconds->setObjectName("worth-seconds");
    m_seconds->setRange(kShortest, kLongest);
    m_seconds->setValue(kUsual);
    m_seconds->setSuffix(tr(" s"));
    m_seconds->setToolTip(tr("The longer, the smaller the differences that are shown"));
    constexpr int kMostLocks = 20;
    m_locks->setRange(1, kMostLocks);
    m_locks->setValue(3);
    m_locks->setToolTip(tr("Those that are waited for most; fewer are known sooner"));
    form->addRow(tr("&Progress"), m_progress);
    form->addRow(tr("Co&mmand"), m_command);
    form->addRow(tr("&Time"), m_seconds);
    form->addRow(tr("&Locks"), m_locks);
    const auto showCommand = [this, form] {
        const bool needed = m_progress->currentIndex() == Command;
        m_command->setVisible(needed);
        form->labelForField(m_command)->setVisible(needed);
    };
    connect(m_progress, &QComboBox::currentIndexChanged, this, showCommand);
    showCommand();
    m_start->setObjectName("worth-start");
    m_start->setDefault(true);
    m_bar->setRange(0, 100);
}

program::ProgressChoice WorthDialog::choice() const
{
    program::ProgressChoice choice;
    if (m_progress->currentIndex() == MarkedLock) {
        choice.lock = m_table.lock();
        if (!choice.lock)
            throw io::BadInput("No lock is marked in the table; allowed: one of the program's.");
    } else if (m_progress->currentIndex() == Command) {
        choice.kind = program::ProgressChoice::Kind::Command;
        choice.command = m_command->text().trimmed().toStdString();
        if (choice.command.empty())
            throw io::BadInput("No command is given; allowed: one that prints a growing number.");
    }
    return choice;
}

void WorthDialog::startOrStop()
{
    if (m_run.running())
        m_run.stop();
    else
        start();
}

void WorthDialog::start()
{
    try {
        const ProgramSourcePtr& source = m_reports.source();
        if (!source || !source->running() || !m_reports.report())
            throw io::BadInput("No program is being watched that was started from here.");
        worth::Wish wish;
        wish.seconds = m_seconds->value();
        wish.locks = static_cast<std::size_t>(m_locks->value());
        wish.counterChosen = m_progress->currentIndex() != MostWaitedFor;
        m_bar->setValue(0);
        m_run.start(source, m_reports.report()->command, choice(), wish);
        showRunning();
        emit runningChanged(true);
    } catch (const std::exception& error) {
        m_headline->setText(shownSentence(problemText(error)));
    }
}

void WorthDialog::finished(const QString& problem)
{
    showRunning();
    emit runningChanged(false);
    if (!problem.isEmpty())
        m_headline->setText(shownSentence(problem));
    else
        showResult();
}

void WorthDialog::showRunning()
{
    const bool running = m_run.running();
    m_start->setText(running ? tr("&Stop") : tr("&Start"));
    m_start->setIcon(icon(running ? "stop" : "run"));
    for (QWidget* field :
         std::initializer_list<QWidget*>{m_progress, m_command, m_seconds, m_locks})
        field->setEnabled(!running);
    m_bar->setTextVisible(running);
    if (!running)
        m_bar->reset();
}

void WorthDialog::showResult()
{
    const WorthResultPtr& result = m_run.result();
    m_copy->setEnabled(result != nullptr);
    m_save->setEnabled(result != nullptr);
    if (!result)
        return;
    m_headline->setText(shownSentence(QString::fromStdString(worth::headlineOf(*result))));
    m_page->setPlainText(QString::fromStdString(worth::pageOf(*result)));
}

void WorthDialog::copy() const
{
    if (m_run.result())
        QApplication::clipboard()->setText(QString::fromStdString(worth::toText(*m_run.result())));
}

void WorthDialog::save()
{
    const WorthResultPtr result = m_run.result();
    const QString file =
        QFileDialog::getSaveFileName(this,
                                     tr("Save what was found"),
                                     QStringLiteral("worth.txt"),
                                     tr("Text (*.txt);;JSON (*.json);;Trials as a table (*.csv)"));
    if (file.isEmpty() || !result)
        return;
    try {
        io::writeFile(QFile::encodeName(file).toStdString(), contentFor(file, *result));
    } catch (const std::exception& error) {
        m_headline->setText(shownSentence(problemText(error)));
    }
}

void WorthDialog::bringUp()
{
    show();
    raise();
    activateWindow();
}

void WorthDialog::reject()
{
    m_run.stop();
    QDialog::reject();
}

} // namespace lockscope::ui
