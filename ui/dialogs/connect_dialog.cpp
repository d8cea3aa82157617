// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/connect_dialog.h"

#include "ui/widgets/icons.h"
#include "ui/words/foreign_text.h"
#include "ui/words/problem_text.h"

#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace lockscope::ui {

ConnectDialog::ConnectDialog(const RemoteHost& last, QWidget* parent)
    : QDialog(parent)
    , m_host(new QLineEdit(last.name, this))
    , m_program(new QLineEdit(last.program, this))
    , m_why(new QLabel(this))
    , m_buttons(new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, this))
{
    setWindowTitle(tr("Connect to a host"));
    m_host->setObjectName("remote-host");
    m_host->setPlaceholderText(tr("user@host"));
    m_program->setObjectName("remote-program");
    m_why->setWordWrap(true);
    auto* about = new QLabel(
        tr("The experiment runs there, by ssh and lockscope-cli, and is shown here. Port, key "
           "and jumps are those of ~/.ssh/config; no password is asked for."),
        this);
    about->setWordWrap(true);
    m_buttons->button(QDialogButtonBox::Ok)->setText(tr("&Connect"));
    m_buttons->button(QDialogButtonBox::Ok)->setIcon(icon("connect"));
    m_buttons->button(QDialogButtonBox::Cancel)->setIcon(icon("close"));

    auto* column = new QVBoxLayout(this);
    auto* form = new QFormLayout;
    form->addRow(about);
    form->addRow(tr("&Host"), m_host);
    form->addRow(tr("&Program there"), m_program);
    form->addRow(m_why);
    column->addLayout(form);
    column->addStretch(1);
    column->addWidget(m_buttons);
    constexpr int kWidth = 460;
    setMinimumWidth(kWidth);
    for (QLineEdit* field : {m_host, m_program})
        connect(field, &QLineEdit::textChanged, this, &ConnectDialog::check);
    connect(m_buttons, &QDialogButtonBox::accepted, this, &ConnectDialog::accept);
    connect(m_buttons, &QDialogButtonBox::rejected, this, &ConnectDialog::reject);
    check();
}

RemoteHost ConnectDialog::host() const
{
    return {.name = m_host->text().trimmed(), .program = m_program->text().trimmed()};
}

void ConnectDialog::check()
{
    QString why;
    try {
        validate(host());
    } catch (const lab::ConfigError& error) {
        why = problemText(error);
    }
    m_why->setTextFormat(Qt::PlainText);
    m_why->setText(host().name.isEmpty() ? QString() : shownSentence(why));
    m_buttons->button(QDialogButtonBox::Ok)->setEnabled(why.isEmpty());
}

} // namespace lockscope::ui
