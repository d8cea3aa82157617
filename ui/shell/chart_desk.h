// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/actions/action_table.h"
#include "ui/actions/window_state.h"
#include "ui/charts/value_axis.h"

#include <QObject>
#include <QPointer>

#include <functional>
#include <set>
#include <vector>

class QPoint;
class QWidget;

namespace lockscope::ui {

class ChartView;
class Dashboard;
class Settings;

/// The charts of the program, wherever they stand: which of them is pointed at, its menu, which is
/// alone, and what is remembered of their axes. A chart that is made later is found when it is
/// shown first. GUI thread only.
class ChartDesk : public QObject
{
    Q_OBJECT

public:
    /// The charts of that window are known at once; all outlive it.
    ChartDesk(Settings& settings, Dashboard& dashboard, QWidget* window);

    /// Actions of MenuPlace::Chart are the menu of each chart; the table outlives it.
    void setActions(ActionTable& actions);

    /// The one that was pointed at last; null before that, and when it is gone.
    [[nodiscard]] const ChartView* chart() const { return m_pointedAt; }
    [[nodiscard]] PointedChart pointedAt() const;
    /// Shows it alone among those that it stands with, or all of them again.
    void setAlone(bool alone);
    /// Changes what is chosen of the axis of that chart.
    void setLogarithmic(bool on);
    void setSparesSpikes(bool on);

    /// Whether all charts that have an axis of values have a logarithmic one; and the same of
    /// spikes that may be left outside.
    [[nodiscard]] bool allLogarithmic() const;
    [[nodiscard]] bool allSpareSpikes() const;
    void setAllLogarithmic(bool on);
    void setAllSpareSpikes(bool on);

signals:
    /// Something was done that is not seen at once.
    void done(const QString& sentence);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    using Change = std::function<void(AxisChoice&)>;

    void watch(ChartView* chart);
    /// Refreshes what actions say of a chart that is pointed at from now on.
    void pointAt(ChartView* chart);
    void openMenu(ChartView* chart, const QPoint& at);
    void choose(ChartView& chart, const Change& change);
    void chooseAll(const Change& change);
    /// The axes of all charts.
    [[nodiscard]] std::vector<const ValueAxis*> axes() const;

    Settings& m_settings;
    Dashboard& m_dashboard;
    QPointer<ActionTable> m_actions;
    std::set<ChartView*> m_charts;
    QPointer<ChartView> m_pointedAt;
};

} // namespace lockscope::ui
