// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/scaling/curve_csv.h"
#include "core/study/forecast.h"
#include "core/study/merged_sweeps.h"
#include "core/study/sweep.h"

#include <QString>

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

/// What the page on scaling draws: curves over the number of CPUs, measured and simulated.
namespace lockscope::ui {

enum class ScalingFigure : std::uint8_t
{
    Throughput, ///< calls/s
    SpeedUp, ///< times that of one CPU
    Efficiency, ///< speed-up for each CPU, 1 = none is lost
    MeanWait, ///< lock-wait time, ns, over all passes
    CpuPerCall, ///< CPU time burnt for each call, ns
    Waiting ///< share of the time in the guard or asleep in it
};
inline constexpr std::array kScalingFigures{ScalingFigure::Throughput,
                                            ScalingFigure::SpeedUp,
                                            ScalingFigure::Efficiency,
                                            ScalingFigure::MeanWait,
                                            ScalingFigure::CpuPerCall,
                                            ScalingFigure::Waiting};

[[nodiscard]] QString figureTitle(ScalingFigure figure);
/// A value of the figure as people read it.
[[nodiscard]] QString figureText(ScalingFigure figure, double value);

/// What is known at one number of CPUs.
struct ScalingPoint
{
    double n = 1;
    measure::Estimate
        throughput; ///< with its interval, or its band when simulated, where there is one
    std::optional<double> waitMeanNs;
    std::optional<double> cpuNsPerCall;
    std::optional<double> waiting; ///< share, 0..1
    bool showsQuota = false; ///< a quota's figures, not the machine's: no speed-up comes from it
    QString disturbed{}; ///< what disturbed its measuring; empty when nothing did
};
using ScalingPoints = std::vector<ScalingPoint>; ///< by n

/// The point at so many CPUs; null when there is none.
[[nodiscard]] const ScalingPoint* pointAt(const ScalingPoints& points, double n);

/// A machine whose sweep is from a file.
struct ScalingHost
{
    QString id; ///< "host:3", never used again for another
    QString name; ///< short and unlike the others: that of its file
    QString facts; ///< machine, date, and whether the sweep was cut short
    int marker = 1; ///< see paintHostMarker()
};

/// The id of this computer among the hosts.
[[nodiscard]] inline QString hereId()
{
    return QStringLiteral("host:here");
}

/// One guard, with or without its fast path, or a curve from somebody's file.
struct ScalingCurve
{
    QString id; ///< "mutex", "mutex+", "file"
    QString name;
    std::optional<study::Contender> contender; ///< none: from a file
    ScalingPoints measured;
    std::optional<scaling::UslFit> fit; ///< through what was measured
    ScalingPoints simulated;
    /// Which of the hosts it is of; none: this computer, or a table.
    std::optional<std::size_t> host = std::nullopt;
    /// It is what the others are compared with: as it is now, and they as they would be.
    bool baseline = false;
};

/// The figure of a point; `base` is throughputOfOne() of the points that it is among.
[[nodiscard]] std::optional<measure::Estimate> figureOf(const ScalingPoint& point,
                                                        ScalingFigure figure,
                                                        double base);

/// Throughput of one CPU: where one was not there, that of the fewest for each of them. 0 without
/// points.
[[nodiscard]] double throughputOfOne(const ScalingPoints& points);

/// Sweep and forecast together: one curve for each contender of either, the sweep's first.
[[nodiscard]] std::vector<ScalingCurve> scalingCurves(
    const std::optional<study::Sweep>& sweep, const std::vector<study::ForecastCurve>& forecast);

/// How far a curve's simulation is off what was measured, where it is furthest off.
struct SimulationMiss
{
    double n = 1; ///< CPUs
    double factor = 1; ///< either way
    /// True when nothing that is simulated should be read off the curve.
    [[nodiscard]] bool tooFar() const { return factor > simulation::kMissedTooFar; }
};
/// None where no number of CPUs was both measured and simulated.
[[nodiscard]] std::optional<SimulationMiss> worstMiss(const ScalingCurve& curve);

/// Widens the bands of what is simulated by how far it misses what was measured: each curve by its
/// own miss, one that was not measured by the worst of the others.
void widenByMisses(std::vector<ScalingCurve>& curves);

/// "the simulation of Mutex misses what was measured at 2 CPUs by a factor of 3.1; ..."
[[nodiscard]] QString missText(const ScalingCurve& curve, const SimulationMiss& miss);

/// The curves of sweeps from files: one for each guard of each host.
[[nodiscard]] std::vector<ScalingCurve> hostCurves(const study::MergedSweeps& merged);

/// "mutex, fast path", and whose it is when it is of one of the hosts.
[[nodiscard]] QString fullName(const ScalingCurve& curve, const std::vector<ScalingHost>& hosts);

/// A sentence where speed-up and efficiency are over more than one CPU, because one was not
/// measured; else empty.
[[nodiscard]] QString baseText(const ScalingCurve& curve);

/// A curve from a table, and the law through it.
[[nodiscard]] ScalingCurve scalingCurve(const scaling::CurveFile& file, const QString& name);

/// What the law says of a curve, in a sentence or two; empty without measured points, and where it
/// does not fit.
[[nodiscard]] QString lawText(const ScalingCurve& curve);

/// Why the law does not fit a curve; empty without measured points, and where it does.
[[nodiscard]] QString misfitText(const ScalingCurve& curve);

} // namespace lockscope::ui
