// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/program/launch_dialog.h"

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
    , m_command(new QLineEdit(typedCommand(last.command), this))
    , m_folder(new QLineEdit(last.folder, this))
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
    auto* about =
        new QLabel(tr("It is started with a library in front of its own that counts every "
                      "lock; it goes on when the window closes. A shell's variables and "
                      "wildcards are not known here."),
                   this);
    about->setWordWrap(true);
    m_buttons->button(QDialogButtonBox::Ok)->setText(tr("&Watch"));
    m_buttons->button(QDialogButtonBox::Ok)->setIcon(icon("run"));
    m_buttons->button(QDialogButtonBox::Cancel)->setIcon(icon("close"));
    const auto withBrowse = [this](QLineEdit* field, const QString& text, auto what) {
        auto* button = new QPushButton(text, this);
        button->setAutoDefault(false);
        connect(button, &QPushButton::clicked, this, what);
        auto* line = new QHBoxLayout;
        line->addWidget(field, 1);
        line->addWidget(button);
        return line;
    };
    auto* form = new QFormLayout;
    form->addRow(about);
    const auto labelled = [this](const QString& text, QLineEdit* field) {
        auto* label = new QLabel(text, this);
        label->setBuddy(field);
        return label;
    };
    form->addRow(labelled(tr("&Command"), m_command),
                 withBrowse(m_command, tr("&Browse…"), &LaunchDialog::browse));
    form->addRow(labelled(tr("&Folder"), m_folder),
                 withBrowse(m_folder, tr("B&rowse…"), &LaunchDialog::browseFolder));
    form->addRow(m_why);
    auto* column = new QVBoxLayout(this);
    column->addLayout(form);
    column->addStretch(1);
    column->addWidget(m_buttons);
    constexpr int kWidth = 520;
    setMinimumWidth(kWidth);
    connect(m_command, &QLineEdit::textChanged, this, &LaunchDialog::check);
    connect(m_folder, &QLineEdit::textChanged, this, &LaunchDialog::check);
    connect(m_buttons, &QDialogButtonBox::accepted, this, &LaunchDialog::accept);
    connect(m_buttons, &QDialogButtonBox::rejected, this, &LaunchDialog::reject);
    check();
    m_command->setFocus();
}

WatchRequest LaunchDialog::request() const
{
    return {.command = QProcess::splitCommand(m_command->text()),
            .folder = m_folder->text().trimmed(),
            .pid = {}};
}

void LaunchDialog::check()
{
    m_why->clear(); // what was refused was something else
    m_buttons->button(QDialogButtonBox::Ok)->setEnabled(!request().command.isEmpty());
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
