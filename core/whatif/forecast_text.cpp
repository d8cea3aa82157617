// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/text_fit.h"
#include "core/report/quantity_text.h"
#include "core/whatif/lock_forecast.h"

#include <fmt/format.h>

namespace lockscope::whatif {

namespace {

using report::duration;
using report::percent;
using report::scaled;

std::string loadText(const LockLoad& load)
{
    std::string text =
        fmt::format("measured: {} acquisitions a second by {} thread{} on {}, {} contended; held "
                    "{} on average ({} to {}), "
                    "wait {}, outside {}",
                    scaled(load.rate),
                    load.threads,
                    load.threads == 1 ? "" : "s",
                    load.cpus ? fmt::format("{} CPU{}", *load.cpus, *load.cpus == 1 ? "" : "s")
                              : "an unknown number of CPUs",
                    percent(load.contendedShare),
                    duration(load.hold.mean),
                    duration(load.hold.low),
                    duration(load.hold.high),
                    duration(load.waitNs),
                    duration(load.outsideNs));
    if (load.outside)
        text += fmt::format(" (on a CPU {}, asleep {}, without a CPU {}, for other locks {})",
                            duration(load.outside->running),
                            duration(load.outside->asleep),
                            duration(load.outside->preempted),
                            duration(load.outside->otherLocks));
    else
        text += " (how much of it asleep is unknown)";
    return text + '\n';
}

std::string presentText(const LockForecast& forecast)
{
    const Present& present = *forecast.present;
    return fmt::format("simulated, the present: {} acquisitions a second ({}), {} contended ({}) "
                       "on {} CPU{}: {}\n",
                       scaled(present.throughput),
                       percent(present.throughput / forecast.load.rate - 1),
                       percent(present.contendedShare),
                       fmt::format("{} measured", percent(forecast.load.contendedShare)),
                       present.cpus,
                       present.cpus == 1 ? "" : "s",
                       present.passes ? "near enough for a forecast" : "too far off");
}

std::string peakText(const Peak& peak)
{
    std::string text = peak.beyond
        ? fmt::format("simulated N*: beyond {} CPUs, where throughput still grows\n", peak.cpus)
        : fmt::format(
            "simulated N*: {} CPUs ({} to {}); more of them do not help the program as it "
            "is\n",
            peak.cpus,
            peak.low,
            peak.high);
    if (const auto star = peak.law.nStar())
        text += fmt::format("by the law fitted to the simulated curve: {:.0f} CPUs\n", *star);
    return text;
}

std::string curveText(const WhatIfCurve& curve)
{
    if (!curve.whyNot.empty())
        return fmt::format("{:<28} {}\n", curve.label, curve.whyNot);
    std::string text;
    for (const ForecastAt& at : curve.points)
        text += fmt::format(
            "{:<28} {:>5} {:>8} {:>12} {:>21} {:>10} {:>10} {:>7.2f} {:>15}\n",
            &at == &curve.points.front() ? curve.label : std::string(),
            at.cpus,
            at.workers,
            scaled(at.throughput),
            fmt::format("{} to {}", scaled(at.band.low), scaled(at.band.high)),
            percent(at.contendedShare),
            duration(at.waitMeanNs),
            at.timesOwn,
            curve.id == "own"
                ? std::string()
                : fmt::format("{:.2f} to {:.2f}", at.timesOwnBand.low, at.timesOwnBand.high));
    return text;
}

} // namespace

std::string toText(const LockForecast& forecast, const program::WatchReport& report)
{
    std::string text = fmt::format("{} (pid {})", io::forTerminal(report.command), report.pid);
    if (forecast.load.lock != 0)
        text += fmt::format(", lock {}: {} in {}\n{}",
                            forecast.load.lock,
                            lockKindName(forecast.load.kind),
                            io::forTerminal(forecast.load.place),
                            loadText(forecast.load));
    else
        text += '\n';
    if (forecast.present)
        text += presentText(forecast);
    if (!forecast.isForecast()) {
        text += "No forecast:\n";
        for (const Obstacle& obstacle : forecast.obstacles)
            text += fmt::format("  {}\n", io::forTerminal(obstacle.text));
        return text;
    }
    text +=
        fmt::format("SIMULATED, not measured, on {}\n\n", io::forTerminal(forecast.machine.label));
    text += fmt::format("{:<28} {:>5} {:>8} {:>12} {:>21} {:>10} {:>10} {:>7} {:>15}\n",
                        "simulated",
                        "CPUs",
                        "threads",
                        "acq./s",
                        "between",
                        "contended",
                        "mean wait",
                        "x own",
                        "between");
    for (const WhatIfCurve& curve : forecast.curves)
        text += curveText(curve);
    text += '\n';
    if (forecast.peak)
        text += peakText(*forecast.peak);
    text += fmt::format("{}\n", kBandText);
    for (const std::string& each : assumptionsOf(forecast))
        text += fmt::format("{}\n", io::forTerminal(each));
    return text;
}

} // namespace lockscope::whatif
