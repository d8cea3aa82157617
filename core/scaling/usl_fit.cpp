// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scaling/usl_fit.h"

#include "core/measure/student.h"
#include "core/scaling/sign_runs.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include <Eigen/Dense>
#include <unsupported/Eigen/NonLinearOptimization>

namespace lockscope::scaling {

namespace {

constexpr std::size_t kFewestDifferent = 4;
constexpr double kFarOff = 0.2; ///< of the highest throughput
constexpr double kMatters = 0.02; ///< likewise
constexpr double kUnlikely = 0.01;

enum Place
{
    Alpha,
    Beta,
    Gamma
};
constexpr Eigen::Index kAll = 3;

/// The law's derivatives by alpha, beta and gamma.
Eigen::RowVector3d slopes(const LawFit& fit, double n)
{
    const double below = 1 + fit.alpha * (n - 1) + fit.beta * n * (n - 1);
    const double byBelow = -fit.gamma * n / (below * below);
    return {byBelow * (n - 1), byBelow * n * (n - 1), n / below};
}

/// The residuals of a law whose other coefficients stay on 0, for Eigen's optimiser.
struct Residuals
{
    using Scalar = double;
    using InputType = Eigen::VectorXd;
    using ValueType = Eigen::VectorXd;
    using JacobianType = Eigen::MatrixXd;
    enum
    {
        InputsAtCompileTime = Eigen::Dynamic,
        ValuesAtCompileTime = Eigen::Dynamic
    };

    const Curve& curve;
    const std::vector<Place>& open; ///< coefficients that are sought

    [[nodiscard]] int inputs() const { return static_cast<int>(open.size()); }
    [[nodiscard]] int values() const { return static_cast<int>(curve.size()); }

    [[nodiscard]] LawFit lawOf(const Eigen::VectorXd& x) const
    {
        Eigen::Vector3d all = Eigen::Vector3d::Zero();
        for (std::size_t i = 0; i < open.size(); ++i)
            all[open[i]] = x[static_cast<Eigen::Index>(i)];
        return {.alpha = all[Alpha], .beta = all[Beta], .gamma = all[Gamma]};
    }

    int operator()(const Eigen::VectorXd& x, Eigen::VectorXd& residuals) const
    {
        const LawFit law = lawOf(x);
        for (std::size_t i = 0; i < curve.size(); ++i)
            residuals[static_cast<Eigen::Index>(i)] = law.at(curve[i].n) - curve[i].throughput;
        return 0;
    }

