// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/scaling/scaling_page.h"

#include "core/io/output_file.h"
#include "core/measure/host_facts.h"
#include "core/report/json.h"
#include "core/report/sweep_csv.h"
#include "core/report/sweep_json.h"
#include "ui/actions/action_table.h"
#include "ui/charts/scaling_chart.h"
#include "ui/pictures/export_dialog.h"
#include "ui/recordings/recording_choices.h"
#include "ui/scaling/scaling_form.h"
#include "ui/scaling/scaling_result.h"
#include "ui/scaling/scaling_sentences.h"
#include "ui/scaling/scaling_table.h"
#include "ui/session/session.h"
#include "ui/widgets/message_strip.h"
#include "ui/widgets/note_label.h"
#include "ui/widgets/save_file.h"
#include "ui/words/problem_text.h"

#include <QFileDialog>
#include <QFileInfo>
#include <QScrollArea>
#include <QStyle>
#include <QVBoxLayout>

#include <exception>
#include <nlohmann/json.hpp>
#include <utility>

namespace lockscope::ui {

ScalingPage::ScalingPage(Session& session, Settings& settings, SweepFunction sweep, QWidget* parent)
    : PanelPage("scaling-page", tr("Scaling"), parent)
    , m_session(session)
    , m_settings(settings)
    , m_origin(new NoteLabel("load-origin", this))
    , m_message(new MessageStrip(this))
    , m_form(new ScalingForm(QString::fromStdString(session.experiment().config().guard), this))
    , m_result(new ScalingResult(m_model, this))
    , m_table(new ScalingTable(this))
    , m_runs(session, std::move(sweep), [this] {
        return forecastPlan(request(), experiment(), m_session.experiment().forecastMachine());
    })
{
    setUpParts();
    connectForm();
    connectResult();
    connectRuns();
    connect(&m_session, &Session::configChanged, this, [this] {
        m_form->setMachine(m_session.experiment().forecastMachine());
        forecastSoon();
    });
    m_form->setMachine(m_session.experiment().forecastMachine());
    m_result->setGuards(m_form->guards());
}

void ScalingPage::setUpParts()
{
    auto* centre = new QWidget(this);
    auto* scroll = new QScrollArea(centre); // a low window scrolls, and never sideways
    scroll->setObjectName("scaling-result");
    scroll->setWidget(m_result);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setMinimumWidth(m_result->minimumSizeHint().width()
                            + style()->pixelMetric(QStyle::PM_ScrollBarExtent));
    auto* column = new QVBoxLayout(centre);
    column->addWidget(m_message);
    column->addWidget(m_origin);
    column->addWidget(scroll, 1);
    setUp(centre,
          {{.name = "sweep",
            .title = tr("Sweep"),
            .content = m_form,
            .part = WindowPart::SidePanel,
            .scrolls = true},
           {.name = "sweep-points",
            .title = tr("Points"),
            .content = m_table,
            .part = WindowPart::Table,
            .area = Qt::BottomDockWidgetArea}});
}

void ScalingPage::connectForm()
{
    connect(m_form, &ScalingForm::forecastWanted, this, [this] {
        m_result->setGuards(m_form->guards());
        forecastSoon();
    });
    connect(m_form, &ScalingForm::machineChosen, this, [this](const ExecutionTarget& machine) {
        m_session.setForecastMachine(*machine);
    });
    connect(m_form, &ScalingForm::calibrationWanted, this, &ScalingPage::calibrationWanted);
    connect(m_form, &ScalingForm::problem, m_message, &MessageStrip::say);
}

void ScalingPage::connectResult()
{
    connect(m_result, &ScalingResult::atChanged, this, &ScalingPage::forecastSoon);
    connect(m_result, &ScalingResult::inSightChanged, m_table, [this] { m_table->show(m_model); });
    connect(m_result, &ScalingResult::addHostsWanted, this, &ScalingPage::addFiles);
    connect(m_result, &ScalingResult::removeHostWanted, this, [this](const QString& id) {
        m_model.removeHost(id);
        m_result->showCurves();
    });
    connect(m_result, &ScalingResult::removeHostsWanted, this, [this] {
        m_model.removeHosts();
        m_result->showCurves();
    });
}

void ScalingPage::connectRuns()
{
    connect(&m_runs, &ScalingRuns::stateChanged, this, &ScalingPage::showRunning);
    connect(&m_runs, &ScalingRuns::progressed, m_result, &ScalingResult::showProgress);
    connect(&m_runs, &ScalingRuns::problem, m_message, &MessageStrip::say);
    connect(&m_runs, &ScalingRuns::swept, this, [this](const study::Sweep& sweep) {
        if (const QString sentence = m_model.takeSweep(sweep); !sentence.isEmpty())
            m_message->say(sentence);
        m_result->showCurves();
    });
    connect(&m_runs, &ScalingRuns::forecast, this, [this](const auto& plan, const auto& curves) {
        for (const QString& reason : m_model.takeForecast(plan, curves))
            m_message->say(reason);
        m_result->showCurves();
    });
}

ScalingRequest ScalingPage::request() const
{
    ScalingRequest request = m_form->request();
    request.at = m_result->at();
    return request;
}

ScaledExperiment ScalingPage::experiment() const
{
    const Experiment& own = m_session.experiment();
    return {.config = own.config(), .workersPerCpu = own.workersPerCpu()};
}

void ScalingPage::showEvent(QShowEvent* event)
{
    PanelPage::showEvent(event);
    forecastSoon();
}

void ScalingPage::forecastSoon()
{
    if (isVisible())
        m_runs.forecastSoon();
}

void ScalingPage::sweepOrCancel()
{
    if (m_runs.sweeping()) {
        m_runs.cancelSweep();
        return;
    }
    guarded([this] { m_runs.sweep(sweepPlan(request(), experiment()), {}); });
}

void ScalingPage::goOn()
{
    m_message->dismiss();
    if (const auto& sweep = m_model.sweep(); sweep && !m_runs.sweeping())
        m_runs.sweep(sweep->plan, sweep->points);
}

void ScalingPage::showRunning()
{
    m_form->showRunning(m_runs.sweeping());
    m_result->setRunning(m_runs.running());
    emit sweepChanged();
}

void ScalingPage::setActions(const ActionTable& table)
{
    m_form->setActions(table);
    m_result->setExportAction(table.action("export-scaling"));
}

StudyState ScalingPage::sweepState() const
{
    const bool sweeping = m_runs.sweeping();
    return {.running = sweeping,
            .ending = m_runs.ending(),
            .hasResult = !sweeping && m_model.sweep().has_value(),
            .canGoOn = !sweeping && m_model.canGoOn()};
}

void ScalingPage::guarded(const std::function<void()>& action)
{
    m_message->dismiss();
    try {
        action();
    } catch (const std::exception& error) {
        m_message->say(problemText(error));
    }
}

void ScalingPage::openCurve(const QString& file)
{
    guarded([&] {
        if (const QString notes = m_model.openTable(file); !notes.isEmpty())
            m_message->say(notes);
        m_result->showCurves();
    });
}

void ScalingPage::openSweeps(const QStringList& files)
{
    guarded([&] {
        m_model.openSweeps(files);
        m_result->showCurves();
    });
}

void ScalingPage::chooseFiles()
{
    const QStringList files = QFileDialog::getOpenFileNames(
        this,
        tr("Sweeps, or a table of N and throughput"),
        {},
        tr("Sweeps and tables (*.json *.csv *.txt *.tsv);;All files (*)"));
    QStringList sweeps;
    for (const QString& file : files)
        if (isTable(file))
            openCurve(file);
        else
            sweeps << file;
    if (!sweeps.isEmpty())
        openSweeps(sweeps);
}

void ScalingPage::addFiles()
{
    const QStringList files = QFileDialog::getOpenFileNames(
        this, tr("Sweeps to lay over these"), {}, tr("Sweeps (*.json);;All files (*)"));
    if (!files.isEmpty())
        openSweeps(files);
}

void ScalingPage::saveJson()
{
    save("lockscope-sweep.json", [this](const QString& file) {
        io::writeFile(file.toStdString(),
                      report::text(report::toJson(*m_model.sweep(), measure::readHostFacts())));
    });
}

void ScalingPage::saveCsv()
{
    save("lockscope-sweep.csv", [this](const QString& file) {
        io::writeFile(file.toStdString(), report::toCsv(*m_model.sweep()));
    });
}

void ScalingPage::save(const QString& name, const std::function<void(const QString& file)>& write)
{
    if (!m_model.sweep())
        return;
    const QString suffix = '.' + QFileInfo(name).suffix();
    if (const auto target =
            askForTarget(this, tr("Save the sweep"), name, {{tr("Sweeps"), suffix}}))
        guarded([&] { write(target->file); });
}

void ScalingPage::exportPictures()
{
    ExportDialog([this] { return exporter(); }, m_settings, this).exec();
}

Exporter ScalingPage::exporter() const
{
    return {{{.views = {&m_result->chart()}, .height = 1}},
            scalingFacts(m_model, m_session.experiment().config()),
            Theme::of(palette())};
}

void ScalingPage::showOrigin(const QString& text)
{
    m_origin->say(text);
}

void ScalingPage::setTheme(const Theme& theme)
{
    m_result->setTheme(theme);
}

} // namespace lockscope::ui
