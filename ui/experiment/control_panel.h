// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/experiment/setting_control.h"

#include <QWidget>

#include <vector>

class QDoubleSpinBox;
class QFormLayout;
class QLabel;
class QSpinBox;

namespace lockscope::ui {

class MachineBox;
class Session;

/// The experiment's settings that are not on the tool bar. Every change goes to the session at
/// once, also while it runs; what the session holds is what the controls show.
class ControlPanel : public QWidget
{
    Q_OBJECT

public:
    /// The session outlives the panel.
    explicit ControlPanel(Session& session, QWidget* parent = nullptr);

signals:
    void calibrationWanted();
    void problem(const QString& sentence);

private:
    void setUpMachine(QFormLayout* form);
    void setUpSettings(QFormLayout* form);
    void setUpWorkers(QFormLayout* form);
    void setUpSetting(const lab::Setting& setting, QFormLayout* form);
    void setUpRate(QFormLayout* form);
    void showConfig();
    void showMachine();

    Session& m_session;
    MachineBox* m_machine;
    std::vector<SettingControl> m_settings; ///< those that are made from their rows
    QDoubleSpinBox* m_workersPerCpu;
    QLabel* m_workers;
    QSpinBox* m_rate;
};

} // namespace lockscope::ui
