// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/scaling/scaling_form.h"

#include "core/simulation/machine.h"
#include "ui/actions/action_table.h"
#include "ui/experiment/machine_box.h"
#include "ui/widgets/action_button.h"
#include "ui/widgets/guard_list.h"

#include <QDoubleSpinBox>
#include <QFormLayout>
#include <QGroupBox>
#include <QLineEdit>
#include <QSpinBox>
#include <QVBoxLayout>

#include <initializer_list>

namespace lockscope::ui {

ScalingForm::ScalingForm(const QString& guard, QWidget* parent)
    : QWidget(parent)
    , m_start(new ActionButton(this))
    , m_goOn(new ActionButton(this))
    , m_guards(new GuardList(GuardList::Use::TickSeveral, this))
    , m_fastPath(new FastPathBox(FastPaths::Both, this))
    , m_cpus(new QLineEdit(usualCpusText(), this))
    , m_repeats(new QSpinBox(this))
    , m_seconds(new QDoubleSpinBox(this))
    , m_machine(new MachineBox(MachineBox::Use::SimulatedOnly, this))
    , m_most(new QSpinBox(this))
    , m_open(new ActionButton(this))
    , m_saveJson(new ActionButton(this))
    , m_saveCsv(new ActionButton(this))
{
    auto* column = new QVBoxLayout(this);
    setUpSweep(column, guard);
    setUpBeyond(column);
    setUpFiles(column);
}

void ScalingForm::setActions(const ActionTable& table)
{
    m_start->setAction(table.action("sweep-here"));
    m_goOn->setAction(table.action("sweep-on"));
    m_open->setAction(table.action("open-sweeps"));
    m_saveJson->setAction(table.action("save-sweep-json"));
    m_saveCsv->setAction(table.action("save-sweep-csv"));
}

void ScalingForm::setUpSweep(QVBoxLayout* column, const QString& guard)
{
    const ScalingRequest first;
    constexpr int kLeastGuards = 430; // the column scrolls before its list does
    m_guards->setMinimumHeight(kLeastGuards);
    m_guards->setTicked({guard});
    m_guards->setCurrent(guard);
    connect(m_guards, &GuardList::tickedChanged, this, &ScalingForm::forecastWanted);
    m_fastPath->setObjectName("sweep-fast-path");
    m_cpus->setObjectName("sweep-cpus");
    m_cpus->setToolTip(
        tr("Numbers of CPUs to measure at: 1,2,4 or 1-8 or 2-16:2; up to the %1 here")
            .arg(lab::availableCpus()));
    m_repeats->setObjectName("sweep-repeats");
    m_repeats->setRange(1, study::kMaxRepeats);
    m_repeats->setValue(first.repeats);
    m_repeats->setToolTip(
        tr("Runs of each point at least; up to three times as many while its interval "
           "is wide"));
    m_seconds->setObjectName("sweep-seconds");
    m_seconds->setRange(0.01, 3600);
    m_seconds->setSingleStep(0.1);
    m_seconds->setValue(first.seconds);
    m_seconds->setSuffix(tr(" s"));
    m_start->setObjectName("sweep-start");
    m_goOn->setObjectName("sweep-go-on");

    auto* box = new QGroupBox(tr("Measured here"), this);
    auto* inside = new QVBoxLayout(box);
    inside->addWidget(m_start); // at the top: in sight however small the window is
    inside->addWidget(m_goOn);
    inside->addWidget(m_guards, 1);
    auto* form = new QFormLayout;
    form->addRow(tr("Fast &path"), m_fastPath);
    form->addRow(tr("CP&Us"), m_cpus);
    form->addRow(tr("&Runs of each"), m_repeats);
    form->addRow(tr("Le&ngth of a run"), m_seconds);
    inside->addLayout(form);
    column->addWidget(box, 1);
}

void ScalingForm::setUpBeyond(QVBoxLayout* column)
{
    m_machine->setObjectName("beyond");
    connect(m_machine, &MachineBox::chosen, this, &ScalingForm::machineChosen);
    connect(m_machine, &MachineBox::calibrationWanted, this, &ScalingForm::calibrationWanted);
    connect(m_machine, &MachineBox::problem, this, &ScalingForm::problem);
    m_most->setObjectName("beyond-most");
    m_most->setRange(2, simulation::kMaxCpus);
    m_most->setValue(ScalingRequest().most);
    m_most->setKeyboardTracking(false);
    connect(m_most, &QSpinBox::valueChanged, this, &ScalingForm::forecastWanted);
    auto* box = new QGroupBox(tr("Simulated beyond"), this);
    auto* form = new QFormLayout(box);
    form->addRow(tr("&Machine"), m_machine);
    form->addRow(tr("Up &to CPUs"), m_most);
    column->addWidget(box);
}

void ScalingForm::setUpFiles(QVBoxLayout* column)
{
    m_open->setObjectName("scaling-open");
    m_saveJson->setObjectName("scaling-save-json");
    m_saveCsv->setObjectName("scaling-save-csv");
    column->addWidget(m_open);
    column->addWidget(m_saveJson);
    column->addWidget(m_saveCsv);
}

ScalingRequest ScalingForm::request() const
{
    return {.guards = m_guards->ticked(),
            .fastPaths = m_fastPath->paths(),
            .cpus = m_cpus->text(),
            .repeats = m_repeats->value(),
            .seconds = m_seconds->value(),
            .most = m_most->value()};
}

QStringList ScalingForm::guards() const
{
    return m_guards->ticked();
}

void ScalingForm::setMachine(const ExecutionTarget& machine)
{
    m_machine->setTarget(machine);
}

void ScalingForm::showRunning(bool sweeping)
{
    for (QWidget* control : std::initializer_list<QWidget*>{
             m_guards, m_fastPath, m_cpus, m_repeats, m_seconds, m_machine, m_most})
        control->setEnabled(!sweeping);
}

} // namespace lockscope::ui
