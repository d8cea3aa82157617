// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/scaling/scaling_model.h"

#include "core/io/input.h"
#include "core/scaling/curve_csv.h"
#include "ui/words/foreign_text.h"
#include "ui/words/text.h"

#include <QFileInfo>

#include <algorithm>
#include <utility>

namespace lockscope::ui {

namespace {

/// An experiment without what a curve goes over.
lab::LabConfig settingsOf(lab::LabConfig config)
{
    config.guard = lab::LabConfig().guard;
    config.fastPath = false;
    config.cpus = config.workers = 1;
    return config;
}

} // namespace

QString ScalingModel::takeSweep(study::Sweep sweep)
{
    const bool any = std::any_of(sweep.points.begin(), sweep.points.end(), [](const auto& point) {
        return !point.runs.empty();
    });
    if (!any)
        return tr("Cancelled before the first run was done; nothing to show.");
    if (!sweep.ended && m_sweep) // gone on with, and cancelled before a run was done
        sweep.ended = m_sweep->ended;
    m_sweep = std::move(sweep);
    update();
    return m_sweep->complete()
        ? QString()
        : tr("Cancelled: the runs that are done count. “Go on with the sweep” continues there.");
}

QStringList ScalingModel::takeForecast(study::ForecastPlan plan,
                                       std::vector<study::ForecastCurve> curves)
{
    m_forecastPlan = std::move(plan);
    m_forecast = std::move(curves);
    update();
    QStringList reasons;
    for (const study::ForecastCurve& curve : m_forecast)
        if (!curve.whyNot.empty())
            reasons << QString::fromStdString(curve.whyNot);
    return reasons;
}

QString ScalingModel::openTable(const QString& file)
{
    // A pipe whose other end says nothing would keep the window waiting.
    const std::vector<scaling::CurveFile> curves =
        scaling::readCurvesFile(file.toStdString(), io::InputKind::FileAlone);
    QStringList notes;
    for (const scaling::CurveFile& curve : curves) {
        const QString name = curve.name.empty()
            ? QFileInfo(file).fileName()
            : tr("%1: %2").arg(QFileInfo(file).fileName(), QString::fromStdString(curve.name));
        std::erase_if(m_tables, [&name](const ScalingCurve& known) { return known.name == name; });
        m_tables.push_back(scalingCurve(curve, name));
        for (const std::string& note : curve.notes)
            notes << QString::fromStdString(note);
    }
    notes.removeDuplicates();
    update();
    return notes.join(' ');
}

void ScalingModel::openSweeps(const QStringList& files)
{
    m_opened.add(files, m_sweep);
    update();
}

void ScalingModel::removeHost(const QString& id)
{
    m_opened.remove(id);
    update();
}

void ScalingModel::removeHosts()
{
    m_opened.clear();
    update();
}

void ScalingModel::update()
{
    m_curves = scalingCurves(m_sweep, m_forecast);
    if (difference().isEmpty())
        widenByMisses(m_curves);
    for (ScalingCurve& curve : hostCurves(m_opened.merged()))
        m_curves.push_back(std::move(curve));
    m_curves.insert(m_curves.end(), m_tables.begin(), m_tables.end());
}

bool ScalingModel::hostShown(std::optional<std::size_t> host) const
{
    if (!host && hosts().empty())
        return true; // alone it is no entry of the legend
    return !m_hidden.contains(host ? hosts()[*host].id : hereId());
}

bool ScalingModel::measuredShown(const ScalingCurve& curve) const
{
    const bool isTable = !curve.contender; // of no host
    return !m_hidden.contains(curve.id) && (isTable || hostShown(curve.host));
}

std::vector<std::size_t> ScalingModel::hostsInSight() const
{
    std::vector<std::size_t> inSight;
    for (std::size_t i = 0; i < hosts().size(); ++i)
        if (hostShown(i))
            inSight.push_back(i);
    return inSight;
}

CurvePair ScalingModel::pairOf(const std::string& guard, std::optional<std::size_t> host) const
{
    CurvePair pair;
    for (const ScalingCurve& curve : m_curves)
        if (curve.contender && curve.contender->guard == guard && curve.host == host)
            (curve.contender->fastPath ? pair.fast : pair.locked) = &curve;
    return pair;
}

const study::Sweep* ScalingModel::measured() const
{
    if (m_sweep)
        return &*m_sweep;
    const auto inSight = hostsInSight();
    return inSight.empty() ? nullptr : &m_opened.merged().hosts[inSight.front()].sweep;
}

QString ScalingModel::difference() const
{
    const study::Sweep* sweep = measured();
    if (sweep == nullptr || m_forecast.empty())
        return {};
    QStringList parts;
    const std::string settings =
        lab::changeLabel(settingsOf(sweep->plan.config), settingsOf(m_forecastPlan.experiment));
    if (!settings.empty())
        parts << shownText(settings, 300);
    if (sweep->plan.workers || sweep->plan.workersPerCpu != qRound(m_forecastPlan.workersPerCpu))
        parts << tr("%1 workers on each CPU").arg(m_forecastPlan.workersPerCpu);
    return parts.join(", ");
}

QStringList ScalingModel::missesOf(std::initializer_list<const ScalingCurve*> curves) const
{
    QStringList misses;
    if (!difference().isEmpty())
        return misses; // of another experiment
    for (const ScalingCurve* curve : curves)
        if (const auto miss = worstMiss(*curve); miss && miss->tooFar())
            misses << missText(*curve, *miss);
    return misses;
}

} // namespace lockscope::ui
