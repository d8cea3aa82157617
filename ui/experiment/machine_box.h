// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/execution_target.h"
#include "ui/widgets/elided_combo_box.h"

#include <QComboBox>

namespace lockscope::ui {

/// The machines that an experiment can run on: this computer, and those that can be simulated: the
/// presets, this computer's costs once they are calibrated, a machine from a file.
class MachineBox : public ElidedComboBox
{
    Q_OBJECT

public:
    enum class Use
    {
        AnyPlace,
        SimulatedOnly
    };

    explicit MachineBox(Use use, QWidget* parent = nullptr);

    /// Shows where it runs; a machine that is not in the list is added. Emits nothing.
    void setTarget(const ExecutionTarget& target);

    /// Shows that it runs or ran somewhere else, where nothing can be chosen: "REMOTE", and what
    /// the machine is called. Empty: it does not any more.
    void setElsewhere(const QString& mark, const QString& machine);

signals:
    void chosen(const lockscope::ui::ExecutionTarget& target);
    /// This computer's costs were asked for, and are not known yet.
    void calibrationWanted();
    void problem(const QString& sentence);

private:
    void fill();
    void addMachine(const simulation::Machine& machine);
    void choose(int index);
    void chooseFile();

    const Use m_use;
    ExecutionTarget m_target;
    std::vector<simulation::Machine> m_machines; ///< by the items' data
};

} // namespace lockscope::ui
