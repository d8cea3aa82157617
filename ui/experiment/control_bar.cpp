// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/experiment/control_bar.h"

#include "core/simulation/machine.h"
#include "ui/actions/action_table.h"
#include "ui/session/session.h"
#include "ui/widgets/cpu_slider.h"
#include "ui/widgets/guard_box.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/overflow_button.h"
#include "ui/widgets/toggle_switch.h"

#include <QAction>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QToolButton>

#include <algorithm>

namespace lockscope::ui {

namespace {

constexpr int kSlider = 180; ///< pixels
constexpr int kShortSlider = 90;

/// A label and its control, which belong together when the bar is too narrow for all.
QWidget* labelled(const QString& name, std::initializer_list<QWidget*> controls, QWidget* parent)
{
    auto* group = new QWidget(parent);
    auto* row = new QHBoxLayout(group);
    row->setContentsMargins(6, 0, 6, 0);
    group->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Preferred);
    auto* label = new QLabel(name, group);
    label->setBuddy(*(controls.end() - 1));
    row->addWidget(label);
    for (QWidget* control : controls)
        row->addWidget(control);
    return group;
}

} // namespace

ControlBar::ControlBar(Session& session, const ActionTable& actions, QWidget* parent)
    : QToolBar(tr("Controls"), parent)
    , m_session(session)
{
    setObjectName("controls");
    setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    setMovable(false);
    m_ofWhatRuns = actions.at(ActionSpot::ToolBar);
    m_behindThem = addSeparator();
    setUpFastPath(actions);
    m_ofExperiment.push_back(addSeparator());
    setUpCpus();
    setUpGuards();
    m_ofExperiment.push_back(addSeparator());
    setUpExport(actions);

    showOverflowButton(*this);

    connect(&m_session, &Session::configChanged, this, &ControlBar::showConfig);
    connect(&m_session, &Session::feedReplaced, this, &ControlBar::showActions);
    showConfig();
    showActions();
}

void ControlBar::showActions()
{
    // A recording has controls of its own, beside the place in it.
    const bool plays = m_session.plays();
    for (QAction* action : m_ofWhatRuns) {
        if (plays)
            removeAction(action);
        else
            insertAction(m_behindThem, action);
    }
    m_behindThem->setVisible(!plays);
    fit();
}

void ControlBar::resizeEvent(QResizeEvent* event)
{
    QToolBar::resizeEvent(event);
    fit();
}

void ControlBar::fit()
{
    for (const Fit fit : {Fit::Whole, Fit::Icons, Fit::ShortSlider}) {
        setFit(fit);
        if (sizeHint().width() <= width())
            break;
    }
}

void ControlBar::setFit(Fit fit)
{
    const auto style = fit == Fit::Whole ? Qt::ToolButtonTextBesideIcon : Qt::ToolButtonIconOnly;
    setToolButtonStyle(style);
    m_export->setToolButtonStyle(style);
    m_cpuSlider->setFixedWidth(fit == Fit::ShortSlider ? kShortSlider : kSlider);
    layout()->invalidate();
}

void ControlBar::setUpFastPath(const ActionTable& actions)
{
    m_fastPath = new ToggleSwitch(tr("Fast path"), this);
    m_fastPath->setObjectName("fast-path");
    const QAction* action = actions.action("fast-path-action");
    m_fastPath->setToolTip(action->toolTip());
    m_fastPath->setAccessibleDescription(
        tr("An atomic check that skips the lock once initialisation is done"));
    connect(m_fastPath, &ToggleSwitch::clicked, &m_session, &Session::setFastPath);
    m_ofExperiment.push_back(addWidget(m_fastPath));
    auto* key = new QLabel(action->shortcut().toString(), this);
    key->setForegroundRole(QPalette::PlaceholderText);
    key->setToolTip(action->toolTip());
    key->setContentsMargins(0, 0, 8, 0);
    m_ofExperiment.push_back(addWidget(key));
}

