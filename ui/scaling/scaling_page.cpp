// SPDX-License-Identifier: GPL-3.0-or-later
// What the page runs; what it opens and saves is in scaling_page_files.cpp, what it shows in
// scaling_page_shown.cpp.
#include "ui/scaling/scaling_page.h"

#include "core/study/cpu_list.h"
#include "ui/charts/scaling_chart.h"
#include "ui/experiment/machine_box.h"
#include "ui/session/session.h"
#include "ui/settings/settings.h"
#include "ui/widgets/fast_path_box.h"
#include "ui/widgets/guard_list.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/message_strip.h"

#include <QCheckBox>
#include <QDoubleSpinBox>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QSpinBox>

#include <algorithm>
#include <exception>
#include <utility>

namespace lockscope::ui {

namespace {

/// Whole workers on each CPU, so that what is measured and what is simulated are the same
/// experiment.
int workersPerCpu(const Session& session)
{
    return std::max(1, qRound(session.experiment().workersPerCpu()));
}

} // namespace

study::SweepPlan ScalingPage::sweepPlan() const
{
    study::SweepPlan plan;
    plan.config = m_session.experiment().config();
    plan.config.cpus = plan.config.workers = 1;
    plan.contenders = contendersOf(m_guards->ticked(), m_fastPath->paths());
    plan.cpus = study::parseCpuList(m_cpus->text().toStdString(), lab::availableCpus());
    plan.workersPerCpu = workersPerCpu(m_session);
    plan.repeats = m_repeats->value();
    plan.maxRepeats = std::min(3 * plan.repeats, study::kMaxRepeats);
    plan.length = std::chrono::milliseconds(qRound64(m_seconds->value() * 1000));
    return plan;
}

study::ForecastPlan ScalingPage::forecastPlan() const
{
    study::ForecastPlan plan;
    plan.experiment = m_session.experiment().config();
    plan.machine = m_session.experiment().forecastMachine();
    // what a fast path buys is asked for in any case
    plan.contenders = contendersOf(m_guards->ticked(), FastPaths::Both);
    plan.cpus = study::usualCpuCounts(m_most->value());
    plan.cpus.push_back(m_at->value());
    std::sort(plan.cpus.begin(), plan.cpus.end());
    plan.cpus.erase(std::unique(plan.cpus.begin(), plan.cpus.end()), plan.cpus.end());
    plan.workersPerCpu = workersPerCpu(m_session);
    plan.length = {.warmUp = 20'000, .calls = 200'000}; // a curve, not a third digit
    return plan;
}

void ScalingPage::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    forecastSoon();
}

void ScalingPage::forecastSoon()
{
    showAnswer();
    constexpr int kSoonMs = 150;
    if (isVisible())
        m_soon.start(kSoonMs);
}

void ScalingPage::runForecast()
{
    if (m_kind == Job::Sweep) {
        forecastSoon(); // after it
        return;
    }
    if (m_job.running())
        m_job.end();
    const study::ForecastPlan plan = forecastPlan();
    m_newForecast.clear();
    m_newForecastPlan = plan;
    m_kind = Job::Forecast;
    m_job.start([this, plan] {
        m_newForecast = study::forecast(
            plan, [this](double share) { return m_job.report(share, tr("simulating")); });
    });
    showRunning();
}

void ScalingPage::sweepOrCancel()
{
    if (m_kind == Job::Sweep) {
        m_job.cancel();
        m_start->setEnabled(false); // until the run under way has ended
        return;
    }
    m_message->dismiss();
    try {
        const study::SweepPlan plan = sweepPlan();
        study::validate(plan);
        runSweep(plan, {});
    } catch (const std::exception& error) {
        m_message->say(QString::fromUtf8(error.what()));
    }
}

void ScalingPage::goOn()
{
    m_message->dismiss();
    if (m_sweep && m_kind != Job::Sweep)
        runSweep(m_sweep->plan, m_sweep->points);
}

void ScalingPage::runSweep(const study::SweepPlan& plan, std::vector<study::SweepPoint> earlier)
{
    if (m_job.running())
        m_job.end();
    m_newSweep.reset();
    m_kind = Job::Sweep;
    m_job.start([this, plan, earlier = std::move(earlier)] {
        m_newSweep = m_runSweep(
            plan,
            [this](const study::RoundProgress& at) {
                const auto left = std::chrono::duration_cast<std::chrono::seconds>(at.left).count();
                return m_job.report(at.share,
                                    tr("%1%2, CPUs: %3, %4:%5 left")
                                        .arg(QString::fromStdString(at.now.contender.guard),
                                             at.now.contender.fastPath ? tr(" with fast path") : "")
                                        .arg(at.now.cpus)
                                        .arg(left / 60)
                                        .arg(left % 60, 2, 10, QChar('0')));
            },
            earlier);
    });
    showRunning();
}

void ScalingPage::finished(const QString& problem)
{
    const Job kind = std::exchange(m_kind, Job::None);
    if (!problem.isEmpty())
        m_message->say(problem);
    if (kind == Job::Forecast) {
        m_forecast = std::move(m_newForecast);
        m_forecastPlan = std::move(m_newForecastPlan);
        for (const study::ForecastCurve& curve : m_forecast)
            if (!curve.whyNot.empty())
                m_message->say(QString::fromStdString(curve.whyNot));
    } else if (m_newSweep) {
        const bool any = std::any_of(m_newSweep->points.begin(),
                                     m_newSweep->points.end(),
                                     [](const auto& point) { return !point.runs.empty(); });
        if (any) {
            if (!m_newSweep->ended && m_sweep) // gone on with, and cancelled before a run was done
                m_newSweep->ended = m_sweep->ended;
            m_sweep = std::move(m_newSweep);
        }
        if (!any)
            m_message->say(tr("Cancelled before the first run was done; nothing to show."));
        else if (!m_sweep->complete())
            m_message->say(tr("Cancelled: the runs that are done count. Go on continues there."));
    }
    showHosts();
    showCurves();
    showRunning();
}

void ScalingPage::showRunning()
{
    const bool sweeping = m_kind == Job::Sweep;
    m_start->setEnabled(true);
    m_start->setText(sweeping ? tr("&Cancel") : tr("&Sweep here"));
    m_start->setIcon(icon(sweeping ? "stop" : "run"));
    m_goOn->setEnabled(!sweeping && m_sweep && !m_sweep->complete());
    m_progress->setVisible(m_kind != Job::None);
    m_progress->setValue(0);
    for (QWidget* control : std::initializer_list<QWidget*>{
             m_guards, m_fastPath, m_cpus, m_repeats, m_seconds, m_machine, m_most})
        control->setEnabled(!sweeping);
    for (QWidget* control : {m_saveJson, m_saveCsv})
        control->setEnabled(!sweeping && m_sweep.has_value());
}

} // namespace lockscope::ui
