// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/experiment/control_panel.h"

#include "core/simulation/simulation_spec.h"
#include "ui/experiment/machine_box.h"
#include "ui/session/session.h"
#include "ui/widgets/elided_combo_box.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QSpinBox>

#include <cmath>
#include <initializer_list>

namespace lockscope::ui {

namespace {

struct Choice
{
    int value;
    QString label;
    QString toolTip;
};

QComboBox* choiceField(const QString& name, std::initializer_list<Choice> choices, QWidget* parent)
{
    auto* field = new ElidedComboBox(parent);
    field->setObjectName(name);
    for (const Choice& choice : choices) {
        field->addItem(choice.label, choice.value);
        field->setItemData(field->count() - 1, choice.toolTip, Qt::ToolTipRole);
    }
    // A long entry must not widen the whole panel.
    field->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    field->setMinimumContentsLength(8);
    return field;
}

void showChoice(QComboBox* field, int value)
{
    const QSignalBlocker quiet(field);
    field->setCurrentIndex(field->findData(value));
}

template<class Field, class Value>
void showValue(Field* field, Value value)
{
    const QSignalBlocker quiet(field);
    field->setValue(value);
}

void addRow(QFormLayout* form, const QString& label, QWidget* field, const QString& toolTip)
{
    field->setToolTip(toolTip);
    field->setAccessibleDescription(toolTip);
    form->addRow(label, field);
    if (QWidget* name = form->labelForField(field))
        name->setToolTip(toolTip);
}

/// Workers per CPU without useless zeros: "1", "1.5".
class ShortDoubleSpinBox final : public QDoubleSpinBox
{
public:
    using QDoubleSpinBox::QDoubleSpinBox;
    [[nodiscard]] QString textFromValue(double value) const override
    {
        return locale().toString(value, 'g', QLocale::FloatingPointShortest);
    }
};

} // namespace

ControlPanel::ControlPanel(Session& session, QWidget* parent)
    : QWidget(parent)
    , m_session(session)
{
    auto* form = new QFormLayout(this);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    setUpMachine(form);
    setUpWorkload(form);
    setUpWorkers(form);
    setUpPlacement(form);
    setUpTaskSource(form);
    setUpGuardState(form);
    setUpRate(form);
    connect(&m_session, &Session::configChanged, this, &ControlPanel::showConfig);
    showConfig();
}

QSpinBox* ControlPanel::timeField(std::int64_t lab::LabConfig::*field,
                                  std::int64_t most,
                                  const QString& unit)
{
    auto* box = new QSpinBox(this);
    box->setRange(0, static_cast<int>(most));
    box->setSuffix(' ' + unit);
    box->setKeyboardTracking(false); // "4" on the way to "48" is not a change
    box->setStepType(QAbstractSpinBox::AdaptiveDecimalStepType);
    connect(box, &QSpinBox::valueChanged, this, [this, field](int value) {
        lab::LabConfig config = m_session.config();
        config.*field = value;
        m_session.setConfig(config);
    });
    return box;
}

void ControlPanel::setUpMachine(QFormLayout* form)
{
    m_machine = new MachineBox(MachineBox::Use::AnyPlace, this);
    m_machine->setObjectName("machine");
    connect(m_machine, &MachineBox::chosen, &m_session, &Session::setTarget);
    connect(m_machine, &MachineBox::calibrationWanted, this, &ControlPanel::calibrationWanted);
    connect(m_machine, &MachineBox::problem, this, &ControlPanel::problem);
    addRow(form,
           tr("&Machine"),
           m_machine,
           tr("Where it runs: threads on this computer, or a machine that is simulated"));
}

void ControlPanel::setUpWorkload(QFormLayout* form)
{
    using workload::Kind;
    m_workload = choiceField(
        "workload",
        {{static_cast<int>(Kind::Cgo),
          tr("cgo: C calls back"),
          tr("The faithful call: a C function, the runtime's stub, the guard, and a callback that "
             "copies two 32-byte blocks.")},
         {static_cast<int>(Kind::Empty),
          tr("empty: the guard alone"),
          tr("The guard and an empty callback: what the guard itself costs.")},
         {static_cast<int>(Kind::Custom),
          tr("custom: times below"),
          tr("Busy work outside the guard, in the callback and under the lock, as set below.")}},
        this);
    connect(m_workload, &QComboBox::activated, this, [this] {
        m_session.setWorkload(static_cast<Kind>(m_workload->currentData().toInt()));
    });
    m_native = timeField(&lab::LabConfig::nativeNs, lab::kMaxWorkNs, "ns");
    m_native->setObjectName("native-ns");
    m_callback = timeField(&lab::LabConfig::callbackNs, lab::kMaxWorkNs, "ns");
    m_callback->setObjectName("callback-ns");
    m_critical = timeField(&lab::LabConfig::criticalNs, lab::kMaxWorkNs, "ns");
    m_critical->setObjectName("critical-ns");

    addRow(form, tr("&Workload"), m_workload, tr("What a call does beside passing the guard"));
    addRow(form, tr("&Native"), m_native, tr("Busy work of each call outside the guard"));
    addRow(form, tr("Call&back"), m_callback, tr("Busy work in the callback, after the guard"));
    addRow(form,
           tr("Under &lock"),
           m_critical,
           tr("Busy work while the guard's lock is held; the fast path skips it with the lock"));
}

void ControlPanel::setUpWorkers(QFormLayout* form)
{
    m_workersPerCpu = new ShortDoubleSpinBox(this);
    m_workersPerCpu->setObjectName("workers-per-cpu");
    m_workersPerCpu->setDecimals(2);
    m_workersPerCpu->setRange(0.01, simulation::kMaxWorkers);
    m_workersPerCpu->setKeyboardTracking(false);
    connect(m_workersPerCpu, &QDoubleSpinBox::valueChanged, &m_session, &Session::setWorkersPerCpu);
    m_workers = new QLabel(this);
    m_workers->setObjectName("workers");
    auto* both = new QWidget(this);
    auto* row = new QHBoxLayout(both);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(m_workersPerCpu, 1);
    row->addWidget(m_workers);

    addRow(form,
           tr("Workers per &CPU"),
           both,
           tr("Threads that make calls, for each CPU that they may use (up to %1 in all, %2 "
              "simulated). "
              "Kept when the CPUs change.")
               .arg(lab::kMaxWorkers)
               .arg(simulation::kMaxWorkers));
}

void ControlPanel::setUpPlacement(QFormLayout* form)
{
    using lab::Placement;
    m_placement = choiceField(
        "placement",
        {{static_cast<int>(Placement::Compact),
          tr("compact"),
          tr("Each worker pinned to a CPU; neighbours first: cores of one package, siblings")},
         {static_cast<int>(Placement::Spread),
          tr("spread"),
          tr("Each worker pinned to a CPU; far CPUs first: packages, then cores")},
         {static_cast<int>(Placement::None),
          tr("none"),
          tr("Any worker on any of the CPUs; the kernel chooses")}},
        this);
    connect(m_placement, &QComboBox::activated, this, [this] {
        lab::LabConfig config = m_session.config();
        config.placement = static_cast<Placement>(m_placement->currentData().toInt());
        m_session.setConfig(config);
    });
    addRow(form, tr("&Placement"), m_placement, tr("How workers are put on CPUs"));
}

void ControlPanel::setUpTaskSource(QFormLayout* form)
{
    using workload::TaskSourceKind;
    m_taskSource = choiceField(
        "task-source",
        {{static_cast<int>(TaskSourceKind::Channel),
          tr("channel"),
          tr("One shared bounded queue, as in the published experiment: a bottleneck of its own")},
         {static_cast<int>(TaskSourceKind::Counter),
          tr("counter"),
          tr("One shared atomic counter")},
         {static_cast<int>(TaskSourceKind::None),
          tr("none"),
          tr("Every worker on its own, so that the guard is seen alone")}},
        this);
    connect(m_taskSource, &QComboBox::activated, this, [this] {
        lab::LabConfig config = m_session.config();
        config.taskSource = static_cast<TaskSourceKind>(m_taskSource->currentData().toInt());
        m_session.setConfig(config);
    });
    addRow(form, tr("&Task source"), m_taskSource, tr("Where workers take their tasks from"));
}

void ControlPanel::setUpGuardState(QFormLayout* form)
{
    m_padding = new QCheckBox(tr("on cache lines of its own"), this);
    m_padding->setObjectName("padding");
    connect(m_padding, &QCheckBox::toggled, this, [this](bool on) {
        lab::LabConfig config = m_session.config();
        config.padding = on;
        m_session.setConfig(config);
    });
    m_initDelay = timeField(&lab::LabConfig::initDelayMs, lab::kMaxInitDelayMs, "ms");
    m_initDelay->setObjectName("init-delay-ms");
    addRow(
        form,
        tr("Padd&ing"),
        m_padding,
        tr("Keeps the guard's flag, context and lock on separate cache lines. Go pads neither."));
    addRow(
        form,
        tr("Init &delay"),
        m_initDelay,
        tr("The runtime initialises so long after the first call may begin; callers wait for it"));
}

void ControlPanel::setUpRate(QFormLayout* form)
{
    m_rate = new QSpinBox(this);
    m_rate->setObjectName("refresh-rate");
    m_rate->setRange(kMinRefreshHz, kMaxRefreshHz);
    m_rate->setSuffix(tr(" Hz"));
    m_rate->setKeyboardTracking(false);
    m_rate->setValue(m_session.refreshRate());
    connect(m_rate, &QSpinBox::valueChanged, &m_session, &Session::setRefreshRate);
    connect(
        &m_session, &Session::refreshRateChanged, this, [this](int hz) { showValue(m_rate, hz); });
    addRow(form, tr("Refresh &rate"), m_rate, tr("Snapshots, and pictures of them, a second"));
}

void ControlPanel::showConfig()
{
    const lab::LabConfig& config = m_session.config();
    m_machine->setElsewhere({});
    m_machine->setTarget(m_session.target());
    if (const QString host = m_session.elsewhere(); !host.isEmpty())
        m_machine->setElsewhere(host);
    showChoice(m_workload, static_cast<int>(config.workload));
    showChoice(m_placement, static_cast<int>(config.placement));
    showChoice(m_taskSource, static_cast<int>(config.taskSource));
    showTimes(config);
    constexpr double kHundredth = 100;
    showValue(m_workersPerCpu, std::round(m_session.workersPerCpu() * kHundredth) / kHundredth);
    m_workers->setText(config.workers == 1 ? tr("= 1 worker")
                                           : tr("= %1 workers").arg(config.workers));
    const QSignalBlocker quiet(m_padding);
    m_padding->setChecked(config.padding);
    setEnabled(m_session.changeable());
}

void ControlPanel::showTimes(const lab::LabConfig& config)
{
    showValue(m_native, static_cast<int>(config.nativeNs));
    showValue(m_callback, static_cast<int>(config.callbackNs));
    showValue(m_critical, static_cast<int>(config.criticalNs));
    showValue(m_initDelay, static_cast<int>(config.initDelayMs));
    using workload::Kind;
    m_native->setEnabled(config.workload != Kind::Empty);
    m_callback->setEnabled(config.workload != Kind::Empty);
    m_critical->setEnabled(config.workload == Kind::Custom);
    m_initDelay->setEnabled(!m_session.target()); // it is not simulated
}

} // namespace lockscope::ui
