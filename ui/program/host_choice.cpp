// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/program/host_choice.h"

#include "ui/words/problem_text.h"

#include <QComboBox>
#include <QDialog>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>

#include <exception>

namespace lockscope::ui {

HostChoice::HostChoice(const RemoteHost& last, QFormLayout* form, QDialog* dialog)
    : QObject(dialog)
    , m_form(form)
    , m_place(new QComboBox(dialog))
    , m_host(new QLineEdit(last.name, dialog))
    , m_program(new QLineEdit(last.program, dialog))
{
    m_place->setObjectName("watch-place");
    m_place->addItems({tr("This computer"), tr("Another host, by ssh")});
    m_place->setToolTip(tr("Where the program is: there it is watched by the lockscope-cli that is "
                           "there, and shown here"));
    m_host->setObjectName("watch-host");
    m_host->setPlaceholderText(tr("user@host"));
    m_host->setToolTip(tr("As for ssh: port, key and jumps are those of ~/.ssh/config"));
    m_program->setObjectName("watch-remote-program");
    m_program->setToolTip(tr("The name or the path of lockscope-cli there"));
    m_form->addRow(tr("&Where"), m_place);
    m_form->addRow(tr("&Host"), m_host);
    m_form->addRow(tr("Lockscope &there"), m_program);
    connect(m_place, &QComboBox::currentIndexChanged, this, [this] {
        showFields();
        emit changed();
        if (host() && m_host->text().isEmpty())
            m_host->setFocus();
    });
    for (QLineEdit* field : {m_host, m_program})
        connect(field, &QLineEdit::textChanged, this, &HostChoice::changed);
    showFields();
}

void HostChoice::showFields()
{
    for (QLineEdit* field : {m_host, m_program}) {
        field->setVisible(host().has_value());
        m_form->labelForField(field)->setVisible(host().has_value());
    }
}

std::optional<RemoteHost> HostChoice::host() const
{
    if (m_place->currentIndex() == 0)
        return std::nullopt;
    return RemoteHost{.name = m_host->text().trimmed(), .program = m_program->text().trimmed()};
}

QString HostChoice::whyNot() const
{
    const auto there = host();
    if (!there || there->name.isEmpty())
        return {};
    try {
        validate(*there);
    } catch (const std::exception& error) {
        return problemText(error);
    }
    return {};
}

bool HostChoice::isWhole() const
{
    const auto there = host();
    return !there || (!there->name.isEmpty() && whyNot().isEmpty());
}

} // namespace lockscope::ui
