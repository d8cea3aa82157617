// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QToolBar>

#include <cstdint>
#include <vector>

class QLabel;
class QSpinBox;
class QToolButton;

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

protected:
    /// Words and the slider give way before a control does.
    void resizeEvent(QResizeEvent* event) override;

private:
    /// How much of the bar has given way.
    enum class Fit : std::uint8_t
    {
        Whole,
        Icons, ///< of the actions, whose tool tips say the words
        ShortSlider ///< that, too
    };
    void setFit(Fit fit);
    /// Lets as little give way as the width asks for.
    void fit();
    void setUpFastPath(const ActionTable& actions);
    void setUpCpus();
    void setUpGuards();
    void setUpExport(const ActionTable& actions);
    void showActions();
    void showConfig();

    Session& m_session;
    std::vector<QAction*> m_ofWhatRuns; ///< not while a recording is shown
    QAction* m_behindThem = nullptr;
    std::vector<QAction*> m_ofExperiment; ///< not while a program is shown
    ToggleSwitch* m_fastPath;
    CpuSlider* m_cpuSlider;
    QSpinBox* m_cpus;
    GuardBox* m_guard;
    QToolButton* m_export;
};

} // namespace lockscope::ui
