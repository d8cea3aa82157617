// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/experiment/machine_box.h"

#include "core/lab/lab_config.h"
#include "core/simulation/machine_file.h"
#include "ui/words/foreign_text.h"
#include "ui/words/problem_text.h"

#include <QFileDialog>
#include <QSignalBlocker>

#include <algorithm>
#include <exception>
#include <filesystem>

namespace lockscope::ui {

namespace {

/// Data of the items that are no machine of the list.
enum Special
{
    Here = -1,
    Calibrated = -2,
    FromFile = -3,
    Elsewhere = -4
};

} // namespace

MachineBox::MachineBox(Use use, QWidget* parent)
    : ElidedComboBox(parent)
    , m_use(use)
{
    setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    setMinimumContentsLength(8);
    for (const simulation::Machine& preset : simulation::presets())
        m_machines.push_back(preset);
    fill();
    connect(this, &QComboBox::activated, this, &MachineBox::choose);
}

void MachineBox::fill()
{
    clear();
    if (m_use == Use::AnyPlace) {
        addItem(tr("This computer, measured"), Here);
        setItemData(
            0,
            tr("Real threads on the %n CPU(s) of this computer", nullptr, lab::availableCpus()),
            Qt::ToolTipRole);
        insertSeparator(count());
    }
    for (std::size_t i = 0; i < m_machines.size(); ++i) {
        const simulation::Machine& machine = m_machines[i];
        addItem(tr("SIMULATED: %1").arg(shownText(machine.label)), static_cast<int>(i));
        setItemData(
            count() - 1, plainToolTip(QString::fromStdString(machine.source)), Qt::ToolTipRole);
    }
    insertSeparator(count());
    addItem(tr("SIMULATED: this computer's costs"), Calibrated);
    setItemData(
        count() - 1,
        tr("What things cost here, as calibration measured it, on as many CPUs as you like"),
        Qt::ToolTipRole);
    addItem(tr("SIMULATED: from a file…"), FromFile);
    setItemData(count() - 1, tr("A machine that a JSON file describes"), Qt::ToolTipRole);
}

void MachineBox::addMachine(const simulation::Machine& machine)
{
    std::erase_if(m_machines, [&machine](const auto& known) { return known.id == machine.id; });
    m_machines.push_back(machine);
    fill();
}

void MachineBox::setTarget(const ExecutionTarget& target)
{
    const QSignalBlocker quiet(this);
    m_target = target;
    if (target && std::find(m_machines.begin(), m_machines.end(), *target) == m_machines.end())
        addMachine(*target);
    int item = Here;
    for (std::size_t i = 0; i < m_machines.size(); ++i)
        if (target && m_machines[i] == *target)
            item = static_cast<int>(i);
    setCurrentIndex(findData(item));
    setToolTip(currentData(Qt::ToolTipRole).toString());
}

void MachineBox::setElsewhere(const QString& mark, const QString& machine)
{
    const QSignalBlocker quiet(this);
    setEnabled(mark.isEmpty());
    if (const int known = findData(Elsewhere); known >= 0)
        removeItem(known);
    if (mark.isEmpty())
        return;
    addItem(tr("%1: %2").arg(mark, shownText(machine, 60)), Elsewhere);
    setCurrentIndex(count() - 1);
    setToolTip(plainToolTip(machine));
}

void MachineBox::choose(int index)
{
    const int item = itemData(index).toInt();
    const ExecutionTarget before = m_target;
    try {
        if (item == Here) {
            emit chosen(std::nullopt);
        } else if (item >= 0) {
            emit chosen(m_machines[static_cast<std::size_t>(item)]);
        } else if (item == FromFile) {
            chooseFile();
        } else if (std::filesystem::exists(simulation::placeForThisMachine())) {
            emit chosen(simulation::machineNamed("this"));
        } else {
            emit calibrationWanted();
        }
    } catch (const std::exception& error) {
        emit problem(problemText(error));
    }
    if (m_target == before)
        setTarget(before); // nothing came of it: show what holds
}

void MachineBox::chooseFile()
{
    const QString file = QFileDialog::getOpenFileName(
        this, tr("A machine to simulate"), {}, tr("Machines (*.json)"));
    if (!file.isEmpty())
        emit chosen(simulation::readMachine(file.toStdString()));
}

} // namespace lockscope::ui
