// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/history.h"
#include "core/program/watch_report.h"
#include "ui/models/lock_figures.h"

#include <QElapsedTimer>
#include <QTabWidget>

class QSplitter;

namespace lockscope::ui {

class FigureTable;
class FlamePanel;
class ForecastPanel;
class PathPanel;
class ProgramTime;
class Session;
class Settings;
class StackTree;
class ThreadPick;
class ThreadTable;
class TimeView;

/// What there is to say of one lock: where it was waited for, who held it meanwhile and where it is
/// taken; and beside that the program's threads. GUI thread only.
class LockPanel : public QTabWidget
{
    Q_OBJECT

public:
    /// All outlive it; view and pick are those of the pictures over time.
    LockPanel(Session& session,
              Settings& settings,
              TimeView& view,
              ThreadPick& pick,
              QWidget* parent = nullptr);

    /// Null: of no lock, or of no program.
    void show(const program::WatchReport* report, const program::ReportedLock* lock);
    /// What is looked at of the time, of all locks or of one.
    void showTime(const measure::History& history,
                  const ProgramTime& time,
                  const std::optional<ChosenLock>& lock);
    /// Whether there is such a time.
    void setTimeShown(bool shown);
    [[nodiscard]] FlamePanel& flames() { return *m_flames; }
    [[nodiscard]] ForecastPanel& forecast() { return *m_forecast; }
    ForecastPanel& showForecast();
    [[nodiscard]] PathPanel& path() { return *m_path; }

private:
    void showStacks(const program::WatchReport* report, const program::ReportedLock* lock);
    void showSites(const program::ReportedLock* lock);
    void showThreads(const program::WatchReport* report);
    void showBlocking(const ProgramTime& time, const std::optional<ChosenLock>& lock);

    StackTree* m_waited; // children, as all that follow
    StackTree* m_caused;
    QSplitter* m_stacks;
    FlamePanel* m_flames;
    ForecastPanel* m_forecast;
    PathPanel* m_path;
    FigureTable* m_sites;
    FigureTable* m_blocking;
    FigureTable* m_threads;
    ThreadTable* m_threadsOverTime;
    TimeView& m_view;
    QElapsedTimer m_blockingShown; ///< since
};

} // namespace lockscope::ui