void ControlBar::setUpCpus()
{
    const int here = lab::availableCpus();
    const QString toolTip = tr("CPUs that the workers may use (keys + and -); workers per CPU stay "
                               "as they are. More than "
                               "the %1 of this computer are simulated: the hatched part.")
                                .arg(here);
    m_cpuSlider = new CpuSlider(here, simulation::kMaxCpus, this);
    m_cpuSlider->setObjectName("cpu-slider");
    m_cpuSlider->setFixedWidth(kSlider);
    m_cpuSlider->setToolTip(toolTip);
    m_cpuSlider->setAccessibleName(tr("CPUs"));
    m_cpus = new QSpinBox(this);
    m_cpus->setObjectName("cpus");
    m_cpus->setRange(1, simulation::kMaxCpus);
    m_cpus->setKeyboardTracking(false);
    m_cpus->setToolTip(toolTip);
    m_cpus->setAccessibleName(tr("CPUs"));
    connect(m_cpuSlider, &CpuSlider::passed, this, [this](int cpus) {
        const QSignalBlocker quiet(m_cpus);
        m_cpus->setValue(cpus);
    });
    connect(m_cpuSlider, &CpuSlider::chosen, &m_session, &Session::setCpus);
    connect(m_cpus, &QSpinBox::valueChanged, &m_session, &Session::setCpus);
    m_ofExperiment.push_back(addWidget(labelled(tr("CPUs"), {m_cpuSlider, m_cpus}, this)));
}

void ControlBar::setUpGuards()
{
    m_guard = new GuardBox(this);
    m_guard->setObjectName("guard");
    m_guard->setAccessibleName(tr("Guard"));
    connect(m_guard, &QComboBox::activated, this, [this] {
        m_session.setGuard(m_guard->currentData().toString());
    });
    m_ofExperiment.push_back(addWidget(labelled(tr("Guard"), {m_guard}, this)));
}

void ControlBar::setUpExport(const ActionTable& actions)
{
    auto* button = new QToolButton(this);
    m_export = button;
    button->setObjectName("export-button");
    button->setText(tr("Export"));
    button->setIcon(icon("export"));
    button->setToolTip(tr("Save or copy pictures of the charts, or save their data"));
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    button->setPopupMode(QToolButton::InstantPopup);
    button->setFocusPolicy(Qt::TabFocus);
    auto* menu = new QMenu(button);
    for (QAction* action : actions.at(ActionSpot::ExportButton))
        menu->addAction(action);
    button->setMenu(menu);
    addWidget(button);
}

void ControlBar::showConfig()
{
    const lab::LabConfig config = m_session.config();
    const QSignalBlocker quietCpus(m_cpus);
    // Nothing is simulated beyond what runs or was recorded elsewhere: it has the CPUs that it has.
    const int most =
        m_session.shows() ? std::max(m_session.measuredCpus(), config.cpus) : simulation::kMaxCpus;
    m_cpuSlider->setCounts(m_session.measuredCpus(), most);
    m_cpus->setMaximum(most);
    m_cpuSlider->setAllSimulated(m_session.simulatedFrom() == 1);
    m_cpuSlider->setCpus(config.cpus);
    m_cpus->setValue(config.cpus);
    m_cpus->setSuffix(m_session.feed().provenance().isSimulated() ? tr(" simulated") : QString());
    m_guard->setLimits(m_session.limits());
    m_guard->setGuard(QString::fromStdString(config.guard));
    m_fastPath->setChecked(config.fastPath);
    for (QWidget* control :
         std::initializer_list<QWidget*>{m_fastPath, m_cpuSlider, m_cpus, m_guard})
        control->setEnabled(m_session.changeable());
    const auto& facts = m_session.facts();
    for (QAction* action : m_ofExperiment) // a program has none of it
        action->setVisible(!facts || facts->subject == measure::Subject::Experiment);
    fit(); // "simulated" behind the number takes room
}

} // namespace lockscope::ui
