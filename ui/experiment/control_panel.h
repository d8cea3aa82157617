// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lab/lab_config.h"

#include <QWidget>

class QCheckBox;
class QComboBox;
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
    void setUpWorkload(QFormLayout* form);
    void setUpWorkers(QFormLayout* form);
    void setUpPlacement(QFormLayout* form);
    void setUpTaskSource(QFormLayout* form);
    void setUpGuardState(QFormLayout* form);
    void setUpRate(QFormLayout* form);
    /// A spin box of one time of the configuration.
    [[nodiscard]] QSpinBox* timeField(std::int64_t lab::LabConfig::*field,
                                      std::int64_t most,
                                      const QString& unit);
    void showConfig();
    void showTimes(const lab::LabConfig& config);

    Session& m_session;
    MachineBox* m_machine;
    QComboBox* m_workload;
    QSpinBox* m_native;
    QSpinBox* m_callback;
    QSpinBox* m_critical;
    QDoubleSpinBox* m_workersPerCpu;
    QLabel* m_workers;
    QComboBox* m_placement;
    QComboBox* m_taskSource;
    QCheckBox* m_padding;
    QSpinBox* m_initDelay;
    QSpinBox* m_rate;
};

} // namespace lockscope::ui
