// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QRectF>
#include <QSizeF>

#include <vector>

namespace lockscope::ui {

/// An upright line in a plot, and how large what it says is.
struct LabelledLine
{
    double x = 0;
    QSizeF label;
};

/// Where the labels of lines stand, from the top of a plot down, each beside its line: none on
/// another one or on what is `taken`. In a low plot the later ones have no place, which is an empty
/// rectangle: its data are not to be covered by words.
[[nodiscard]] std::vector<QRectF> placeLineLabels(const std::vector<LabelledLine>& lines,
                                                  const QRectF& plot,
                                                  const QRectF& taken);

} // namespace lockscope::ui
