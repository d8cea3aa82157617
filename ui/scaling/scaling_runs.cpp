// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/scaling/scaling_runs.h"

#include "ui/session/session.h"
#include "ui/words/guard_text.h"
#include "ui/words/text.h"

#include <chrono>
#include <utility>

namespace lockscope::ui {

namespace {

constexpr int kSoonMs = 150;

} // namespace

QString sweepProgressText(const study::RoundProgress& at)
{
    constexpr int kSeconds = 60;
    const auto left = std::chrono::duration_cast<std::chrono::seconds>(at.left).count();
    return tr("%1, CPUs: %2, %3:%4 left")
        .arg(contenderText(at.now.contender))
        .arg(at.now.cpus)
        .arg(left / kSeconds)
        .arg(left % kSeconds, 2, 10, QChar('0'));
}

ScalingRuns::ScalingRuns(Session& session,
                         SweepFunction sweep,
                         ForecastWanted wanted,
                         QObject* parent)
    : QObject(parent)
    , m_runSweep(std::move(sweep))
    , m_wanted(std::move(wanted))
    , m_job(session)
{
    m_soon.setSingleShot(true);
    connect(&m_soon, &QTimer::timeout, this, &ScalingRuns::runForecast);
    connect(&m_job, &ExclusiveJob::progressed, this, &ScalingRuns::progressed);
    connect(&m_job, &ExclusiveJob::finished, this, &ScalingRuns::finish);
}

void ScalingRuns::begin(Kind kind, ExclusiveJob::Work work)
{
    if (m_job.running())
        m_job.end();
    m_sweep.reset();
    m_curves.clear();
    m_kind = kind;
    m_job.start(std::move(work));
    emit stateChanged();
}

void ScalingRuns::sweep(const study::SweepPlan& plan, std::vector<study::SweepPoint> earlier)
{
    if (m_kind == Kind::Forecast)
        forecastSoon(); // what is cut short is still wanted, after the sweep
    begin(Kind::Sweep, [this, plan, earlier = std::move(earlier)] {
        m_sweep = m_runSweep(
            plan,
            [this](const study::RoundProgress& at) {
                return m_job.report(at.share, sweepProgressText(at));
            },
            earlier);
    });
}

void ScalingRuns::cancelSweep()
{
    m_job.cancel();
    emit stateChanged();
}

void ScalingRuns::forecastSoon()
{
    m_soon.start(kSoonMs);
}

void ScalingRuns::runForecast()
{
    if (sweeping()) {
        forecastSoon(); // after it
        return;
    }
    if (m_job.running())
        m_job.end();
    m_plan = m_wanted();
    begin(Kind::Forecast, [this] {
        m_curves = study::forecast(
            m_plan, [this](double share) { return m_job.report(share, tr("simulating")); });
    });
}

void ScalingRuns::finish(const QString& sentence)
{
    const Kind kind = std::exchange(m_kind, Kind::None);
    if (!sentence.isEmpty())
        emit problem(sentence);
    if (kind == Kind::Forecast)
        emit forecast(m_plan, m_curves);
    if (kind == Kind::Sweep && m_sweep)
        emit swept(*m_sweep);
    emit stateChanged();
}

} // namespace lockscope::ui
