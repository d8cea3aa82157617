// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/history.h"
#include "ui/models/history_mirror.h"
#include "ui/models/lock_figures.h"
#include "ui/theme/theme.h"

#include <QWidget>

class QToolButton;

namespace lockscope::ui {

class RangeCard;
class RangeStrip;
class TimeView;

/// Where in time the views are: all that is kept as a strip, with the visible part as a handle; the
/// figures of what is selected; and the way back to the newest data. GUI thread only.
class TimeBar : public QWidget
{
    Q_OBJECT

public:
    /// `view` outlives it.
    explicit TimeBar(TimeView* view, QWidget* parent = nullptr);

    void refresh(const measure::History& history);
    void setTheme(const Theme& theme);
    /// Leaves out the figures of what is hidden in the charts, by the ids of legends' entries.
    void hideEntries(const QStringList& ids);
    /// Has it tell of one of a program's locks, or of all.
    void setLock(const std::optional<ChosenLock>& lock);

private:
    void showOverview();
    void showView();
    void showSelection();

    TimeView* m_view;
    HistoryMirror m_mirror;
    std::optional<ChosenLock> m_lock;
    RangeCard* m_card; // children, as all that follow
    RangeStrip* m_strip;
    QToolButton* m_follow;
};

} // namespace lockscope::ui
