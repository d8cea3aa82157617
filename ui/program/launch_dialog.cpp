// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/program/launch_dialog.h"

#include "ui/program/host_choice.h"
#include "ui/widgets/icons.h"
#include "ui/words/foreign_text.h"
#include "ui/words/problem_text.h"

#include <QDialogButtonBox>
#include <QFileDialog>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QProcess>
#include <QPushButton>
#include <QVBoxLayout>

#include <exception>
#include <utility>

namespace lockscope::ui {

QString typedCommand(const QStringList& words)
{
    QStringList typed;
    for (QString word : words) {
        const bool plain = !word.contains(' ') && !word.contains('"') && !word.contains('\t')
            && !word.contains('\n');
        word.replace('"', QStringLiteral("\"\"\""));
        typed << (plain ? word : '"' + word + '"');
    }
    return typed.join(' ');
}

LaunchDialog::LaunchDialog(const WatchRequest& last,
                           std::function<void(const WatchRequest&)> watch,
                           QWidget* parent)
    : QDialog(parent)
    , m_watch(std::move(watch))
    , m_form(new QFormLayout)
    , m_place(new HostChoice(last.host.value_or(RemoteHost()), m_form, this))
    , m_command(new QLineEdit(typedCommand(last.command), this))
    , m_folder(new QLineEdit(last.folder, this))
    , m_folderLine(new QWidget(this))
    , m_folderLabel(new QLabel(tr("&Folder"), this))
    , m_browse(new QPushButton(tr("&Browse…"), this))
    , m_why(new QLabel(this))
    , m_buttons(new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, this))
{
    setWindowTitle(tr("Watch a program"));
    m_command->setObjectName("launch-command");
    m_command->setPlaceholderText(tr("program arguments…"));
    m_folder->setObjectName("launch-folder");
    m_folder->setPlaceholderText(tr("where Lockscope was started"));
    m_why->setObjectName("launch-why");
    m_why->setWordWrap(true);
    m_why->setTextFormat(Qt::PlainText);
    m_buttons->button(QDialogButtonBox::Ok)->setText(tr("&Watch"));
    m_buttons->button(QDialogButtonBox::Ok)->setIcon(icon("run"));
    m_buttons->button(QDialogButtonBox::Cancel)->setIcon(icon("close"));
    setUpForm();
    auto* column = new QVBoxLayout(this);
    column->addLayout(m_form);
    column->addStretch(1);
    column->addWidget(m_buttons);
    constexpr int kWidth = 520;
    setMinimumWidth(kWidth);
    connect(m_place, &HostChoice::changed, this, &LaunchDialog::check);
    connect(m_command, &QLineEdit::textChanged, this, &LaunchDialog::check);
    connect(m_folder, &QLineEdit::textChanged, this, &LaunchDialog::check);
    connect(m_buttons, &QDialogButtonBox::accepted, this, &LaunchDialog::accept);
    connect(m_buttons, &QDialogButtonBox::rejected, this, &LaunchDialog::reject);
    check();
    m_command->setFocus();
}

QLabel* LaunchDialog::about()
{
    auto* about =
        new QLabel(tr("It is started with a library in front of its own that counts every "
                      "lock; it goes on when the window closes. A shell's variables and "
                      "wildcards are not known here."),
                   this);
    about->setWordWrap(true);
    return about;
}

void LaunchDialog::setUpForm()
{
    m_form->insertRow(0, about());
    auto* browseFolder = new QPushButton(tr("B&rowse…"), m_folderLine);
    const auto lineOf = [](QWidget* line, QLineEdit* field, QPushButton* button) {
        auto* row = new QHBoxLayout(line);
        row->setContentsMargins({});
        row->addWidget(field, 1);
        row->addWidget(button);
        button->setAutoDefault(false);
    };
    auto* commandLine = new QWidget(this);
    lineOf(commandLine, m_command, m_browse);
    lineOf(m_folderLine, m_folder, browseFolder);
    connect(m_browse, &QPushButton::clicked, this, &LaunchDialog::browse);
    connect(browseFolder, &QPushButton::clicked, this, &LaunchDialog::browseFolder);
    auto* command = new QLabel(tr("&Command"), this);
    command->setBuddy(m_command);
    m_folderLabel->setBuddy(m_folder);
    m_form->addRow(command, commandLine);
    m_form->addRow(m_folderLabel, m_folderLine);
    m_form->addRow(m_why);
}

WatchRequest LaunchDialog::request() const
{
    return {.command = QProcess::splitCommand(m_command->text()),
            .folder = m_place->host() ? QString() : m_folder->text().trimmed(),
            .pid = {},
            .host = m_place->host()};
}

void LaunchDialog::check()
{
    const bool here = !m_place->host();
    m_browse->setVisible(here);
    m_folderLine->setVisible(here);
    m_folderLabel->setVisible(here);
    m_why->setText(shownSentence(m_place->whyNot())); // what was refused was something else
    m_buttons->button(QDialogButtonBox::Ok)
        ->setEnabled(!request().command.isEmpty() && m_place->isWhole());
}

void LaunchDialog::accept()
{
    try {
        m_watch(request());
    } catch (const std::exception& error) {
        m_why->setText(shownSentence(problemText(error)));
        return;
    }
    QDialog::accept();
}

void LaunchDialog::browse()
{
    const QString file = QFileDialog::getOpenFileName(this, tr("Program to start"));
    if (!file.isEmpty()) {
        QStringList words = request().command;
        if (words.isEmpty())
            words << file;
        else
            words.front() = file;
        m_command->setText(typedCommand(words));
    }
}

void LaunchDialog::browseFolder()
{
    const QString folder =
        QFileDialog::getExistingDirectory(this, tr("Where it is started"), m_folder->text());
    if (!folder.isEmpty())
        m_folder->setText(folder);
}

} // namespace lockscope::ui
