// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/program/critical_path.h"
#include "ui/models/lane_path.h"
#include "ui/program/program_time.h"

#include <QElapsedTimer>
#include <QTimer>
#include <QWidget>

#include <cstdint>

class QLabel;

namespace lockscope::ui {

class FigureTable;
class Session;
class TimeView;

/// The critical path through what is looked at of a program's time: its parts and its locks, in
/// numbers, and for the lanes as pieces. While the program runs it is followed anew once a second;
/// nothing is done while nobody looks. GUI thread only.
class PathPanel : public QWidget
{
    Q_OBJECT

public:
    /// Both outlive it; the view is that of the pictures over time.
    PathPanel(Session& session, TimeView& view, QWidget* parent = nullptr);

    /// Whether the lanes show it, also while it is not in sight itself.
    void setPainted(bool painted);
    /// There may be something new to follow it through; `time` outlives the panel's next event.
    void refresh(const ProgramTime& time);

signals:
    /// Another path, for the lanes; null: none.
    void pathChanged(const lockscope::ui::LanePath& path);
    /// Somebody clicked a lock.
    void lockMarked(std::uint32_t lock);

protected:
    void showEvent(QShowEvent* event) override;

private:
    void follow();
    void show(const program::CriticalPath& path);

    Session& m_session;
    TimeView& m_view;
    QLabel* m_about; // children, as all that follow
    FigureTable* m_table;
    QTimer m_later;
    QElapsedTimer m_followed; ///< since
    const ProgramTime* m_time = nullptr;
    bool m_painted = false;
    /// What it was followed through last: the first and the last snapshot, and the range.
    measure::SnapshotPtr m_first;
    measure::SnapshotPtr m_last;
    TimeRange m_range;
};

} // namespace lockscope::ui
