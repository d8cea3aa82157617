// SPDX-License-Identifier: GPL-3.0-or-later
// The page's widgets and how they are wired; what they do is in scaling_page.cpp.
#include "core/io/output_file.h"
#include "core/report/json.h"
#include "core/report/sweep_csv.h"
#include "core/report/sweep_json.h"
#include "core/simulation/machine.h"
#include "core/study/cpu_list.h"
#include "ui/charts/scaling_chart.h"
#include "ui/experiment/machine_box.h"
#include "ui/pictures/export_dialog.h"
#include "ui/scaling/scaling_page.h"
#include "ui/session/session.h"
#include "ui/theme/theme.h"
#include "ui/widgets/elided_combo_box.h"
#include "ui/widgets/fast_path_box.h"
#include "ui/widgets/guard_list.h"
#include "ui/widgets/host_list.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/message_strip.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QFormLayout>
#include <QGroupBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QScrollArea>
#include <QSpinBox>
#include <QVBoxLayout>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

namespace lockscope::ui {

namespace {

constexpr int kFirstMost = 256;
constexpr int kVerdictLines = 7; ///< before they scroll: the chart needs the room
constexpr int kFigureLetters = 14;
constexpr int kLeastControls = 230; ///< pixels; less of them scrolls
constexpr int kFirstAt = 64; ///< the CPUs that people ask about

QString cpuListText()
{
    QStringList counts;
    for (const int cpus : study::usualCpuCounts(lab::availableCpus()))
        counts << QString::number(cpus);
    return counts.join(',');
}

} // namespace

ScalingPage::ScalingPage(Session& session, Settings& settings, SweepFunction sweep, QWidget* parent)
    : QWidget(parent)
    , m_session(session)
    , m_settings(settings)
    , m_runSweep(std::move(sweep))
    , m_guards(new GuardList(GuardList::Use::TickSeveral, this))
    , m_fastPath(new FastPathBox(FastPaths::Both, this))
    , m_cpus(new QLineEdit(cpuListText(), this))
    , m_repeats(new QSpinBox(this))
    , m_seconds(new QDoubleSpinBox(this))
    , m_start(new QPushButton(this))
    , m_goOn(new QPushButton(tr("&Go on"), this))
    , m_machine(new MachineBox(MachineBox::Use::SimulatedOnly, this))
    , m_most(new QSpinBox(this))
    , m_saveJson(new QPushButton(tr("Save &JSON…"), this))
    , m_saveCsv(new QPushButton(tr("Save CS&V…"), this))
    , m_figure(new ElidedComboBox(this))
    , m_logX(new QCheckBox(tr("log CPUs"), this))
    , m_logY(new QCheckBox(tr("log values"), this))
    , m_at(new QSpinBox(this))
    , m_answer(new QLabel(this))
    , m_chart(new ScalingChart(this))
    , m_hosts(new HostList(this))
    , m_verdicts(new QLabel(this))
    , m_verdictsArea(new QScrollArea(this))
    , m_progress(new QProgressBar(this))
    , m_message(new MessageStrip(this))
    , m_job(session)
{
    auto* controls = new QWidget(this);
    auto* left = new QVBoxLayout(controls);
    left->setContentsMargins({});
    setUpSweep(left);
    setUpBeyond(left);
    setUpFiles(left);
    auto* right = new QVBoxLayout;
    setUpResult(right);
    auto* row = new QHBoxLayout;
    // A small window scrolls the controls; the chart keeps what room there is.
    auto* scroll = new QScrollArea(this);
    scroll->setWidget(controls);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setMinimumWidth(std::min(kLeastControls, controls->minimumSizeHint().width()));
    row->addWidget(scroll, 2);
    row->addLayout(right, 5);
    auto* column = new QVBoxLayout(this);
    column->addWidget(m_message);
    column->addLayout(row, 1);

    m_soon.setSingleShot(true);
    connect(&m_soon, &QTimer::timeout, this, &ScalingPage::runForecast);
    connect(&m_job, &ExclusiveJob::progressed, this, [this](double share, const QString& what) {
        m_progress->setValue(qRound(share * 1000));
        m_progress->setFormat(what + QStringLiteral(" · %p %"));
    });
    connect(&m_job, &ExclusiveJob::finished, this, &ScalingPage::finished);
    connect(&m_session, &Session::configChanged, this, [this] {
        m_machine->setTarget(m_session.experiment().forecastMachine());
        forecastSoon();
    });
    m_machine->setTarget(m_session.experiment().forecastMachine());
    showRunning();
}

void ScalingPage::setUpSweep(QVBoxLayout* left)
{
    const QString guard = QString::fromStdString(m_session.experiment().config().guard);
    constexpr int kLeastGuards = 430; // the column scrolls before its list does
    m_guards->setMinimumHeight(kLeastGuards);
    m_guards->setTicked({guard});
    m_guards->setCurrent(guard);
    connect(m_guards, &GuardList::tickedChanged, this, &ScalingPage::forecastSoon);
    m_fastPath->setObjectName("sweep-fast-path");
    m_cpus->setObjectName("sweep-cpus");
    m_cpus->setToolTip(
        tr("Numbers of CPUs to measure at: 1,2,4 or 1-8 or 2-16:2; up to the %1 here")
            .arg(lab::availableCpus()));
    m_repeats->setObjectName("sweep-repeats");
    m_repeats->setRange(1, study::kMaxRepeats);
    m_repeats->setValue(5);
    m_repeats->setToolTip(
        tr("Runs of each point at least; up to three times as many while its interval "
           "is wide"));
    m_seconds->setObjectName("sweep-seconds");
    m_seconds->setRange(0.01, 3600);
    m_seconds->setSingleStep(0.1);
    m_seconds->setValue(0.5);
    m_seconds->setSuffix(tr(" s"));
    m_start->setObjectName("sweep-start");
    m_start->setToolTip(tr("Measure the ticked guards at each number of CPUs, in random order"));
    connect(m_start, &QPushButton::clicked, this, &ScalingPage::sweepOrCancel);
    m_goOn->setObjectName("sweep-go-on");
    m_goOn->setToolTip(tr("Continue the sweep that was cancelled"));
    connect(m_goOn, &QPushButton::clicked, this, &ScalingPage::goOn);

    auto* box = new QGroupBox(tr("Measured here"), this);
    auto* column = new QVBoxLayout(box);
    auto* buttons = new QHBoxLayout; // at the top: in sight however small the window is
    buttons->addWidget(m_start, 1);
    buttons->addWidget(m_goOn);
    column->addLayout(buttons);
    column->addWidget(m_guards, 1);
    auto* form = new QFormLayout;
    form->addRow(tr("Fast &path"), m_fastPath);
    form->addRow(tr("CP&Us"), m_cpus);
    form->addRow(tr("&Runs of each"), m_repeats);
    form->addRow(tr("Le&ngth of a run"), m_seconds);
    column->addLayout(form);
    left->addWidget(box, 1);
}

void ScalingPage::setUpBeyond(QVBoxLayout* left)
{
    m_machine->setObjectName("beyond");
    connect(m_machine, &MachineBox::chosen, this, [this](const ExecutionTarget& target) {
        m_session.setForecastMachine(*target);
    });
    connect(m_machine, &MachineBox::calibrationWanted, this, &ScalingPage::calibrationWanted);
    connect(m_machine, &MachineBox::problem, m_message, &MessageStrip::say);
    m_most->setObjectName("beyond-most");
    m_most->setRange(2, simulation::kMaxCpus);
    m_most->setValue(kFirstMost);
    m_most->setKeyboardTracking(false);
    connect(m_most, &QSpinBox::valueChanged, this, &ScalingPage::forecastSoon);
    auto* box = new QGroupBox(tr("Simulated beyond"), this);
    auto* form = new QFormLayout(box);
    form->addRow(tr("&Machine"), m_machine);
    form->addRow(tr("Up &to CPUs"), m_most);
    left->addWidget(box);
}

void ScalingPage::setUpFiles(QVBoxLayout* left)
{
    auto* open = new QPushButton(tr("&Open…"), this);
    open->setObjectName("scaling-open");
    open->setToolTip(
        tr("Sweeps of this or other computers, as Save JSON, lockscope-cli sweep and merge write "
           "them; or your own table (CSV) of N and throughput: the law is laid through it. Both "
           "can also be dropped on the window"));
    connect(open, &QPushButton::clicked, this, &ScalingPage::openFiles);
    connect(m_saveJson, &QPushButton::clicked, this, [this] {
        save("lockscope-sweep.json", [this](const QString& file) {
            io::writeFile(file.toStdString(),
                          report::text(report::toJson(*m_sweep, measure::readHostFacts())));
        });
    });
    connect(m_saveCsv, &QPushButton::clicked, this, [this] {
        save("lockscope-sweep.csv", [this](const QString& file) {
            io::writeFile(file.toStdString(), report::toCsv(*m_sweep));
        });
    });
    auto* row = new QHBoxLayout;
    for (QPushButton* button : {open, m_saveJson, m_saveCsv})
        row->addWidget(button);
    left->addLayout(row);
}

void ScalingPage::setUpResult(QVBoxLayout* right)
{
    m_figure->setObjectName("scaling-figure");
    for (const ScalingFigure figure : kScalingFigures)
        m_figure->addItem(figureTitle(figure), static_cast<int>(figure));
    connect(m_figure, &QComboBox::currentIndexChanged, this, [this] {
        m_chart->setFigure(static_cast<ScalingFigure>(m_figure->currentData().toInt()));
    });
    m_logX->setObjectName("log-cpus");
    m_logY->setObjectName("log-values");
    m_logX->setChecked(true);
    m_logY->setChecked(true); // a lock and its fast path lie factors of a hundred apart
    m_chart->setLogarithmic(true, true);
    for (QCheckBox* box : {m_logX, m_logY})
        connect(box, &QCheckBox::toggled, this, [this] {
            m_chart->setLogarithmic(m_logX->isChecked(), m_logY->isChecked());
        });
    auto* picture = new QPushButton(icon("export"), tr("E&xport…"), this);
    connect(picture, &QPushButton::clicked, this, [this] {
        ExportDialog([this] { return exporter(); }, m_settings, this).exec();
    });
    // A narrow window cuts the name of the figure short; the list has it whole.
    m_figure->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_figure->setMinimumContentsLength(kFigureLetters);
    auto* top = new QHBoxLayout;
    top->addWidget(m_figure, 1);
    top->addStretch(1);
    top->addWidget(picture);

    m_at->setObjectName("scaling-at");
    m_at->setRange(1, simulation::kMaxCpus);
    m_at->setValue(kFirstAt);
    m_at->setSuffix(tr(" CPUs"));
    m_at->setKeyboardTracking(false);
    connect(m_at, &QSpinBox::valueChanged, this, &ScalingPage::forecastSoon);
    m_answer->setObjectName("scaling-answer");
    m_answer->setWordWrap(true);
    m_answer->setMinimumWidth(70); // it wraps sooner than it widens the window
    auto* question = new QLabel(tr("What a &fast path buys at"), this);
    question->setBuddy(m_at);
    auto* answer = new QHBoxLayout;
    answer->addWidget(question);
    answer->addWidget(m_at);
    answer->addStretch();
    auto* words = new QHBoxLayout;
    words->addWidget(m_answer, 1);
    words->addWidget(m_logX, 0, Qt::AlignBottom);
    words->addWidget(m_logY, 0, Qt::AlignBottom);

    m_verdicts->setObjectName("scaling-verdicts");
    m_verdicts->setWordWrap(true);
    m_verdicts->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Minimum);
    m_verdicts->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_verdicts->hide();
    m_verdicts->setAlignment(Qt::AlignTop);
    m_verdictsArea->setWidget(m_verdicts);
    m_verdictsArea->setWidgetResizable(true);
    m_verdictsArea->setFrameShape(QFrame::NoFrame);
    m_verdictsArea->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_verdictsArea->setSizeAdjustPolicy(QAbstractScrollArea::AdjustToContents);
    m_verdictsArea->setMaximumHeight(kVerdictLines * fontMetrics().lineSpacing());
    m_verdictsArea->hide();
    connect(m_hosts, &HostList::addWanted, this, &ScalingPage::addFiles);
    connect(m_hosts, &HostList::removeWanted, this, &ScalingPage::removeHost);
    connect(m_hosts, &HostList::clearWanted, this, [this] {
        m_opened.clear();
        showHosts();
        showCurves();
    });
    connect(m_hosts, &HostList::shownChanged, this, [this](const QString& id, bool shown) {
        QStringList hidden = m_chart->hiddenEntries();
        hidden.removeAll(id);
        if (!shown)
            hidden << id;
        m_chart->setHiddenEntries(hidden);
    });
    connect(m_chart, &ChartView::hiddenEntriesChanged, this, [this] {
        m_hosts->setHidden(m_chart->hiddenEntries());
        showVerdicts();
        showAnswer();
    });
    m_progress->setRange(0, 1000);
    m_chart->setTheme(Theme::of(palette()));
    right->addLayout(top);
    right->addLayout(answer);
    right->addLayout(words);
    right->addWidget(m_hosts);
    right->addWidget(m_chart, 1);
    right->addWidget(m_verdictsArea);
    right->addWidget(m_progress);
}

} // namespace lockscope::ui
