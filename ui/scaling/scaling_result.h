// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/scaling/scaling_model.h"
#include "ui/theme/theme.h"

#include <QString>
#include <QStringList>
#include <QWidget>

class QAction;
class QCheckBox;
class QComboBox;
class QLabel;
class QLayout;
class QProgressBar;
class QScrollArea;
class QSpinBox;

namespace lockscope::ui {

class ActionButton;
class HostList;
class ScalingChart;

/// The chart of the page on scaling with what is said of it: what a fast path buys, whose sweeps
/// lie over each other, what the law says. GUI thread only.
class ScalingResult : public QWidget
{
    Q_OBJECT

public:
    /// Shows the model, which outlives it, after each show*().
    explicit ScalingResult(ScalingModel& model, QWidget* parent = nullptr);

    /// What the button does that saves pictures; once.
    void setExportAction(QAction* action);
    /// The number of CPUs that the answer is for.
    [[nodiscard]] int at() const;
    [[nodiscard]] const ScalingChart& chart() const { return *m_chart; }

    /// Other curves or hosts.
    void showCurves();
    /// Other guards that are asked about.
    void setGuards(const QStringList& guards);
    /// How far a job is; not there while none runs.
    void showProgress(double share, const QString& what);
    void setRunning(bool running);
    void setTheme(const Theme& theme);

signals:
    /// Other curves are in sight.
    void inSightChanged();
    void atChanged();
    void addHostsWanted();
    void removeHostWanted(const QString& id);
    void removeHostsWanted();

private:
    [[nodiscard]] QLayout* setUpFigure();
    [[nodiscard]] QLayout* setUpQuestion();
    void setUpVerdicts();
    void setUpHosts();
    void takeHidden();
    void showHosts();
    void showVerdicts();
    void showAnswer();

    ScalingModel& m_model;
    QStringList m_guards;
    QComboBox* m_figure; // children, as all that follow
    ActionButton* m_export;
    QSpinBox* m_at;
    QLabel* m_answer;
    QCheckBox* m_logX;
    QCheckBox* m_logY;
    HostList* m_hosts;
    ScalingChart* m_chart;
    QLabel* m_verdicts;
    QScrollArea* m_verdictsArea;
    QProgressBar* m_progress;
};

} // namespace lockscope::ui
