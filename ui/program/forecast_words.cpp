// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/program/forecast_words.h"

#include "core/report/quantity_text.h"
#include "ui/words/foreign_text.h"
#include "ui/words/text.h"
#include "ui/words/units.h"

#include <QStringList>

#include <algorithm>

namespace lockscope::ui {

namespace {

QString rateText(double perSecond)
{
    return toQString(report::scaled(perSecond));
}

QString cpusText(int cpus)
{
    return cpus == 1 ? tr("one CPU") : tr("%1 CPUs").arg(cpus);
}

QString textOf(const whatif::LockLoad& load)
{
    QString text =
        tr("Measured: %1 acquisitions/s by %2 threads at a time on %3, %4 of them contended. Held "
           "%5 on average (%6 to %7), waited for %8, outside %9")
            .arg(rateText(load.rate))
            .arg(load.threads)
            .arg(load.cpus ? cpusText(*load.cpus) : tr("an unknown number of CPUs"),
                 formatShare(load.contendedShare),
                 formatDuration(load.hold.mean),
                 formatDuration(load.hold.low),
                 formatDuration(load.hold.high),
                 formatDuration(load.waitNs),
                 formatDuration(load.outsideNs));
    if (load.outside)
        text += tr(", of it %1 on a CPU, %2 asleep, %3 without a CPU and %4 for other locks")
                    .arg(formatDuration(load.outside->running),
                         formatDuration(load.outside->asleep),
                         formatDuration(load.outside->preempted),
                         formatDuration(load.outside->otherLocks));
    return text + '.';
}

QString textOf(const std::vector<whatif::Obstacle>& obstacles)
{
    QStringList sentences;
    for (const whatif::Obstacle& obstacle : obstacles)
        sentences << shownSentence(QString::fromStdString(obstacle.text));
    return sentences.join('\n');
}

/// The points with their bands in place of intervals.
ScalingPoints pointsOf(const whatif::WhatIfCurve& curve)
{
    ScalingPoints points;
    for (const whatif::ForecastAt& at : curve.points)
        points.push_back({.n = static_cast<double>(at.cpus),
                          .throughput = {.mean = at.throughput,
                                         .low = at.band.low,
                                         .high = at.band.high,
                                         .runs = 1},
                          .waitMeanNs = at.waitMeanNs,
                          .cpuNsPerCall = {},
                          .waiting = {}});
    return points;
}

} // namespace

QString fastPathWarning()
{
    return tr(
        "A fast path skips the lock, and what is done under it, once something was done for "
        "good. It is no choice for a critical section that does something each time: there it "
        "only says what the lock and the work under it cost in all.");
}

QString loadText(const whatif::LoadFound& found)
{
    QStringList parts;
    if (found.load)
        parts << textOf(*found.load);
    if (!found.obstacles.empty())
        parts << tr("No forecast:") + '\n' + textOf(found.obstacles);
    return parts.join(QStringLiteral("\n\n"));
}

QString peakText(const whatif::LockForecast& forecast)
{
    if (!forecast.peak)
        return {};
    const whatif::Peak& peak = *forecast.peak;
    return peak.beyond
        ? tr("N*: beyond %1").arg(cpusText(peak.cpus))
        : tr("N*: %1 (%2 to %3)").arg(cpusText(peak.cpus)).arg(peak.low).arg(peak.high);
}

QString forecastText(const whatif::LockForecast& forecast)
{
    QStringList parts;
    if (forecast.present) {
        const whatif::Present& present = *forecast.present;
        parts << tr("Simulated, the present on %1: %2 acquisitions/s, %3 contended; %4.")
                     .arg(cpusText(present.cpus),
                          rateText(present.throughput),
                          formatShare(present.contendedShare),
                          present.passes ? tr("near enough to what was measured")
                                         : tr("too far from what was measured"));
    }
    if (!forecast.isForecast()) {
        parts << tr("No forecast:") + '\n' + textOf(forecast.obstacles);
        return parts.join(QStringLiteral("\n\n"));
    }
    if (forecast.peak)
        parts << (forecast.peak->beyond
                      ? tr("Simulated N*: beyond %1, where throughput still grows.")
                            .arg(cpusText(forecast.peak->cpus))
                      : tr("Simulated N*: %1 (%2 to %3). More of them do not help the program as "
                           "it is.")
                            .arg(cpusText(forecast.peak->cpus))
                            .arg(forecast.peak->low)
                            .arg(forecast.peak->high));
    if (!forecast.curves.empty() && !forecast.curves.front().points.empty()) {
        const int cpus = forecast.curves.front().points.back().cpus;
        QStringList rows;
        for (const whatif::WhatIfCurve& curve : forecast.curves)
            if (const whatif::ForecastAt* at = curve.at(cpus); at && curve.id != "own")
                rows << tr("%1: %2 times (%3 to %4)")
                            .arg(QString::fromStdString(curve.label))
                            .arg(at->timesOwn, 0, 'g', 3)
                            .arg(at->timesOwnBand.low, 0, 'g', 3)
                            .arg(at->timesOwnBand.high, 0, 'g', 3);
            else if (!curve.whyNot.empty())
                rows << tr("%1: %2").arg(QString::fromStdString(curve.label),
                                         QString::fromStdString(curve.whyNot));
        parts << tr("Simulated on %1, times its own lock:").arg(cpusText(cpus)) + '\n'
                + rows.join('\n');
    }
    if (const auto fast = std::find_if(forecast.curves.begin(),
                                       forecast.curves.end(),
                                       [](const auto& curve) { return curve.id == "fast-path"; });
        fast != forecast.curves.end() && !fast->points.empty())
        parts << fastPathWarning();
    parts << toQString(whatif::kBandText);
    for (const std::string& each : assumptionsOf(forecast))
        parts << shownSentence(QString::fromStdString(each));
    return parts.join(QStringLiteral("\n\n"));
}

QString originText(const whatif::LockLoad& load, const std::string& command)
{
    return tr("The load of %1 in %2: held %3, outside %4, by %5 threads. %6")
        .arg(shownText(load.place, 80),
             shownText(command, 80),
             formatDuration(load.hold.mean),
             formatDuration(load.outsideNs))
        .arg(load.threads)
        .arg(fastPathWarning());
}

QString forecastSettings(const whatif::LockForecast& forecast, const std::string& command)
{
    return tr("%1, lock in %2 · %3 · measured %4 acquisitions/s by %5 threads, held %6")
        .arg(shownText(command, 60),
             shownText(forecast.load.place, 60),
             shownText(forecast.machine.label),
             rateText(forecast.load.rate))
        .arg(forecast.load.threads)
        .arg(formatDuration(forecast.load.hold.mean));
}

std::vector<ScalingCurve> forecastCurves(const whatif::LockForecast& forecast)
{
    std::vector<ScalingCurve> curves;
    for (const whatif::WhatIfCurve& curve : forecast.curves)
        if (!curve.points.empty())
            curves.push_back({.id = QString::fromStdString(curve.id),
                              .name = QString::fromStdString(curve.label),
                              .contender = {},
                              .measured = {},
                              .fit = {},
                              .simulated = pointsOf(curve),
                              .host = {},
                              .baseline = curves.empty() && curve.id == "own"});
    if (!curves.empty() && forecast.present)
        curves.front().measured.push_back(
            {.n = static_cast<double>(forecast.present->cpus),
             .throughput = {.mean = forecast.load.rate, .low = {}, .high = {}, .runs = 1},
             .waitMeanNs = forecast.load.waitNs,
             .cpuNsPerCall = {},
             .waiting = {}});
    return curves;
}

} // namespace lockscope::ui
