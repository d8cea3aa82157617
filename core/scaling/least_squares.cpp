// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scaling/least_squares.h"

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>
#include <limits>
#include <unsupported/Eigen/NonLinearOptimization>
#include <vector>

namespace lockscope::scaling {

namespace {

/// Which of the coefficients are free to move; gamma always is. The others are 0.
struct Free
{
    bool alpha = false;
    bool beta = false;
    [[nodiscard]] int count() const { return 1 + (alpha ? 1 : 0) + (beta ? 1 : 0); }
};

/// Residuals and their Jacobian, as Eigen's Levenberg-Marquardt asks for them.
class Residuals
{
public:
    Residuals(const Curve& curve, Free free)
        : m_curve(curve)
        , m_free(free)
    {}

    [[nodiscard]] int values() const { return static_cast<int>(m_curve.size()); }

    [[nodiscard]] Coefficients unpack(const Eigen::VectorXd& x) const
    {
        return {.alpha = m_free.alpha ? x[1] : 0,
                .beta = m_free.beta ? x[m_free.count() - 1] : 0,
                .gamma = x[0]};
    }

    [[nodiscard]] Eigen::VectorXd pack(const Coefficients& from) const
    {
        Eigen::VectorXd x(m_free.count());
        x[0] = from.gamma;
        if (m_free.alpha)
            x[1] = from.alpha;
        if (m_free.beta)
            x[m_free.count() - 1] = from.beta;
        return x;
    }

    int operator()(const Eigen::VectorXd& x, Eigen::VectorXd& residuals) const
    {
        const Coefficients coefficients = unpack(x);
        for (int i = 0; i < values(); ++i) {
            const CurvePoint& point = m_curve[static_cast<std::size_t>(i)];
            residuals[i] = coefficients.throughputAt(point.n) - point.throughput;
        }
        return 0;
    }

