// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

class QWidget;

namespace lockscope::ui {

/// What holds for every control of the program, wherever it stands, dialogs too. A wheel over a
/// slider, a number or a list of choices changes it only while it has the keyboard's focus, and
/// never gives it that; else what the control lies in scrolls. Tab leaves every table. Tool tips
/// fit (ToolTipFit). GUI thread only.
class ControlHabits : public QObject
{
    Q_OBJECT

public:
    /// Of the whole program, as long as this lives.
    explicit ControlHabits(QObject* parent);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
};

} // namespace lockscope::ui
