// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/scaling/scaling_result.h"

#include "core/simulation/machine.h"
#include "ui/charts/scaling_chart.h"
#include "ui/scaling/scaling_request.h"
#include "ui/scaling/scaling_sentences.h"
#include "ui/theme/host_marker.h"
#include "ui/widgets/action_button.h"
#include "ui/widgets/elided_combo_box.h"
#include "ui/widgets/host_list.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QScrollArea>
#include <QSpinBox>
#include <QVBoxLayout>

namespace lockscope::ui {

namespace {

constexpr int kVerdictLines = 7; ///< before they scroll: the chart needs the room
constexpr int kFigureLetters = 14;
constexpr int kProgressSteps = 1000;

} // namespace

ScalingResult::ScalingResult(ScalingModel& model, QWidget* parent)
    : QWidget(parent)
    , m_model(model)
    , m_figure(new ElidedComboBox(this))
    , m_export(new ActionButton(this))
    , m_at(new QSpinBox(this))
    , m_answer(new QLabel(this))
    , m_logX(new QCheckBox(tr("log CPUs"), this))
    , m_logY(new QCheckBox(tr("log values"), this))
    , m_hosts(new HostList(this))
    , m_chart(new ScalingChart(this))
    , m_verdicts(new QLabel(this))
    , m_verdictsArea(new QScrollArea(this))
    , m_progress(new QProgressBar(this))
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->addLayout(setUpFigure());
    column->addLayout(setUpQuestion());
    auto* words = new QHBoxLayout;
    words->addWidget(m_answer, 1);
    words->addWidget(m_logX, 0, Qt::AlignBottom);
    words->addWidget(m_logY, 0, Qt::AlignBottom);
    column->addLayout(words);
    setUpHosts();
    column->addWidget(m_hosts);
    column->addWidget(m_chart, 1);
    setUpVerdicts();
    column->addWidget(m_verdictsArea);
    m_progress->setRange(0, kProgressSteps);
    column->addWidget(m_progress);
    setTheme(Theme::of(palette()));
    setRunning(false);
}

QLayout* ScalingResult::setUpFigure()
{
    m_figure->setObjectName("scaling-figure");
    for (const ScalingFigure figure : kScalingFigures)
        m_figure->addItem(figureTitle(figure), static_cast<int>(figure));
    connect(m_figure, &QComboBox::currentIndexChanged, this, [this] {
        m_chart->setFigure(static_cast<ScalingFigure>(m_figure->currentData().toInt()));
    });
    // A narrow window cuts the name of the figure short; the list has it whole.
    m_figure->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_figure->setMinimumContentsLength(kFigureLetters);
    m_logX->setObjectName("log-cpus");
    m_logY->setObjectName("log-values");
    m_logX->setChecked(true);
    connect(m_logX, &QCheckBox::toggled, m_chart, &ScalingChart::setLogarithmicCpus);
    ValueAxis* values = m_chart->axis();
    m_logY->setChecked(values->choice().logarithmic);
    connect(m_logY, &QCheckBox::toggled, this, [values](bool logarithmic) {
        AxisChoice choice = values->choice();
        choice.logarithmic = logarithmic;
        values->choose(choice);
    });
    // It is chosen elsewhere, too: by the chart's menu, and for all charts at once.
    connect(values, &ValueAxis::changed, this, [this, values] {
        m_logY->setChecked(values->choice().logarithmic);
    });
    auto* row = new QHBoxLayout;
    row->addWidget(m_figure, 1);
    row->addStretch(1);
    m_export->setObjectName("scaling-export");
    row->addWidget(m_export);
    return row;
}

QLayout* ScalingResult::setUpQuestion()
{
    constexpr int kLeastAnswer = 70; ///< pixels: it wraps sooner than it widens the window
    m_at->setObjectName("scaling-at");
    m_at->setRange(1, simulation::kMaxCpus);
    m_at->setValue(ScalingRequest().at);
    m_at->setSuffix(tr(" CPUs"));
    m_at->setKeyboardTracking(false);
    connect(m_at, &QSpinBox::valueChanged, this, [this] {
        showAnswer();
        emit atChanged();
    });
    m_answer->setObjectName("scaling-answer");
    m_answer->setWordWrap(true);
    m_answer->setMinimumWidth(kLeastAnswer);
    auto* question = new QLabel(tr("What a fast path &buys at"), this);
    question->setBuddy(m_at);
    auto* row = new QHBoxLayout;
    row->addWidget(question);
    row->addWidget(m_at);
    row->addStretch();
    return row;
}

