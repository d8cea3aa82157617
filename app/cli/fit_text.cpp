// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/fit_text.h"

#include "app/cli/say.h"

#include <string_view>

#include <fmt/format.h>
#include <fmt/ranges.h> // join

namespace lockscope::cli {

namespace {

using scaling::Estimated;
using scaling::FittedLaws;
using scaling::UslFit;

void printCoefficient(std::string_view name, const Estimated& estimated)
{
    say("{:<6} {:>12.6g}", name, estimated.value);
    if (estimated.se)
        say(" {:>12.6g}   {:.6g} to {:.6g}", *estimated.se, *estimated.low, *estimated.high);
    say("\n");
}

void printCoefficients(const UslFit& fit, const FittedLaws& fitted)
{
    say("Universal Scalability Law by {} points\n", fit.curve.size());
    say("{:<6} {:>12} {:>12}   {}\n", "", "value", "std. error", "95 % interval");
    printCoefficient("alpha", fitted.alpha);
    printCoefficient("beta", fitted.beta);
    printCoefficient("gamma", fitted.gamma);
    say("residual standard deviation {:.4g}", fitted.residualSd);
    if (fitted.r2)
        say(", R2 {:.5f}", *fitted.r2);
    say("\n\n{:<8} {:>12} {:>12} {:>12} {:>10}\n", "law", "alpha", "beta", "gamma", "AIC");
    for (const scaling::LawFit& law : fitted.laws)
        say("{:<8} {:>12.6g} {:>12.6g} {:>12.6g} {:>10.2f}\n",
            lawName(law.law),
            law.coefficients.alpha,
            law.coefficients.beta,
            law.coefficients.gamma,
            law.aic);
    say("\n");
}

void printForecast(const UslFit& fit, double n, std::string_view measured)
{
    say("{:>10.6g} {:>12} {:>12.6g}", n, measured, *fit.predict(n));
    if (const auto band = fit.bandAt(n))
        say("   {:.6g} to {:.6g}", band->low, band->high);
    say("\n");
}

void printPoints(const UslFit& fit)
{
    constexpr std::size_t kAtMost = 100; // more is for a chart
    say("{:>10} {:>12} {:>12}   {}\n", "N", "measured", "law", "95 % band");
    if (fit.curve.size() <= kAtMost)
        for (const scaling::CurvePoint& point : fit.curve)
            printForecast(fit, point.n, fmt::format("{:.6g}", point.throughput));
    for (const double times : {2, 4})
        printForecast(fit, times * fit.curve.back().n, "forecast");
    say("\n");
}

} // namespace

std::string verdictOf(const UslFit& fit)
{
    if (!fit.fits())
        return fmt::format("Does not fit, because: {}", fmt::join(fit.reasons, " "));
    std::string text = fmt::format("{}", fmt::join(fit.remarks, " "));
    const auto peak = fit.nStar();
    if (peak)
        text += fmt::format(" Highest, {:.4g}, at N = {:.4g}.", *fit.predict(*peak), *peak);
    if (const auto limit = fit.limit())
        text += fmt::format(" Limit {}{:.4g}.", peak ? "by contention alone " : "", *limit);
    return text;
}

void printFit(const UslFit& fit)
{
    if (fit.fitted)
        printCoefficients(fit, *fit.fitted);
    if (fit.fits())
        printPoints(fit);
    say("{}\n", verdictOf(fit));
}

} // namespace lockscope::cli
