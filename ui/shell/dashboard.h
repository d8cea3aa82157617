// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/subject.h"
#include "ui/charts/dashboard_view.h"
#include "ui/models/lock_figures.h"
#include "ui/pictures/page.h"

#include <QByteArray>
#include <QList>
#include <QStringList>
#include <QWidget>

#include <optional>
#include <set>
#include <vector>

class QSplitter;

namespace lockscope::ui {

class ChartView;
class HistogramChart;
class LanesView;
class ThreadPick;
class TimeBar;
class TimeView;

/// All views of one history, in splitters: throughput, CPU time and lock wait side by side, the
/// lanes over the full width, where the time goes beside the histogram. Of a watched program
/// contended share and waiting threads stand where CPU time does. It may stand on one page after
/// another.
class Dashboard : public QWidget
{
    Q_OBJECT

public:
    explicit Dashboard(QWidget* parent = nullptr);

    /// What there is of what it is about, from top to bottom, in each row from left to right.
    [[nodiscard]] PictureRows rows() const;
    /// Shows the charts of an experiment, or those of a program.
    void setSubject(measure::Subject subject);
    /// Has all of them speak of one of a program's locks, or of all.
    void setLock(const std::optional<ChosenLock>& lock);
    [[nodiscard]] const std::optional<ChosenLock>& lock() const { return m_lock; }
    /// How long that lock was waited for; none: not known.
    void setLockWaits(const std::optional<LockWaits>& waits);
    /// What part of the history is shown, and what is selected of it.
    [[nodiscard]] TimeView* timeView() const { return m_view; }
    [[nodiscard]] LanesView* lanes() const { return m_lanes; }
    /// The thread that was clicked, in a lane or in the table.
    [[nodiscard]] ThreadPick* threadPick() const { return m_pick; }

    /// Shows a chart alone, or none alone: null. It must be one of the views.
    void showAlone(const ChartView* chart);
    /// The one that is alone; null when there is none.
    [[nodiscard]] const ChartView* shownAlone() const { return m_alone; }
    [[nodiscard]] bool has(const ChartView* chart) const;

    void refresh(const measure::History& history);
    void setTheme(const Theme& theme);

    /// Ids of the legends' entries that are hidden in some chart.
    [[nodiscard]] QStringList hiddenEntries() const;

    /// Sizes of the splitters and what is hidden in the legends.
    [[nodiscard]] QByteArray saveState() const;
    /// Takes what saveState() gave, whole; false when it is of another version, and nothing is
    /// changed.
    bool restoreState(const QByteArray& state);
    void resetState();

signals:
    void hiddenEntriesChanged(const QStringList& ids);

private:
    /// Hides in all charts what is hidden in one, where they have an entry of that id.
    void hideAlike(const ChartView* leader);
    /// Whether a view has a place among those of what it is about.
    [[nodiscard]] bool belongs(const DashboardView* view) const;
    void showViews();
    /// Of the splitters, the outer one first.
    [[nodiscard]] QList<QByteArray> sizes() const;
    /// Below the others, side by side. They become children.
    void addRow(const std::vector<ChartView*>& views);

    TimeView* m_view; // child
    ThreadPick* m_pick; // child
    LanesView* m_lanes; // child, as all views
    HistogramChart* m_histogram;
    QSplitter* m_outer; // child
    TimeBar* m_time; // child
    PictureRows m_rows; ///< of both subjects
    std::set<const DashboardView*> m_ofProgram; ///< that an experiment does not have
    std::set<const DashboardView*> m_ofExperiment;
    measure::Subject m_subject = measure::Subject::Experiment;
    std::optional<ChosenLock> m_lock;
    std::vector<ChartView*> m_views; ///< of all rows
    const ChartView* m_alone = nullptr;
    QList<QByteArray> m_sizesOfAll; ///< while one is alone
    bool m_hidesAlike = false; ///< is at it
    std::vector<QSplitter*> m_splitters; ///< of the rows that have several views
};

} // namespace lockscope::ui