void ScalingResult::setUpHosts()
{
    connect(m_hosts, &HostList::addWanted, this, &ScalingResult::addHostsWanted);
    connect(m_hosts, &HostList::removeWanted, this, &ScalingResult::removeHostWanted);
    connect(m_hosts, &HostList::clearWanted, this, &ScalingResult::removeHostsWanted);
    connect(m_hosts, &HostList::shownChanged, this, [this](const QString& id, bool shown) {
        QStringList hidden = m_chart->hiddenEntries();
        hidden.removeAll(id);
        if (!shown)
            hidden << id;
        m_chart->setHiddenEntries(hidden);
    });
    connect(m_chart, &ChartView::hiddenEntriesChanged, this, [this] {
        takeHidden();
        showVerdicts();
        showAnswer();
        emit inSightChanged();
    });
}

void ScalingResult::setUpVerdicts()
{
    m_verdicts->setObjectName("scaling-verdicts");
    m_verdicts->setWordWrap(true);
    m_verdicts->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Minimum);
    m_verdicts->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_verdicts->setAlignment(Qt::AlignTop);
    m_verdicts->hide();
    m_verdictsArea->setWidget(m_verdicts);
    m_verdictsArea->setWidgetResizable(true);
    m_verdictsArea->setFrameShape(QFrame::NoFrame);
    m_verdictsArea->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_verdictsArea->setSizeAdjustPolicy(QAbstractScrollArea::AdjustToContents);
    m_verdictsArea->setMaximumHeight(kVerdictLines * fontMetrics().lineSpacing());
    m_verdictsArea->hide();
}

void ScalingResult::setExportAction(QAction* action)
{
    m_export->setAction(action);
}

int ScalingResult::at() const
{
    return m_at->value();
}

void ScalingResult::takeHidden()
{
    m_model.setHidden(m_chart->hiddenEntries());
    m_hosts->setHidden(m_chart->hiddenEntries());
}

void ScalingResult::showCurves()
{
    showHosts();
    m_chart->setCurves(m_model.curves(), m_model.hosts());
    takeHidden();
    showVerdicts();
    showAnswer();
    emit inSightChanged();
}

void ScalingResult::showHosts()
{
    std::vector<HostList::Row> rows;
    if (m_model.sweep() && !m_model.hosts().empty())
        rows.push_back(
            {.id = hereId(),
             .name = tr("measured here"),
             .facts =
                 tr("the sweep that was made by this window, %1").arg(dateText(*m_model.sweep())),
             .marker = kHereMarker,
             .removable = false});
    for (const ScalingHost& host : m_model.hosts())
        rows.push_back(
            {.id = host.id, .name = host.name, .facts = host.facts, .marker = host.marker});
    m_hosts->setRows(rows);
}

void ScalingResult::showVerdicts()
{
    const QStringList verdicts = scalingVerdicts(m_model);
    m_verdicts->setText(verdicts.join("<br>"));
    m_verdicts->setVisible(!verdicts.isEmpty());
    m_verdictsArea->setVisible(!verdicts.isEmpty());
}

void ScalingResult::setGuards(const QStringList& guards)
{
    m_guards = guards;
    showAnswer();
}

void ScalingResult::showAnswer()
{
    const ScalingAnswer answer = scalingAnswer(m_model, m_guards, at());
    m_answer->setText(answer.sentences.join("<br>"));
    m_chart->setMark(at(), answer.flag);
}

void ScalingResult::showProgress(double share, const QString& what)
{
    m_progress->setValue(qRound(share * kProgressSteps));
    m_progress->setFormat(what + QStringLiteral(" · %p %"));
}

void ScalingResult::setRunning(bool running)
{
    m_chart->setRunning(running);
    m_progress->setVisible(running);
    m_progress->setValue(0);
}

void ScalingResult::setTheme(const Theme& theme)
{
    m_chart->setTheme(theme);
}

} // namespace lockscope::ui
