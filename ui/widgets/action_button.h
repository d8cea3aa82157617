// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPushButton>

class QAction;

namespace lockscope::ui {

/// A push button that is an action: it carries it out, and has its text, icon, tool tip and whether
/// it is enabled. GUI thread only.
class ActionButton : public QPushButton
{
    Q_OBJECT

public:
    using QPushButton::QPushButton;

    /// Once; until then the button does nothing.
    void setAction(QAction* action);

private:
    void follow(const QAction& action);
};

} // namespace lockscope::ui
