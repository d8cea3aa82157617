// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <bit>
#include <cstdint>

namespace lockscope::simulation {

/// Pseudo-random numbers that are the same on every machine and with every library: the standard's
/// distributions are not. xoshiro256++ (Blackman and Vigna, "Scrambled linear pseudorandom number
/// generators", 2021), seeded by splitmix64. For one thread.
class Random
{
public:
    explicit Random(std::uint64_t seed)
    {
        for (std::uint64_t& word : m_state) {
            seed += 0x9e3779b97f4a7c15U;
            std::uint64_t mixed = seed;
            mixed = (mixed ^ (mixed >> 30U)) * 0xbf58476d1ce4e5b9U;
            mixed = (mixed ^ (mixed >> 27U)) * 0x94d049bb133111ebU;
            word = mixed ^ (mixed >> 31U);
        }
    }

    [[nodiscard]] std::uint64_t next()
    {
        const std::uint64_t result = std::rotl(m_state[0] + m_state[3], 23) + m_state[0];
        const std::uint64_t shifted = m_state[1] << 17U;
        m_state[2] ^= m_state[0];
        m_state[3] ^= m_state[1];
        m_state[1] ^= m_state[2];
        m_state[0] ^= m_state[3];
        m_state[2] ^= shifted;
        m_state[3] = std::rotl(m_state[3], 45);
        return result;
    }

    /// 0..bound-1, bound > 0. The bias of the multiplication, bound / 2^32, does not matter here.
    [[nodiscard]] std::uint32_t below(std::uint32_t bound)
    {
        return static_cast<std::uint32_t>(((next() >> 32U) * bound) >> 32U);
    }

    /// Exponential with mean 1: -ln u of a uniform u in (0, 1].
    [[nodiscard]] double exponential()
    {
        constexpr double kTo1 = 1.0 / 9007199254740992.0; // 2^-53
        return -logOf(static_cast<double>((next() >> 11U) + 1) * kTo1);
    }

    /// ln x for a normal x > 0, to about 1e-9, by sums and products alone (a library's log differs
    /// in its last digit from machine to machine): ln(m 2^e) = e ln 2 + 2 artanh((m - 1) / (m +
    /// 1)).
    [[nodiscard]] static double logOf(double x)
    {
        constexpr double kLn2 = 0.69314718055994530942;
        constexpr std::uint64_t kSqrtHalf = 0x3fe6a09e667f3bcdU; // bits of sqrt(1/2)
        const auto bits = std::bit_cast<std::uint64_t>(x);
        // m between sqrt(1/2) and sqrt(2), where the series is short.
        const auto exponent = static_cast<std::int64_t>(bits - kSqrtHalf) >> 52U;
        const auto m = std::bit_cast<double>(bits - (static_cast<std::uint64_t>(exponent) << 52U));
        const double t = (m - 1) / (m + 1);
        const double t2 = t * t;
        const double series =
            1 + t2 * (1.0 / 3 + t2 * (1.0 / 5 + t2 * (1.0 / 7 + t2 * (1.0 / 9 + t2 * (1.0 / 11)))));
        return static_cast<double>(exponent) * kLn2 + 2 * t * series;
    }

private:
    std::array<std::uint64_t, 4> m_state{};
};

} // namespace lockscope::simulation
