// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/program/program_invitation.h"

#include "ui/widgets/action_button.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>

namespace lockscope::ui {

ProgramInvitation::ProgramInvitation(QWidget* parent)
    : QWidget(parent)
    , m_launch(new ActionButton(this))
    , m_attach(new ActionButton(this))
{
    m_launch->setObjectName("program-launch");
    m_attach->setObjectName("program-attach");
    auto* about = new QLabel(
        tr("Which lock of your own program is waited for, in which line, and who holds it "
           "meanwhile? Start the program from here, and every lock is counted; or look at one "
           "that runs, from outside, by samples; on this computer, or on another by ssh. It needs "
           "no change and no recompiling."),
        this);
    about->setWordWrap(true);
    about->setAlignment(Qt::AlignHCenter);
    constexpr int kWidest = 620;
    about->setMaximumWidth(kWidest);
    auto* buttons = new QHBoxLayout;
    buttons->addStretch(1);
    buttons->addWidget(m_launch);
    buttons->addWidget(m_attach);
    buttons->addStretch(1);
    auto* column = new QVBoxLayout(this);
    column->addStretch(1);
    auto* text = new QHBoxLayout;
    text->addStretch(1);
    text->addWidget(about, 100);
    text->addStretch(1);
    column->addLayout(text);
    column->addLayout(buttons);
    column->addStretch(2);
}

void ProgramInvitation::setActions(QAction* launch, QAction* attach)
{
    m_launch->setAction(launch);
    m_attach->setAction(attach);
}

} // namespace lockscope::ui
