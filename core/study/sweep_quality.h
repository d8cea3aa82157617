// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/study/sweep.h"

#include <string>
#include <vector>

/// How far the figures of a sweep can be trusted. Any thread.
namespace lockscope::study {

/// True for a point whose workers had less CPU time than their CPUs have, because of a quota: it
/// shows the quota, and neither a speed-up nor a forecast of the machine comes from it.
[[nodiscard]] bool showsQuota(const SweepPoint& point);

/// Of all runs of a sweep together, with its warnings. Clock rates that moved from run to run are
/// one of them here.
[[nodiscard]] measure::Quality qualityOf(const Sweep& sweep);

/// What is not trusted of points through which a law is laid.
struct Distrust
{
    std::vector<std::string> refused; ///< why nothing may be forecast from them, a sentence each
    std::vector<std::string> doubts; ///< what to know about a forecast from them, a sentence each
};
/// Of the points of one guard; those without a run are passed over.
[[nodiscard]] Distrust distrustOf(const std::vector<const SweepPoint*>& points);

/// Lays the law through the points of one guard, with what is not trusted of them among its reasons
/// and remarks.
[[nodiscard]] scaling::UslFit fitPoints(const std::vector<const SweepPoint*>& points);

/// Clock rates that lie further apart than this share of the higher one change what CPUs do at
/// once: a CPU that is alone runs faster than one among many (turbo).
inline constexpr double kFrequencyTooWide = 0.1;

} // namespace lockscope::study
