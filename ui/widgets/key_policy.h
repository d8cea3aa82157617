// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

class QWidget;

namespace lockscope::ui {

/// Settles who gets a key that the window has a use for (Space, F, R, +, -) while a control has the
/// focus. A number field takes no letters, signs or spaces, so they go to the window; Enter ends
/// editing and gives the focus back. A button or list that was reached with Tab keeps Space,
/// because that is how it is operated; a click with the mouse never moves the focus to it.
class KeyPolicy : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    /// Applies the policy to the controls inside `container`, which may be added to it only before.
    void applyTo(QWidget* container);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
};

} // namespace lockscope::ui
