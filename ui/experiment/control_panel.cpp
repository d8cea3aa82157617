// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/experiment/control_panel.h"

#include "core/simulation/simulation_spec.h"
#include "ui/experiment/machine_box.h"
#include "ui/session/session.h"
#include "ui/words/text.h"

#include <QDoubleSpinBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QSpinBox>

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

namespace lockscope::ui {

namespace {

template<class Field, class Value>
void showValue(Field* field, Value value)
{
    const QSignalBlocker quiet(field);
    field->setValue(value);
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
    setUpSettings(form);
    setUpRate(form);
    connect(&m_session, &Session::configChanged, this, &ControlPanel::showConfig);
    showConfig();
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

void ControlPanel::setUpSettings(QFormLayout* form)
{
    constexpr std::array<std::string_view, 3> kOnTheToolBar{"guard", "fast-path", "cpus"};
    constexpr std::array<std::string_view, 4> kFirst{
        "workload", "native-ns", "callback-ns", "critical-ns"}; // a call, then who makes it
    const auto isIn = [](const auto& ids, const lab::Setting& setting) {
        return std::find(ids.begin(), ids.end(), setting.id) != ids.end();
    };
    for (const std::string_view id : kFirst)
        setUpSetting(*lab::settingNamed(id), form);
    for (const lab::Setting& setting : lab::settings()) {
        if (setting.id == "workers")
            setUpWorkers(form); // they follow the CPUs
        else if (!isIn(kOnTheToolBar, setting) && !isIn(kFirst, setting))
            setUpSetting(setting, form);
    }
}

void ControlPanel::setUpSetting(const lab::Setting& setting, QFormLayout* form)
{
    const auto onChosen = [this, &setting](const std::string& text) {
        lab::LabConfig config = m_session.config();
        lab::setFromText(setting, text, config);
        m_session.setConfig(config);
    };
    m_settings.push_back(makeSettingControl(setting, onChosen, this));
    addRow(form, toQString(setting.title), m_settings.back().field, toQString(setting.about));
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
    const ExperimentRequest request = m_session.request();
    const lab::LabConfig& config = request.config();
    const bool isSimulated = m_session.feed().provenance().isSimulated();
    showMachine();
    for (const SettingControl& control : m_settings) {
        const lab::Setting& setting = *control.setting;
        control.show(config);
        control.field->setEnabled((setting.hasEffect == nullptr || setting.hasEffect(config))
                                  && (setting.isSimulated || !isSimulated));
    }
    constexpr double kHundredth = 100;
    showValue(m_workersPerCpu, std::round(request.workersPerCpu() * kHundredth) / kHundredth);
    m_workers->setText(config.workers == 1 ? tr("= 1 worker")
                                           : tr("= %1 workers").arg(config.workers));
    setEnabled(m_session.changeable());
}

void ControlPanel::showMachine()
{
    m_machine->setElsewhere({}, {});
    m_machine->setTarget(m_session.experiment().target());
    if (m_session.shows())
        m_machine->setElsewhere(m_session.banner().mark, m_session.feed().machine());
}

} // namespace lockscope::ui
