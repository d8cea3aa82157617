// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/time_view.h"
#include "ui/session/execution_target.h"

#include <QObject>
#include <QString>
#include <QUndoStack>

#include <optional>

namespace lockscope::ui {

class Session;

/// What a person did that can be undone, in one row: what was looked at and selected, and live
/// changes of the experiment that is shown. Steps of one kind that follow each other closely
/// (notches of a wheel, a slider that is drawn) are one. Another feed begins with none. GUI thread
/// only.
class UndoSteps : public QObject
{
    Q_OBJECT

public:
    /// Both outlive it.
    UndoSteps(Session& session, TimeView& view, QObject* parent = nullptr);

    [[nodiscard]] bool canUndo() const { return m_stack.canUndo(); }
    [[nodiscard]] bool canRedo() const { return m_stack.canRedo(); }
    void undo();
    void redo();

    /// An experiment that was asked for.
    struct Asked
    {
        lab::LabConfig config;
        ExecutionTarget target;
        friend bool operator==(const Asked&, const Asked&) = default;
    };

signals:
    /// What can be undone or redone.
    void changed();

private:
    [[nodiscard]] Asked asked() const;
    void noteExperiment();
    void forget();
    /// Has a step carried out that is not to be noted again.
    void carryOut(void (QUndoStack::*step)());

    Session& m_session;
    QUndoStack m_stack;
    Asked m_asked; ///< the last that was seen
    bool m_carriesOut = false;
};

} // namespace lockscope::ui
