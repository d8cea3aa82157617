// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/states.h"

#include <QColor>

#include <array>

class QPalette;

namespace lockscope::ui {

/// Colours of the charts and lanes, in a light and a dark set. States and series are told apart
/// without colour vision too: states are far apart for every kind of it, lines are of Okabe and
/// Ito's set (jfly.uni-koeln.de/color), and every state has a pattern and every line a dash of its
/// own.
struct Theme
{
    bool dark = false;
    QColor window; ///< behind everything
    QColor base; ///< behind a plot
    QColor text;
    QColor faintText;
    QColor grid;
    QColor accent; ///< markers, hover line, the switch when on
    QColor warning;
    std::array<QColor, measure::kStateCount> state; ///< by kStates
    QColor throughput;
    QColor waitMean;
    QColor waitP50;
    QColor waitP99;
    QColor waitP999;

    [[nodiscard]] static Theme light();
    [[nodiscard]] static Theme darkSet();
    /// The set that goes with a palette: dark when its window is darker than its text.
    [[nodiscard]] static Theme of(const QPalette& palette);
};

} // namespace lockscope::ui
