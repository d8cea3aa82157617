// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/scaling/scaling_request.h"
#include "ui/session/execution_target.h"

#include <QWidget>

class QDoubleSpinBox;
class QLineEdit;
class QSpinBox;
class QVBoxLayout;

namespace lockscope::ui {

class ActionButton;
class ActionTable;
class FastPathBox;
class GuardList;
class MachineBox;

/// The controls of the page on scaling: what to measure, what to simulate beyond it, and buttons
/// for the actions of the page. It asks; the page does. GUI thread only.
class ScalingForm : public QWidget
{
    Q_OBJECT

public:
    /// With that guard ticked.
    explicit ScalingForm(const QString& guard, QWidget* parent = nullptr);

    /// What the buttons do; once.
    void setActions(const ActionTable& table);
    /// What the controls say; without `at`, which is not among them.
    [[nodiscard]] ScalingRequest request() const;
    [[nodiscard]] QStringList guards() const;
    /// The machine that is simulated beyond this computer.
    void setMachine(const ExecutionTarget& machine);
    /// Whether a sweep runs: then the controls stand.
    void showRunning(bool sweeping);

signals:
    /// What is to be simulated has changed.
    void forecastWanted();
    void machineChosen(const lockscope::ui::ExecutionTarget& machine);
    void calibrationWanted();
    void problem(const QString& sentence);

private:
    void setUpSweep(QVBoxLayout* column, const QString& guard);
    void setUpBeyond(QVBoxLayout* column);
    void setUpFiles(QVBoxLayout* column);

    ActionButton* m_start; // children, as all that follow
    ActionButton* m_goOn;
    GuardList* m_guards;
    FastPathBox* m_fastPath;
    QLineEdit* m_cpus;
    QSpinBox* m_repeats;
    QDoubleSpinBox* m_seconds;
    MachineBox* m_machine;
    QSpinBox* m_most;
    ActionButton* m_open;
    ActionButton* m_saveJson;
    ActionButton* m_saveCsv;
};

} // namespace lockscope::ui
