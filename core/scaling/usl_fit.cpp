// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scaling/usl_fit.h"

#include "core/measure/student.h"
#include "core/scaling/misfit.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace lockscope::scaling {

namespace {

double freedomOf(const Curve& curve)
{
    return static_cast<double>(curve.size()) - 3;
}

Estimated estimated(double value,
                    const std::optional<Covariance>& covariance,
                    std::size_t index,
                    double freedom)
{
    Estimated result{.value = value, .se = {}, .low = {}, .high = {}};
    if (!covariance)
        return result;
    const double se = std::sqrt((*covariance)[index][index]);
    const double half = measure::studentQuantile(measure::kConfidence, freedom) * se;
    result.se = se;
    result.low = std::max(0.0, value - half);
    result.high = value + half;
    return result;
}

bool varies(const Curve& curve)
{
    return std::any_of(curve.begin(), curve.end(), [&curve](const CurvePoint& point) {
        return point.throughput != curve.front().throughput;
    });
}

FittedLaws fitLaws(const Curve& curve)
{
    FittedLaws fitted;
    std::transform(kLaws.begin(), kLaws.end(), fitted.laws.begin(), [&curve](Law law) {
        return fitLaw(curve, law);
    });
    fitted.law = chooseLaw(fitted.laws);
    fitted.covariance = covarianceOf(curve, fitted.best());

    const LawFit& usl = fitted.laws.back();
    const auto covariance = covarianceOf(curve, usl);
    const double freedom = freedomOf(curve);
    fitted.gamma = estimated(usl.coefficients.gamma, covariance, 0, freedom);
    fitted.alpha = estimated(usl.coefficients.alpha, covariance, 1, freedom);
    fitted.beta = estimated(usl.coefficients.beta, covariance, 2, freedom);
    fitted.residualSd = std::sqrt(usl.residualSquares / freedom);

    double sum = 0;
    for (const CurvePoint& point : curve) {
        fitted.residuals.push_back(point.throughput - usl.coefficients.throughputAt(point.n));
        sum += point.throughput;
    }
    const double mean = sum / static_cast<double>(curve.size());
    double squares = 0;
    for (const CurvePoint& point : curve)
        squares += (point.throughput - mean) * (point.throughput - mean);
    if (varies(curve))
        fitted.r2 = 1 - usl.residualSquares / squares;
    return fitted;
}

/// The fit squares throughputs and divides by the squares: beyond these a double ends at 0 or at
/// infinity.
std::optional<std::string> beyondReckoning(const Curve& curve)
{
    constexpr double kLeast = 1e-100;
    constexpr double kMost = 1e100;
    for (const CurvePoint& point : curve)
        if (!(std::abs(point.throughput) <= kMost)
            || (point.throughput != 0 && std::abs(point.throughput) < kLeast))
            return fmt::format("Throughput {:g} cannot be reckoned with; allowed: {:g} to {:g}, so "
                               "give it in another "
                               "unit.",
                               point.throughput,
                               kLeast,
                               kMost);
    return std::nullopt;
}

std::vector<std::string> reasonsAgainst(const Curve& curve, const FittedLaws& fitted)
{
    if (!varies(curve))
        return {"Throughput is the same at every N: there is nothing to tell the coefficients by."};
    std::vector<std::string> reasons;
    const Coefficients& usl = fitted.laws.back().coefficients;
    if (usl.alpha > 1)
        reasons.push_back(
            fmt::format("alpha is {:.3g}, above 1: throughput falls with the first that are "
                        "added, and more than all of the work cannot be serial.",
                        usl.alpha));
    if (usl.beta > 1)
        reasons.push_back(
            fmt::format("beta is {:.3g}, above 1: throughput falls with the first that are "
                        "added, faster than the law describes.",
                        usl.beta));
    const Misfit misfit = misfitOf(curve, usl);
    if (misfit.share > kTooFarOff)
        reasons.push_back(
            fmt::format("The points lie {:.0f} % of the mean throughput off the law, more than "
                        "{:.0f} %: a cliff or a step, or noise, that no smooth law describes.",
                        100 * misfit.share,
                        100 * kTooFarOff));
    else if (misfit.share > kOffEnough && misfit.pattern && *misfit.pattern > kTooRegular)
        reasons.push_back(
            fmt::format("The points lie off the law in a pattern ({:.0f} % of the mean throughput, "
                        "neighbours to the same side, {:.1f} standard deviations from chance): "
                        "the data have another shape.",
                        100 * misfit.share,
                        *misfit.pattern));
    return reasons;
}

std::vector<std::string> remarksOn(const UslFit& fit)
{
    std::vector<std::string> remarks;
    const FittedLaws& fitted = *fit.fitted;
    const double last = fit.curve.back().n;
    switch (fitted.law) {
    case Law::Linear:
        remarks.emplace_back(
            "Throughput grows in proportion to N as far as it was measured: neither a limit "
            "nor a peak shows yet.");
        break;
    case Law::Amdahl:
        remarks.emplace_back(
            fitted.beta.value == 0
                ? "beta is on its lower bound 0: Amdahl's law describes the data, and there is "
                  "no peak."
                : "Amdahl's law describes the data as well with one coefficient less, so no "
                  "peak is forecast.");
        break;
    case Law::Usl:
        remarks.emplace_back(
            "The Universal Scalability Law describes the data: throughput has a peak.");
        if (fitted.alpha.value == 0)
            remarks.emplace_back(
                "alpha is on its lower bound 0: the cost of coherency alone bends the curve.");
        if (const auto peak = fit.nStar(); peak && *peak > last)
            remarks.push_back(fmt::format(
                "The peak lies beyond the last measured N, {:g}: it is extrapolated.", last));
        else if (peak && *peak < fit.curve.front().n)
            remarks.push_back(fmt::format(
                "The peak lies before the first measured N, {:g}: throughput only falls.",
                fit.curve.front().n));
        break;
    }
    constexpr double kRough = 0.1;
    if (const double share = misfitOf(fit.curve, fitted.laws.back().coefficients).share;
        share > kRough)
        remarks.push_back(fmt::format(
            "The points lie {:.0f} % of the mean throughput off the law: a rough forecast.",
            100 * share));
    constexpr int kFew = 6;
    if (const int counts = differentCounts(fit.curve); counts < kFew)
        remarks.push_back(fmt::format(
            "Only {} different N were measured: mind the width of the intervals.", counts));
    return remarks;
}

} // namespace

