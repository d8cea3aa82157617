// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace lockscope::scaling {

/// Laws of scaling, each the one before with a coefficient more.
enum class Law : std::uint8_t
{
    Linear, ///< X(N) = gamma N
    Amdahl, ///< with a serial share alpha: grows to gamma / alpha
    Usl ///< the Universal Scalability Law, with the cost of coherency beta too: has a peak
};
inline constexpr std::array kLaws{Law::Linear, Law::Amdahl, Law::Usl};

/// "linear", "amdahl", "usl": in files.
[[nodiscard]] constexpr std::string_view lawName(Law law)
{
    constexpr std::array<std::string_view, kLaws.size()> kNames{"linear", "amdahl", "usl"};
    return kNames[static_cast<std::size_t>(law)];
}

/// Coefficients that the law has: gamma, alpha, beta in this order.
[[nodiscard]] constexpr int coefficientCount(Law law)
{
    return static_cast<int>(law) + 1;
}

/// Of the Universal Scalability Law (Gunther, "Guerrilla Capacity Planning", 2007, in the form with
/// three coefficients): X(N) = gamma N / (1 + alpha (N - 1) + beta N (N - 1)).
struct Coefficients
{
    double alpha = 0; ///< contention: the share of work that waits for its turn
    double beta = 0; ///< coherency: the cost of keeping each pair in agreement
    double gamma = 0; ///< throughput of one

    [[nodiscard]] double throughputAt(double n) const
    {
        return gamma * n / (1 + alpha * (n - 1) + beta * n * (n - 1));
    }
};

} // namespace lockscope::scaling
