// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/recording/range.h"

#include <QString>

/// What is said of a recording, and of a part of it, beside pictures that compare.
namespace lockscope::ui {

/// "RECORDED", or "RECORDED, SIMULATED".
[[nodiscard]] QString recordingMark(const recording::Recording& recording);

/// The settings in force at a time, on the recorded source's clock: "mutex · fast path off · CPUs 2
/// · workers 2".
[[nodiscard]] QString settingsText(const recording::Recording& recording,
                                   std::chrono::nanoseconds time);

/// Which part of which file, and the settings at its end: "run.lockscope, 0.00 to 2.97 s · mutex ·
/// …".
[[nodiscard]] QString rangeText(const recording::Range& range);

} // namespace lockscope::ui
