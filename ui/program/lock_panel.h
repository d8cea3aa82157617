// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/program/watch_report.h"

#include <QTabWidget>

class QSplitter;

namespace lockscope::ui {

class FigureTable;
class StackTree;

/// What there is to say of one lock: where it was waited for, who held it meanwhile and where it is
/// taken; and beside that the program's threads. GUI thread only.
class LockPanel : public QTabWidget
{
    Q_OBJECT

public:
    explicit LockPanel(QWidget* parent = nullptr);

    /// Null: of no lock, or of no program.
    void show(const program::WatchReport* report, const program::ReportedLock* lock);

private:
    void showStacks(const program::WatchReport* report, const program::ReportedLock* lock);
    void showSites(const program::ReportedLock* lock);
    void showThreads(const program::WatchReport* report);

    StackTree* m_waited; // children, as all that follow
    StackTree* m_caused;
    QSplitter* m_stacks;
    FigureTable* m_sites;
    FigureTable* m_threads;
};

} // namespace lockscope::ui
