// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/scaling/curve.h"
#include "tests/support/published_figures.h"

#include <functional>
#include <vector>

namespace lockscope::test {

using scaling::Curve;

/// Data of the R package usl 3.0.3 (a ray tracer by CPUs).
inline const Curve kRaytracer{{1, 20},
                              {4, 78},
                              {8, 130},
                              {12, 170},
                              {16, 190},
                              {20, 200},
                              {24, 210},
                              {28, 230},
                              {32, 260},
                              {48, 280},
                              {64, 310}};
inline const Curve kRaytracerBegin(kRaytracer.begin(), kRaytracer.begin() + 6);

/// From the tests of public USL libraries, which quote B. Schwartz's book on the law.
inline const Curve kSchwartzSmall{
    {1, 1}, {2, 1.8868}, {4, 3.0769}, {6, 3.5294}, {8, 3.5398}, {10, 3.3557}};

/// The birth-death model of a ticket lock, M acquisitions/s. Falls off a cliff.
inline const Curve kTicketCliff = [] {
    Curve curve;
    for (const TheoryPoint& point : kTicket)
        curve.push_back({static_cast<double>(point.cpus), point.expected});
    return curve;
}();

inline Curve curveOf(const std::vector<double>& counts,
                     const std::function<double(double)>& throughput)
{
    Curve curve;
    for (const double n : counts)
        curve.push_back({n, throughput(n)});
    return curve;
}

} // namespace lockscope::test
