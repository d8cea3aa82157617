// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/scaling/scaling_request.h"
#include "ui/session/execution_target.h"

#include <QWidget>

class QDoubleSpinBox;
class QLineEdit;
class QPushButton;
class QSpinBox;
class QVBoxLayout;

namespace lockscope::ui {

class FastPathBox;
class GuardList;
class MachineBox;

/// The controls of the page on scaling: what to measure, what to simulate beyond it, what to open
/// and save. It asks; the page does. GUI thread only.
class ScalingForm : public QWidget
{
    Q_OBJECT

public:
    /// With that guard ticked.
    explicit ScalingForm(const QString& guard, QWidget* parent = nullptr);

    /// What the controls say; without `at`, which is not among them.
    [[nodiscard]] ScalingRequest request() const;
    [[nodiscard]] QStringList guards() const;
    /// The machine that is simulated beyond this computer.
    void setMachine(const ExecutionTarget& machine);
    /// Which controls can be used.
    void showState(bool sweeping, bool canGoOn, bool hasSweep);
    /// The sweep was told to end: not again until it has.
    void showCancelled();

signals:
    /// What is to be simulated has changed.
    void forecastWanted();
    void sweepWanted(); ///< or to cancel the one that runs
    void goOnWanted();
    void openWanted();
    void saveJsonWanted();
    void saveCsvWanted();
    void machineChosen(const lockscope::ui::ExecutionTarget& machine);
    void calibrationWanted();
    void problem(const QString& sentence);

private:
    void setUpSweep(QVBoxLayout* column, const QString& guard);
    void setUpBeyond(QVBoxLayout* column);
    void setUpFiles(QVBoxLayout* column);

    QPushButton* m_start; // children, as all that follow
    QPushButton* m_goOn;
    GuardList* m_guards;
    FastPathBox* m_fastPath;
    QLineEdit* m_cpus;
    QSpinBox* m_repeats;
    QDoubleSpinBox* m_seconds;
    MachineBox* m_machine;
    QSpinBox* m_most;
    QPushButton* m_saveJson;
    QPushButton* m_saveCsv;
};

} // namespace lockscope::ui
