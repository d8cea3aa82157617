// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/source.h"
#include "core/program/watch_report.h"

#include <QStringList>
#include <QWidget>

namespace lockscope::ui {

class ActionButton;
class ElidedLabel;

/// Which program is shown, how it does, and what there is to say of its locks in a sentence. GUI
/// thread only.
class ProgramHead : public QWidget
{
    Q_OBJECT

public:
    explicit ProgramHead(QWidget* parent = nullptr);

    /// What its button does.
    void setStop(QAction* action);

    void show(const program::WatchReport& report, bool watches);
    /// Of a program of which there is no report, what its source says.
    void show(const measure::SourceInfo& facts, bool watches);
    /// Takes a line for each of its sentences, which end in "…" where there is too little room, as
    /// their tool tips do not.
    void setCompact(bool compact);

private:
    void showWarnings();
    void showTexts(const QString& command, const QString& facts, bool watches);

    ElidedLabel* m_command; // children, as all that follow
    ElidedLabel* m_facts;
    ElidedLabel* m_verdict;
    ElidedLabel* m_warnings;
    ActionButton* m_stop;
    QStringList m_lines; ///< of the warnings
};

} // namespace lockscope::ui
