// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/scaling_curves.h"

#include "core/study/sweep_quality.h"
#include "ui/words/figure_text.h"
#include "ui/words/foreign_text.h"
#include "ui/words/guard_text.h"
#include "ui/words/text.h"
#include "ui/words/units.h"

#include <QStringList>

#include <algorithm>

namespace lockscope::ui {

namespace {

QString idOf(const study::Contender& contender)
{
    return QString::fromStdString(contender.guard) + (contender.fastPath ? "+" : "");
}

ScalingCurve& curveFor(std::vector<ScalingCurve>& curves, const study::Contender& contender)
{
    const auto found = std::find_if(curves.begin(), curves.end(), [&](const ScalingCurve& curve) {
        return curve.contender == contender;
    });
    if (found != curves.end())
        return *found;
    ScalingCurve curve;
    curve.id = idOf(contender);
    curve.name = contenderText(contender);
    curve.contender = contender;
    return curves.emplace_back(std::move(curve));
}

std::optional<double> waitingOf(const std::optional<measure::StateShares>& states)
{
    if (!states)
        return std::nullopt;
    return static_cast<double>((*states)[measure::State::Guard])
        + static_cast<double>((*states)[measure::State::Blocked]);
}

/// They may come from a file.
QStringList shownSentences(const std::vector<std::string>& sentences)
{
    QStringList shown;
    for (const std::string& sentence : sentences)
        shown << shownText(sentence, 300);
    return shown;
}

QString disturbedText(const study::SweepPoint& point)
{
    QStringList warnings;
    for (const std::string& warning : point.quality().warnings)
        warnings << toQString(warning);
    return warnings.join(QStringLiteral("; "));
}

/// None without a run.
std::optional<ScalingPoint> measuredPoint(const study::SweepPoint& point)
{
    const auto throughput = point.throughput();
    if (!throughput)
        return std::nullopt;
    return ScalingPoint{.n = static_cast<double>(point.cell.cpus),
                        .throughput = *throughput,
                        .waitMeanNs = point.waitMeanNs(),
                        .cpuNsPerCall = point.cpuNsPerCall(),
                        .waiting = waitingOf(point.states()),
                        .showsQuota = study::showsQuota(point),
                        .disturbed = disturbedText(point)};
}

/// With the band that there is in place of an interval.
measure::Estimate estimateOf(const study::ForecastPoint& point)
{
    measure::Estimate estimate{.mean = point.result.throughput, .low = {}, .high = {}, .runs = 1};
    if (point.band) {
        estimate.low = point.band->low;
        estimate.high = point.band->high;
    }
    return estimate;
}

QString significant(double value)
{
    return QString::number(value, 'g', 3);
}

/// The figure of a run that it is, over the number of CPUs; none of what follows from several.
std::optional<measure::Figure> measuredFigure(ScalingFigure figure)
{
    switch (figure) {
    case ScalingFigure::Throughput:
        return measure::Figure::Throughput;
    case ScalingFigure::MeanWait:
        return measure::Figure::MeanWait;
    case ScalingFigure::CpuPerCall:
        return measure::Figure::CpuPerCall;
    case ScalingFigure::SpeedUp:
    case ScalingFigure::Efficiency:
    case ScalingFigure::Waiting:
        break;
    }
    return std::nullopt;
}

} // namespace

QString figureTitle(ScalingFigure figure)
{
    if (const auto measured = measuredFigure(figure)) {
        const measure::FigureRow& row = measure::rowOf(*measured);
        const QString title = tr("%1 by CPUs").arg(toQString(row.title));
        return row.unit == measure::FigureUnit::CallsPerSecond ? tr("%1 (calls/s)").arg(title)
                                                               : title;
    }
    switch (figure) {
    case ScalingFigure::SpeedUp:
        return tr("Speed-up by CPUs (times one CPU)");
    case ScalingFigure::Efficiency:
        return tr("Efficiency by CPUs (speed-up for each)");
    default:
        return tr("Time in the guard or asleep in it, by CPUs");
    }
}

QString figureText(ScalingFigure figure, double value)
{
    if (const auto measured = measuredFigure(figure))
        return value == 0 ? QStringLiteral("0") : figureText(*measured, value);
    return figure == ScalingFigure::SpeedUp ? significant(value) : formatShare(value);
}

const ScalingPoint* pointAt(const ScalingPoints& points, double n)
{
    const auto found = std::find_if(
        points.begin(), points.end(), [n](const ScalingPoint& point) { return point.n == n; });
    return found == points.end() ? nullptr : &*found;
}

double throughputOfOne(const ScalingPoints& points)
{
    return points.empty() || points.front().showsQuota
        ? 0
        : points.front().throughput.mean / points.front().n;
}

std::optional<measure::Estimate> figureOf(const ScalingPoint& point,
                                          ScalingFigure figure,
                                          double base)
{
    const auto alone = [](const std::optional<double>& value) {
        return value
            ? std::optional(measure::Estimate{.mean = *value, .low = {}, .high = {}, .runs = 1})
            : std::nullopt;
    };
    const auto over = [&point](double divisor) -> std::optional<measure::Estimate> {
        if (divisor <= 0 || point.showsQuota)
            return std::nullopt;
        measure::Estimate scaled = point.throughput;
        scaled.mean /= divisor;
        if (scaled.low)
            *scaled.low /= divisor;
        if (scaled.high)
            *scaled.high /= divisor;
        return scaled;
    };
    switch (figure) {
    case ScalingFigure::Throughput:
        return point.throughput;
    case ScalingFigure::SpeedUp:
        return over(base);
    case ScalingFigure::Efficiency:
        return over(base * point.n);
    case ScalingFigure::MeanWait:
        return alone(point.waitMeanNs);
    case ScalingFigure::CpuPerCall:
        return alone(point.cpuNsPerCall);
    case ScalingFigure::Waiting:
        return alone(point.waiting);
    }
    return std::nullopt;
}

std::vector<ScalingCurve> scalingCurves(const std::optional<study::Sweep>& sweep,
                                        const std::vector<study::ForecastCurve>& forecast)
{
    std::vector<ScalingCurve> curves;
    if (sweep) {
        for (const study::SweepPoint& point : sweep->points)
            if (auto measured = measuredPoint(point))
                curveFor(curves, point.cell.contender).measured.push_back(*std::move(measured));
        for (study::SweepFit& fit : study::fitSweep(*sweep))
            curveFor(curves, fit.contender).fit = std::move(fit.fit);
    }
    for (const study::ForecastCurve& simulated : forecast)
        for (const study::ForecastPoint& point : simulated.points)
            curveFor(curves, simulated.contender)
                .simulated.push_back({.n = static_cast<double>(point.cpus),
                                      .throughput = estimateOf(point),
                                      .waitMeanNs = point.result.waitMeanNs,
                                      .cpuNsPerCall = point.cpuNsPerCall(),
                                      .waiting = waitingOf(point.result.states)});
    return curves;
}

std::optional<SimulationMiss> worstMiss(const ScalingCurve& curve)
{
    std::optional<SimulationMiss> worst;
    for (const ScalingPoint& measured : curve.measured) {
        const ScalingPoint* simulated = pointAt(curve.simulated, measured.n);
        if (simulated == nullptr || measured.showsQuota
            || !(simulated->throughput.mean > 0 && measured.throughput.mean > 0))
            continue;
        const double factor =
            simulation::missOf(simulated->throughput.mean, measured.throughput.mean);
        if (!worst || factor > worst->factor)
            worst = {.n = measured.n, .factor = factor};
    }
    return worst;
}

void widenByMisses(std::vector<ScalingCurve>& curves)
{
    double worst = 1; // for what nobody measured: as far off as the worst that was
    for (const ScalingCurve& curve : curves)
        if (const auto miss = worstMiss(curve))
            worst = std::max(worst, miss->factor);
    for (ScalingCurve& curve : curves) {
        const auto miss = worstMiss(curve);
        for (ScalingPoint& point : curve.simulated) {
            measure::Estimate& estimate = point.throughput;
            if (!estimate.low || !estimate.high)
                continue;
            const auto band = simulation::widened({.low = *estimate.low, .high = *estimate.high},
                                                  estimate.mean,
                                                  miss ? miss->factor : worst);
            estimate.low = band.low;
            estimate.high = band.high;
        }
    }
}

QString missText(const ScalingCurve& curve, const SimulationMiss& miss)
{
    return tr("the simulation of %1 misses what was measured at %2 by a factor of %3; it is not to "
              "be trusted here")
        .arg(curve.name,
             miss.n == 1 ? tr("1 CPU") : tr("%1 CPUs").arg(miss.n),
             significant(miss.factor));
}

std::vector<ScalingCurve> hostCurves(const study::MergedSweeps& merged)
{
    std::vector<ScalingCurve> curves;
    for (const study::MergedCurve& from : merged.curves) {
        ScalingCurve curve;
        curve.id = idOf(from.contender);
        curve.name = contenderText(from.contender);
        curve.contender = from.contender;
        for (const study::SweepPoint& point : from.points)
            if (auto measured = measuredPoint(point))
                curve.measured.push_back(*std::move(measured));
        curve.fit = from.fit;
        curve.host = from.host;
        curves.push_back(std::move(curve));
    }
    return curves;
}

QString fullName(const ScalingCurve& curve, const std::vector<ScalingHost>& hosts)
{
    return curve.host ? tr("%1 on %2").arg(curve.name, shownText(hosts.at(*curve.host).name, 60))
                      : curve.name;
}

QString baseText(const ScalingCurve& curve)
{
    if (curve.measured.empty() || curve.measured.front().n == 1)
        return {};
    return tr("Speed-up and efficiency are over its throughput at %1 CPUs, shared out to them: 1 "
              "CPU was "
              "not measured.")
        .arg(curve.measured.front().n);
}

ScalingCurve scalingCurve(const scaling::CurveFile& file, const QString& name)
{
    ScalingCurve curve{.id = "file:" + name,
                       .name = shownText(name, 60),
                       .contender = {},
                       .measured = {},
                       .fit = {},
                       .simulated = {}};
    for (auto at = file.curve.begin(); at != file.curve.end();) {
        const double n = at->n;
        std::vector<double> repeats;
        for (; at != file.curve.end() && at->n == n; ++at)
            repeats.push_back(at->throughput);
        curve.measured.push_back({.n = n,
                                  .throughput = *measure::estimateOf(repeats),
                                  .waitMeanNs = {},
                                  .cpuNsPerCall = {},
                                  .waiting = {}});
    }
    curve.fit = scaling::fitUsl(file.curve);
    return curve;
}

QString misfitText(const ScalingCurve& curve)
{
    if (!curve.fit || curve.measured.empty())
        return {};
    return shownSentences(curve.fit->reasons).join(' ');
}

QString lawText(const ScalingCurve& curve)
{
    if (!curve.fit || curve.measured.empty() || !curve.fit->fits())
        return {};
    const scaling::UslFit& fit = *curve.fit;
    QStringList sentences = shownSentences(fit.remarks);
    if (const auto peak = fit.nStar())
        sentences << tr("By the law throughput is highest, %1, at N* = %2.")
                         .arg(formatScaled(*fit.predict(*peak)), significant(*peak));
    if (const auto limit = fit.limit())
        sentences << tr("It cannot exceed %1 by contention alone.").arg(formatScaled(*limit));
    return sentences.join(' ');
}

} // namespace lockscope::ui
