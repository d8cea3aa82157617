// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QAction;

namespace lockscope::ui {

class ActionButton;

/// What the page of programs says while there is none: what it is for, and how to begin.
class ProgramInvitation : public QWidget
{
    Q_OBJECT

public:
    explicit ProgramInvitation(QWidget* parent = nullptr);

    /// What its buttons do.
    void setActions(QAction* launch, QAction* attach);

private:
    ActionButton* m_launch; // children
    ActionButton* m_attach;
};

} // namespace lockscope::ui
