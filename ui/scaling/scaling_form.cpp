// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/scaling/scaling_form.h"

#include "core/simulation/machine.h"
#include "ui/experiment/machine_box.h"
#include "ui/widgets/guard_list.h"
#include "ui/widgets/icons.h"

#include <QDoubleSpinBox>
#include <QFormLayout>
#include <QGroupBox>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QVBoxLayout>

#include <initializer_list>

namespace lockscope::ui {

ScalingForm::ScalingForm(const QString& guard, QWidget* parent)
    : QWidget(parent)
    , m_start(new QPushButton(this))
    , m_goOn(new QPushButton(tr("&Go on"), this))
    , m_guards(new GuardList(GuardList::Use::TickSeveral, this))
    , m_fastPath(new FastPathBox(FastPaths::Both, this))
    , m_cpus(new QLineEdit(usualCpusText(), this))
    , m_repeats(new QSpinBox(this))
    , m_seconds(new QDoubleSpinBox(this))
    , m_machine(new MachineBox(MachineBox::Use::SimulatedOnly, this))
    , m_most(new QSpinBox(this))
    , m_saveJson(new QPushButton(tr("Save &JSON…"), this))
    , m_saveCsv(new QPushButton(tr("Save &CSV…"), this))
{
    auto* column = new QVBoxLayout(this);
    setUpSweep(column, guard);
    setUpBeyond(column);
    setUpFiles(column);
    showState(false, false, false);
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
    m_start->setToolTip(tr("Measure the ticked guards at each number of CPUs, in random order"));
    connect(m_start, &QPushButton::clicked, this, &ScalingForm::sweepWanted);
    m_goOn->setObjectName("sweep-go-on");
    m_goOn->setToolTip(tr("Continue the sweep that was cancelled"));
    connect(m_goOn, &QPushButton::clicked, this, &ScalingForm::goOnWanted);

    auto* box = new QGroupBox(tr("Measured here"), this);
    auto* inside = new QVBoxLayout(box);
    auto* buttons = new QHBoxLayout; // at the top: in sight however small the window is
    buttons->addWidget(m_start, 1);
    buttons->addWidget(m_goOn);
    inside->addLayout(buttons);
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
    auto* open = new QPushButton(tr("&Open…"), this);
    open->setObjectName("scaling-open");
    open->setToolTip(
        tr("Sweeps of this or other computers, as Save JSON, lockscope-cli sweep and merge write "
           "them; or your own table (CSV) of N and throughput: the law is fitted to it. Both "
           "can also be dropped on the window"));
    connect(open, &QPushButton::clicked, this, &ScalingForm::openWanted);
    connect(m_saveJson, &QPushButton::clicked, this, &ScalingForm::saveJsonWanted);
    connect(m_saveCsv, &QPushButton::clicked, this, &ScalingForm::saveCsvWanted);
    column->addWidget(open);
    auto* row = new QHBoxLayout;
    for (QPushButton* button : {m_saveJson, m_saveCsv})
        row->addWidget(button);
    column->addLayout(row);
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

void ScalingForm::showState(bool sweeping, bool canGoOn, bool hasSweep)
{
    m_start->setEnabled(true);
    m_start->setText(sweeping ? tr("&Cancel") : tr("S&weep here"));
    m_start->setIcon(icon(sweeping ? "stop" : "run"));
    m_goOn->setEnabled(!sweeping && canGoOn);
    for (QWidget* control : std::initializer_list<QWidget*>{
             m_guards, m_fastPath, m_cpus, m_repeats, m_seconds, m_machine, m_most})
        control->setEnabled(!sweeping);
    for (QWidget* control : {m_saveJson, m_saveCsv})
        control->setEnabled(!sweeping && hasSweep);
}

void ScalingForm::showCancelled()
{
    m_start->setEnabled(false);
}

} // namespace lockscope::ui