    int df(const Eigen::VectorXd& x, Eigen::MatrixXd& jacobian) const
    {
        const Coefficients coefficients = unpack(x);
        for (int i = 0; i < values(); ++i) {
            const auto gradient = gradientAt(coefficients, m_curve[static_cast<std::size_t>(i)].n);
            jacobian(i, 0) = gradient[0];
            if (m_free.alpha)
                jacobian(i, 1) = gradient[1];
            if (m_free.beta)
                jacobian(i, m_free.count() - 1) = gradient[2];
        }
        return 0;
    }

private:
    const Curve& m_curve;
    Free m_free;
};

/// The gamma that suits alpha and beta best: the law is linear in it.
double bestGamma(const Curve& curve, Coefficients shape)
{
    shape.gamma = 1;
    double products = 0;
    double squares = 0;
    for (const CurvePoint& point : curve) {
        const double x = shape.throughputAt(point.n);
        products += x * point.throughput;
        squares += x * x;
    }
    return products / squares;
}

double squaresOf(const Curve& curve, const Coefficients& coefficients)
{
    double squares = 0;
    for (const CurvePoint& point : curve) {
        const double residual = coefficients.throughputAt(point.n) - point.throughput;
        squares += residual * residual;
    }
    return squares;
}

/// Where to start from: little and much contention, a peak inside the data and one far beyond.
std::vector<Coefficients> startsFor(const Curve& curve, Free free)
{
    const double last = curve.back().n;
    std::vector<Coefficients> starts;
    for (const double alpha : {0.01, 0.4})
        for (const double peak : {last / 4, last * 4}) {
            Coefficients start{.alpha = free.alpha ? alpha : 0,
                               .beta = free.beta ? 1 / (peak * peak) : 0,
                               .gamma = 0};
            start.gamma = bestGamma(curve, start);
            starts.push_back(start);
        }
    return starts;
}

struct Found
{
    Coefficients coefficients;
    double squares = std::numeric_limits<double>::infinity();
};

/// The least squares with these coefficients free; nothing found (infinite squares) when the least
/// lies outside the bounds.
Found minimum(const Curve& curve, Free free)
{
    Residuals residuals(curve, free);
    Found best;
    for (const Coefficients& start : startsFor(curve, free)) {
        Eigen::VectorXd x = residuals.pack(start);
        Eigen::LevenbergMarquardt<Residuals> solver(residuals);
        solver.parameters.ftol = solver.parameters.xtol = std::numeric_limits<double>::epsilon();
        solver.parameters.maxfev = 500; // twenty are usual
        solver.minimize(x);
        const Coefficients found = residuals.unpack(x);
        const double squares = squaresOf(curve, found);
        if (found.alpha >= 0 && found.beta >= 0 && found.gamma > 0 && squares < best.squares)
            best = {found, squares};
    }
    return best;
}

/// Akaike's criterion for normal residuals, the variance being a parameter too. Squares below what
/// rounding leaves count as that, so that curves that lie exactly on a law do not choose by the
/// noise of arithmetic.
double aicOf(const Curve& curve, double squares, Law law)
{
    const auto n = static_cast<double>(curve.size());
    double sizes = 0;
    for (const CurvePoint& point : curve)
        sizes += point.throughput * point.throughput;
    return n * std::log(std::max(squares, 1e-20 * sizes) / n) + 2 * (coefficientCount(law) + 1);
}

} // namespace

LawFit fitLaw(const Curve& curve, Law law)
{
    // In units of the highest throughput, for the sake of whoever counts in billions. Squares of
    // any unit fit.
    double unit = 0;
    for (const CurvePoint& point : curve)
        unit = std::max(unit, point.throughput);
    Curve scaled = curve;
    for (CurvePoint& point : scaled)
        point.throughput /= unit;

    // The least squares within bounds are the least on one of the faces that the bounds leave, with
    // the coefficients of that face alone and unbounded. gamma alone has a closed form.
    const Coefficients line{.alpha = 0, .beta = 0, .gamma = bestGamma(scaled, {})};
    Found best{line, squaresOf(scaled, line)};
    std::vector<Free> faces;
    if (law != Law::Linear)
        faces.push_back({.alpha = true, .beta = false});
    if (law == Law::Usl) {
        faces.push_back({.alpha = false, .beta = true});
        faces.push_back({.alpha = true, .beta = true});
    }
    for (const Free& face : faces)
        if (const Found found = minimum(scaled, face); found.squares < best.squares)
            best = found;

    best.coefficients.gamma *= unit;
    return {.law = law,
            .coefficients = best.coefficients,
            .residualSquares = best.squares * unit * unit,
            .aic = aicOf(scaled, best.squares, law)};
}

std::array<double, 3> gradientAt(const Coefficients& coefficients, double n)
{
    const double divisor = 1 + coefficients.alpha * (n - 1) + coefficients.beta * n * (n - 1);
    const double byGamma = n / divisor;
    const double byAlpha = -coefficients.gamma * byGamma * (n - 1) / divisor;
    return {byGamma, byAlpha, byAlpha * n};
}

std::optional<Covariance> covarianceOf(const Curve& curve, const LawFit& fit)
{
    const auto count = static_cast<Eigen::Index>(curve.size());
    if (count <= 3)
        return std::nullopt;
    Eigen::MatrixXd jacobian(count, 3);
    for (Eigen::Index i = 0; i < count; ++i) {
        const auto gradient = gradientAt(fit.coefficients, curve[static_cast<std::size_t>(i)].n);
        for (Eigen::Index j = 0; j < 3; ++j)
            jacobian(i, j) = gradient[static_cast<std::size_t>(j)];
    }
    // Columns differ by many powers of ten: of length one each, the decomposition keeps their
    // digits.
    const Eigen::RowVector3d lengths = jacobian.colwise().norm();
    const Eigen::ColPivHouseholderQR<Eigen::MatrixXd> qr(jacobian
                                                         * lengths.cwiseInverse().asDiagonal());
    if (qr.rank() < 3)
        return std::nullopt;
    const Eigen::Matrix3d inverse =
        qr.matrixR().topLeftCorner(3, 3).triangularView<Eigen::Upper>().solve(
            Eigen::Matrix3d::Identity());
    const Eigen::Matrix3d unit =
        qr.colsPermutation() * (inverse * inverse.transpose()) * qr.colsPermutation().transpose();
    const double variance = fit.residualSquares / static_cast<double>(count - 3);
    Covariance covariance{};
    for (int i = 0; i < 3; ++i)
        for (int j = 0; j < 3; ++j)
            covariance[i][j] = variance * unit(i, j) / (lengths[i] * lengths[j]);
    return covariance;
}

} // namespace lockscope::scaling