    int df(const Eigen::VectorXd& x, Eigen::MatrixXd& jacobian) const
    {
        const LawFit law = lawOf(x);
        for (std::size_t i = 0; i < curve.size(); ++i) {
            const Eigen::RowVector3d all = slopes(law, curve[i].n);
            for (std::size_t j = 0; j < open.size(); ++j)
                jacobian(static_cast<Eigen::Index>(i), static_cast<Eigen::Index>(j)) = all[open[j]];
        }
        return 0;
    }
};

double squaresOf(const LawFit& law, const Curve& curve)
{
    double sum = 0;
    for (const CurvePoint& point : curve)
        sum += std::pow(law.at(point.n) - point.throughput, 2);
    return sum;
}

/// The best fit with these coefficients open and none negative; none when every beginning led below 0.
std::optional<LawFit> fitOpen(const Curve& curve, const std::vector<Place>& open)
{
    const double gamma = curve.front().throughput / curve.front().n;
    std::optional<LawFit> best;
    for (const double alpha : {0.01, 0.1, 0.5})
        for (const double beta : {1e-6, 1e-3, 1e-1}) {
            const Eigen::Vector3d begin(alpha, beta, gamma);
            Eigen::VectorXd x(static_cast<Eigen::Index>(open.size()));
            for (std::size_t i = 0; i < open.size(); ++i)
                x[static_cast<Eigen::Index>(i)] = begin[open[i]];
            Residuals residuals {.curve = curve, .open = open};
            Eigen::LevenbergMarquardt<Residuals> optimiser(residuals);
            optimiser.parameters.xtol = 1e-14;
            optimiser.parameters.ftol = 1e-14;
            optimiser.parameters.maxfev = 5'000;
            optimiser.minimize(x);
            if (!x.allFinite() || x.minCoeff() < 0)
                continue;
            LawFit law = residuals.lawOf(x);
            law.squares = squaresOf(law, curve);
            if (std::isfinite(law.squares) && (!best || law.squares < best->squares))
                best = law;
        }
    return best;
}

/// With at most these coefficients: the best of all ways to keep some of them on 0.
LawFit fitLaw(const Curve& curve, bool withAlpha, bool withBeta)
{
    LawFit best {.squares = std::numeric_limits<double>::infinity()};
    for (const bool alpha : {false, true})
        for (const bool beta : {false, true}) {
            if ((alpha && !withAlpha) || (beta && !withBeta))
                continue;
            std::vector<Place> open;
            if (alpha)
                open.push_back(Alpha);
            if (beta)
                open.push_back(Beta);
            open.push_back(Gamma);
            if (open.size() > curve.size())
                continue; // the optimiser wants as many points
            const auto fit = fitOpen(curve, open);
            if (fit && fit->squares < best.squares)
                best = *fit;
        }
    // Exact data leave nothing: rounding stands in for it.
    double scale = 0;
    for (const CurvePoint& point : curve)
        scale += std::pow(1e-12 * point.throughput, 2);
    const auto n = static_cast<double>(curve.size());
    const int coefficients = 1 + (withAlpha ? 1 : 0) + (withBeta ? 1 : 0);
    best.aic = n * std::log(std::max(best.squares, scale) / n) + 2 * (coefficients + 1);
    return best;
}

void addErrors(UslFit& fit, const Curve& curve)
{
    const LawFit& law = fit[Law::Usl];
    fit.alpha.value = law.alpha;
    fit.beta.value = law.beta;
    fit.gamma.value = law.gamma;
    const auto freedom = static_cast<double>(curve.size()) - static_cast<double>(kAll);
    if (freedom < 1)
        return;
    fit.residualSd = std::sqrt(law.squares / freedom);
    Eigen::MatrixXd jacobian(static_cast<Eigen::Index>(curve.size()), kAll);
    for (std::size_t i = 0; i < curve.size(); ++i)
        jacobian.row(static_cast<Eigen::Index>(i)) = slopes(law, curve[i].n);
    // The columns brought to one length, or a large unit of throughput would look like no information.
    const Eigen::Vector3d length = jacobian.colwise().norm().transpose();
    if (length.minCoeff() <= 0)
        return;
    const Eigen::MatrixXd scaled = jacobian * length.cwiseInverse().asDiagonal();
    const Eigen::FullPivLU<Eigen::Matrix3d> information(scaled.transpose() * scaled);
    if (!information.isInvertible())
        return;
    const Eigen::Matrix3d covariance = *fit.residualSd * *fit.residualSd * information.inverse();
    const double t = measure::student95(freedom);
    for (const auto& [coefficient, place] :
         {std::pair {&fit.alpha, Alpha}, std::pair {&fit.beta, Beta}, std::pair {&fit.gamma, Gamma}}) {
        coefficient->se = std::sqrt(covariance(place, place)) / length[place];
        coefficient->low = coefficient->value - t * *coefficient->se;
        coefficient->high = coefficient->value + t * *coefficient->se;
    }
}

void addResiduals(UslFit& fit, const Curve& curve)
{
    double mean = 0;
    for (const CurvePoint& point : curve) {
        fit.residuals.push_back(point.throughput - fit[Law::Usl].at(point.n));
        mean += point.throughput / static_cast<double>(curve.size());
    }
    double variation = 0;
    for (const CurvePoint& point : curve)
        variation += std::pow(point.throughput - mean, 2);
    fit.r2 = variation > 0 ? 1 - fit[Law::Usl].squares / variation : 0;
}

std::size_t differentN(const Curve& curve)
{
    std::size_t count = 0;
    for (std::size_t i = 0; i < curve.size(); ++i)
        count += i == 0 || curve[i].n != curve[i - 1].n ? 1 : 0;
    return count;
}

void judge(UslFit& fit, const Curve& curve)
{
    const auto refuse = [&fit](std::string reason) {
        fit.fits = false;
        fit.reasons.push_back(std::move(reason));
    };
    if (const std::size_t different = differentN(curve); different < kFewestDifferent)
        return refuse(fmt::format("there are {} different n, and three coefficients need {} or more", different,
                                  kFewestDifferent));
    if (fit.alpha.value > 1)
        refuse(fmt::format("alpha is {:.3g}, and a serial share cannot be above 1", fit.alpha.value));
    if (fit.beta.value > 1)
        refuse(fmt::format("beta is {:.3g}, above 1: throughput falls faster than the law can tell", fit.beta.value));

    double highest = 0;
    for (const CurvePoint& point : curve)
        highest = std::max(highest, point.throughput);
    const auto off = [](double a, double b) { return std::abs(a) < std::abs(b); };
    const auto worst = std::max_element(fit.residuals.begin(), fit.residuals.end(), off);
    if (std::abs(*worst) > kFarOff * highest) {
        const CurvePoint& point = curve[static_cast<std::size_t>(worst - fit.residuals.begin())];
        refuse(fmt::format("at n = {:g} it gives {:.4g} where {:.4g} was measured: the curve bends in a way that "
                           "the law does not know",
                           point.n, point.throughput - *worst, point.throughput));
    }
    if (fit.residualSd && *fit.residualSd > kMatters * highest && chanceOfSoFewRuns(fit.residuals) < kUnlikely)
        refuse("the residuals keep their sign over long stretches of n: what is left over is no noise");
}

} // namespace

std::string_view lawName(Law law)
{
    constexpr std::array<std::string_view, kLaws.size()> kNames {"linear", "amdahl", "usl"};
    return kNames[static_cast<std::size_t>(law)];
}

double LawFit::at(double n) const
{
    return gamma * n / (1 + alpha * (n - 1) + beta * n * (n - 1));
}

std::optional<double> UslFit::nStar() const
{
    if (!fits || beta.value <= 0)
        return std::nullopt;
    return std::sqrt((1 - alpha.value) / beta.value);
}

std::optional<double> UslFit::limit() const
{
    if (!fits || alpha.value <= 0)
        return std::nullopt;
    return gamma.value / alpha.value;
}

std::optional<double> UslFit::predict(double n) const
{
    return fits ? std::optional((*this)[Law::Usl].at(n)) : std::nullopt;
}

UslFit fitUsl(const Curve& curve)
{
    UslFit fit;
    fit.laws = {fitLaw(curve, false, false), fitLaw(curve, true, false), fitLaw(curve, true, true)};
    double least = std::numeric_limits<double>::infinity();
    for (const LawFit& law : fit.laws)
        least = std::min(least, law.aic);
    constexpr double kAsGood = 2;
    for (auto law = kLaws.rbegin(); law != kLaws.rend(); ++law)
        if (fit[*law].aic <= least + kAsGood)
            fit.best = *law;
    addErrors(fit, curve);
    addResiduals(fit, curve);
    judge(fit, curve);
    if (fit.fits && fit.beta.value <= 0)
        fit.remarks.push_back(fit.alpha.value > 0
                                  ? "beta is 0, on its bound: Amdahl's law describes the data, and there is no peak"
                                  : "alpha and beta are 0, on their bounds: it grows in proportion");
    return fit;
}

} // namespace lockscope::scaling
