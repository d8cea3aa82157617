// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/history.h"
#include "ui/models/history_mirror.h"
#include "ui/models/thread_names.h"

#include <QTableView>

namespace lockscope::ui {

class ThreadPick;
class ThreadSortProxy;
class ThreadTableModel;
class TimeView;

/// The table of threads: one row each, sorted by a click on a column's head. It shows the instant
/// under the mouse, else what is selected, else what is visible while somebody looks back, else the
/// newest second; its window title says which.
class ThreadTable : public QTableView
{
    Q_OBJECT

public:
    /// Both outlive it.
    explicit ThreadTable(TimeView* view, QWidget* parent = nullptr, ThreadPick* pick = nullptr);

    void refresh(const measure::History& history);

    /// Leaves out the columns of what is hidden in the charts, by the ids of legends' entries.
    void hideEntries(const QStringList& ids);

    /// All of it for a spreadsheet, rows and columns in the order in which they stand.
    [[nodiscard]] QString copiedText() const;

    /// Order and widths of the columns, and what it is sorted by.
    [[nodiscard]] QByteArray saveState() const;
    /// Takes what saveState() gave, whole; false when it is of another version, and nothing is
    /// changed.
    bool restoreState(const QByteArray& state);
    void resetState();

protected:
    void showEvent(QShowEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    /// Rows keep their places while somebody points at them: they would be gone before a click.
    bool viewportEvent(QEvent* event) override;

private:
    void follow(const measure::History& history);
    void showColumns();
    void showChosen();
    void showPick();
    void pickRow(const QModelIndex& row);

    TimeView* m_view;
    ThreadPick* m_pick;
    HistoryMirror m_mirror;
    ThreadNames m_names;
    bool m_hidesWaits = false; ///< p99 is hidden in the charts
    ThreadTableModel* m_model; // child
    ThreadSortProxy* m_sorted; // child
};

} // namespace lockscope::ui