Law chooseLaw(const std::array<LawFit, kLaws.size()>& laws)
{
    constexpr double kNoEvidence = 2;
    const auto byAic = [](const LawFit& a, const LawFit& b) { return a.aic < b.aic; };
    const double best = std::min_element(laws.begin(), laws.end(), byAic)->aic;
    return std::find_if(laws.begin(),
                        laws.end(),
                        [best](const LawFit& fit) { return fit.aic <= best + kNoEvidence; })
        ->law;
}

UslFit fitUsl(Curve curve)
{
    std::stable_sort(curve.begin(), curve.end(), [](const CurvePoint& a, const CurvePoint& b) {
        return a.n < b.n;
    });
    UslFit fit{.curve = std::move(curve), .fitted = {}, .reasons = {}, .remarks = {}};
    if (const int counts = differentCounts(fit.curve); counts < kFewestCounts) {
        fit.reasons.push_back(
            fmt::format("Too few points: {} different N; the law has three coefficients, so {} "
                        "or more are needed.",
                        counts,
                        kFewestCounts));
        return fit;
    }
    if (const auto reason = beyondReckoning(fit.curve)) {
        fit.reasons.push_back(*reason);
        return fit;
    }
    fit.fitted = fitLaws(fit.curve);
    fit.reasons = reasonsAgainst(fit.curve, *fit.fitted);
    if (fit.fits())
        fit.remarks = remarksOn(fit);
    return fit;
}

std::optional<double> UslFit::nStar() const
{
    if (!fits() || fitted->law != Law::Usl || fitted->beta.value == 0)
        return std::nullopt;
    return std::sqrt((1 - fitted->alpha.value) / fitted->beta.value);
}

std::optional<double> UslFit::limit() const
{
    if (!fits() || fitted->law == Law::Linear || fitted->alpha.value == 0)
        return std::nullopt;
    return fitted->gamma.value / fitted->alpha.value;
}

std::optional<double> UslFit::predict(double n) const
{
    if (!fits())
        return std::nullopt;
    return fitted->best().coefficients.throughputAt(n);
}

std::optional<Band> UslFit::bandAt(double n) const
{
    if (!fits() || !fitted->covariance)
        return std::nullopt;
    const Coefficients& coefficients = fitted->best().coefficients;
    const auto gradient = gradientAt(coefficients, n);
    double variance = 0;
    for (std::size_t i = 0; i < gradient.size(); ++i)
        for (std::size_t j = 0; j < gradient.size(); ++j)
            variance += gradient[i] * (*fitted->covariance)[i][j] * gradient[j];
    const double half = measure::studentQuantile(measure::kConfidence, freedomOf(curve))
        * std::sqrt(std::max(0.0, variance));
    const double middle = coefficients.throughputAt(n);
    return Band{.low = std::max(0.0, middle - half), .high = middle + half};
}

} // namespace lockscope::scaling
