// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/figures.h"
#include "ui/models/lock_figures.h"
#include "ui/models/range_waits.h"
#include "ui/models/time_range.h"

#include <QStringList>
#include <QWidget>

class QLabel;
class QToolButton;

namespace lockscope::ui {

/// The figures of a range of snapshots, each with its interval where that can be told: those by
/// which ranges are compared. Or two ranges beside each other: B against A, with a verdict. GUI
/// thread only.
class RangeCard : public QWidget
{
    Q_OBJECT

public:
    explicit RangeCard(QWidget* parent = nullptr);

    /// Takes the figures from the snapshots that lie in the range; keeps none of them.
    void show(const Snapshots& snapshots, const TimeRange& range);
    /// The same of one of a program's locks.
    void show(const Snapshots& snapshots, const TimeRange& range, const ChosenLock& lock);
    /// Asks for a range to compare this one with.
    void showBase(const TimeRange& base);
    /// Takes the figures of both from the snapshots that lie in them as a whole.
    void compare(const Snapshots& snapshots, const TimeRange& a, const TimeRange& b);
    /// The same of one of a program's locks, with what became of it.
    void compare(const Snapshots& snapshots,
                 const TimeRange& a,
                 const TimeRange& b,
                 const ChosenLock& lock);
    /// Leaves out the figures of what is hidden in the charts, by the ids of legends' entries, from
    /// the next show() on.
    void hideEntries(const QStringList& ids) { m_hidden = ids; }

signals:
    void compareWanted();
    void zoomWanted();
    void closeWanted();

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    /// The figures take two lines at most: where they need more they have one, and a tool tip.
    void fitFigures();
    void setTexts(const QString& range, const QStringList& figures, const QStringList& notes = {});
    [[nodiscard]] bool isHidden(const measure::FigureRow& row) const;

    QLabel* m_range; // children
    QLabel* m_figures;
    QLabel* m_notes;
    QToolButton* m_compare;
    QToolButton* m_zoom;
    QToolButton* m_close;
    QStringList m_hidden;
};

/// "Selected 4.20 s, from 12.30 s to 16.50 s of the run": of the source's clock, as a time that
/// counts back from now would be another one a moment later.
[[nodiscard]] QString selectedText(const TimeRange& range);
/// "4.20 s, from 12.30 s to 16.50 s".
[[nodiscard]] QString stretchText(const TimeRange& range);

} // namespace lockscope::ui
