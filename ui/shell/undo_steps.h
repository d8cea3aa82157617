// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/time_view.h"
#include "ui/shell/step_text.h"

#include <QObject>
#include <QString>
#include <QUndoStack>

namespace lockscope::ui {

class LockSwaps;
class Session;

/// What a person did that can be undone, in one row: what was looked at and selected, live changes
/// of the experiment that is shown, and locks of a watched program that were swapped. Steps of one
/// kind that follow each other closely (notches of a wheel, a slider that is drawn) are one.
/// Another feed begins with none. GUI thread only.
class UndoSteps : public QObject
{
    Q_OBJECT

public:
    /// All outlive it.
    UndoSteps(Session& session, TimeView& view, LockSwaps& swaps, QObject* parent = nullptr);

    /// What undo() would take back, and redo() do again: "zoom"; empty: there is nothing.
    [[nodiscard]] QString undoText() const { return m_stack.undoText(); }
    [[nodiscard]] QString redoText() const { return m_stack.redoText(); }
    void undo();
    void redo();

signals:
    /// What can be undone or redone.
    void changed();

private:
    [[nodiscard]] AskedExperiment asked() const;
    void noteExperiment();
    void noteSwap(LockSwaps& swaps, const SwapWishes& before, const SwapWishes& after);
    void forget();
    /// Has a step carried out that is not to be noted again.
    void carryOut(void (QUndoStack::*step)());

    Session& m_session;
    QUndoStack m_stack;
    AskedExperiment m_asked; ///< the last that was seen
    bool m_carriesOut = false;
    bool m_hasSwaps = false; ///< some steps are
};

} // namespace lockscope::ui
