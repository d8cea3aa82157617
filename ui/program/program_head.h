// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/source.h"
#include "core/program/watch_report.h"

#include <QWidget>

class QLabel;
class QToolButton;

namespace lockscope::ui {

class ActionButton;
class ElidedLabel;
class SwapLine;

/// Which program is shown, how it does, what there is to say of its locks in a sentence, and what
/// the last swap of one did. What comes and goes has a place of its own, so that it moves nothing
/// that stands below. GUI thread only.
class ProgramHead : public QWidget
{
    Q_OBJECT

public:
    explicit ProgramHead(QWidget* parent = nullptr);

    /// What its button does.
    void setStop(QAction* action);

    /// What the last swap did.
    [[nodiscard]] SwapLine& swap() { return *m_swap; }

    void show(const program::WatchReport& report, bool watches);
    /// Of a program of which there is no report, what its source says.
    void show(const measure::SourceInfo& facts, bool watches);
    /// Takes a line for each of its sentences, which end in "…" where there is too little room, as
    /// their tool tips do not.
    void setCompact(bool compact);

private:
    void showWarnings(const QString& count, const QString& lines);
    void showVerdictHeight();
    void showTexts(const QString& command, const QString& facts, bool watches);

    ElidedLabel* m_command; // children, as all that follow
    ElidedLabel* m_facts;
    ElidedLabel* m_verdict;
    QToolButton* m_count; ///< of the warnings; opens them
    QLabel* m_warnings;
    ActionButton* m_stop;
    SwapLine* m_swap;
};

} // namespace lockscope::ui
