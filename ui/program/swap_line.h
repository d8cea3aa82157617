// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/program/swap_effect.h"

#include <QElapsedTimer>
#include <QWidget>

#include <optional>

class QAction;

namespace lockscope::ui {

class ActionButton;
class ElidedLabel;

/// What the last swap of a watched program's lock did, by itself as soon as that can be told, and
/// what puts the lock back. One line, whether there is something to tell or not, so that nothing
/// below it moves. GUI thread only.
class SwapLine : public QWidget
{
    Q_OBJECT

public:
    explicit SwapLine(QWidget* parent = nullptr);

    /// What its button does, which is there while the action can be carried out.
    void setPutBack(QAction* action);
    /// Takes what there is from the history of a program, some times a second. `canSwap`: its locks
    /// can be swapped, which is said while none was.
    void refresh(const measure::History& history, bool canSwap);
    /// An experiment swaps locks by itself, whose page says what that does.
    void setHeld(bool held);
    /// Of another program from now on.
    void forget();

    /// What is told of; none while no lock was swapped.
    [[nodiscard]] const std::optional<SwapEffect>& effect() const { return m_effect; }

private:
    void follow(const measure::History& history);
    void showText(bool canSwap);

    ElidedLabel* m_text; // children
    ActionButton* m_putBack;
    std::optional<SwapEffect> m_effect;
    QElapsedTimer m_shown; ///< since
    bool m_held = false;
};

} // namespace lockscope::ui
