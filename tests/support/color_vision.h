// SPDX-License-Identifier: GPL-3.0-or-later
// How far apart colours are to the eye, for people with and without colour vision.
#pragma once

#include <QColor>

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace lockscope::test {

using Triple = std::array<double, 3>;
using Matrix = std::array<Triple, 3>;

inline Triple times(const Matrix& m, const Triple& v)
{
    Triple result{};
    for (std::size_t i = 0; i < 3; ++i)
        result[i] = m[i][0] * v[0] + m[i][1] * v[1] + m[i][2] * v[2];
    return result;
}

/// What an eye makes of linear RGB: G. M. Machado, M. M. Oliveira, L. A. F. Fernandes,
/// "A Physiologically-based Model for Simulation of Color Vision Deficiency", IEEE TVCG 15 (2009),
/// severity 1.
struct Vision
{
    const char* name;
    Matrix linearRgb;
};
inline const std::array<Vision, 4> kVisions{Vision{"usual", {{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}}},
                                            Vision{"protanopia",
                                                   {{{0.152286, 1.052583, -0.204868},
                                                     {0.114503, 0.786281, 0.099216},
                                                     {-0.003882, -0.048116, 1.051998}}}},
                                            Vision{"deuteranopia",
                                                   {{{0.367322, 0.860646, -0.227968},
                                                     {0.280085, 0.672501, 0.047413},
                                                     {-0.011820, 0.042940, 0.968881}}}},
                                            Vision{"tritanopia",
                                                   {{{1.255528, -0.076749, -0.178779},
                                                     {-0.078411, 0.930809, 0.147602},
                                                     {0.004733, 0.691367, 0.303900}}}}};

/// CIE L*a*b* (D65) of a colour of sRGB as a vision sees it.
inline Triple labOf(const QColor& color, const Vision& vision)
{
    const auto linear = [](double c) {
        return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
    };
    Triple seen = times(vision.linearRgb,
                        {linear(color.redF()), linear(color.greenF()), linear(color.blueF())});
    for (double& channel : seen)
        channel = std::clamp(channel, 0.0, 1.0);
    constexpr Matrix kXyz{{{0.4124564, 0.3575761, 0.1804375},
                           {0.2126729, 0.7151522, 0.0721750},
                           {0.0193339, 0.1191920, 0.9503041}}};
    constexpr Triple kWhite{0.95047, 1, 1.08883};
    Triple f = times(kXyz, seen);
    for (std::size_t i = 0; i < 3; ++i) {
        const double t = f[i] / kWhite[i];
        f[i] = t > 216.0 / 24389 ? std::cbrt(t) : (24389.0 / 27 * t + 16) / 116;
    }
    return {116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])};
}

inline double chromaOf(const Triple& lab)
{
    return std::hypot(lab[1], lab[2]);
}

/// CIEDE2000, after G. Sharma, W. Wu, E. N. Dalal, Color Research and Application 30 (2005); 1 is
/// what an eye can just tell apart side by side.
inline double distanceOf(const Triple& one, const Triple& other)
{
    const auto radians = [](double degrees) { return degrees * std::numbers::pi / 180; };
    const auto degrees = [](double r) { return r * 180 / std::numbers::pi; };
    const auto to7 = [](double c) {
        const double c7 = std::pow(c, 7);
        return std::sqrt(c7 / (c7 + std::pow(25.0, 7)));
    };
    const double g = 0.5 * (1 - to7((chromaOf(one) + chromaOf(other)) / 2));
    struct Polar
    {
        double l, c, h;
    };
    const auto polar = [&](const Triple& lab) {
        const double a = (1 + g) * lab[1];
        const double h = degrees(std::atan2(lab[2], a));
        return Polar{lab[0], std::hypot(a, lab[2]), h < 0 ? h + 360 : h};
    };
    const Polar x = polar(one);
    const Polar y = polar(other);
    const bool grey = x.c * y.c == 0;
    double turn = grey ? 0 : y.h - x.h;
    turn += turn > 180 ? -360 : turn < -180 ? 360 : 0;
    const double dL = y.l - x.l;
    const double dC = y.c - x.c;
    const double dH = 2 * std::sqrt(x.c * y.c) * std::sin(radians(turn / 2));
    double h = x.h + y.h;
    if (!grey)
        h = std::abs(x.h - y.h) <= 180 ? h / 2 : h < 360 ? (h + 360) / 2 : (h - 360) / 2;
    const double c = (x.c + y.c) / 2;
    const double l50 = std::pow((x.l + y.l) / 2 - 50, 2);
    const double t = 1 - 0.17 * std::cos(radians(h - 30)) + 0.24 * std::cos(radians(2 * h))
        + 0.32 * std::cos(radians(3 * h + 6)) - 0.2 * std::cos(radians(4 * h - 63));
    const double sL = 1 + 0.015 * l50 / std::sqrt(20 + l50);
    const double sC = 1 + 0.045 * c;
    const double sH = 1 + 0.015 * c * t;
    const double theta = 30 * std::exp(-std::pow((h - 275) / 25, 2));
    const double rT = -std::sin(radians(2 * theta)) * 2 * to7(c);
    return std::sqrt(std::pow(dL / sL, 2) + std::pow(dC / sC, 2) + std::pow(dH / sH, 2)
                     + rT * dC / sC * dH / sH);
}

} // namespace lockscope::test
