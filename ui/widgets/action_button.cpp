// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/action_button.h"

#include <QAction>

namespace lockscope::ui {

void ActionButton::setAction(QAction* action)
{
    connect(this, &QPushButton::clicked, action, &QAction::trigger);
    connect(action, &QAction::changed, this, [this, action] { follow(*action); });
    follow(*action);
}

void ActionButton::follow(const QAction& action)
{
    if (text() != action.text()) // setting it anew sets the letter's key anew
        setText(action.text());
    setIcon(action.icon());
    setToolTip(action.toolTip());
    setEnabled(action.isEnabled());
}

} // namespace lockscope::ui
