// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QToolBar>

#include <vector>

class QLabel;
class QSpinBox;

namespace lockscope::ui {

class ActionTable;
class CpuSlider;
class GuardBox;
class Session;
class ToggleSwitch;

/// The tool bar: the actions that stand in it, the fast path as one large switch, CPUs, the guard,
/// Export.
class ControlBar : public QToolBar
{
    Q_OBJECT

public:
    /// Session and actions outlive the bar.
    ControlBar(Session& session, const ActionTable& actions, QWidget* parent = nullptr);

private:
    void setUpFastPath(const ActionTable& actions);
    void setUpCpus();
    void setUpGuards();
    void setUpExport(const ActionTable& actions);
    void showActions();
    void showConfig();

    Session& m_session;
    std::vector<QAction*> m_ofWhatRuns; ///< not while a recording is shown
    QAction* m_behindThem = nullptr;
    ToggleSwitch* m_fastPath;
    CpuSlider* m_cpuSlider;
    QSpinBox* m_cpus;
    GuardBox* m_guard;
};

} // namespace lockscope::ui
