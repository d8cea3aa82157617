// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/scaling/usl_fit.h"

#include <string>

namespace lockscope::cli {

/// One line for people: the law that describes the curve, its peak and its limit; or that it does
/// not fit, because.
[[nodiscard]] std::string verdictOf(const scaling::UslFit& fit);

/// Coefficients, laws side by side, the points with what was fitted to them and a forecast beyond,
/// to standard output.
void printFit(const scaling::UslFit& fit);

} // namespace lockscope::cli
