// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/line_labels.h"

#include <algorithm>

namespace lockscope::ui {

std::vector<QRectF> placeLineLabels(const std::vector<LabelledLine>& lines,
                                    const QRectF& plot,
                                    const QRectF& taken)
{
    constexpr double kBeside = 3;
    constexpr double kFromTop = 2;
    constexpr double kBetweenLabels = 1;
    constexpr double kForWords = 2.0 / 3; ///< of the plot's height
    const double lowest = plot.top() + plot.height() * kForWords;
    std::vector<QRectF> places;
    std::vector<QRectF> used{taken};
    for (const LabelledLine& line : lines) {
        const bool right = line.x + kBeside + line.label.width() <= plot.right();
        QRectF place(QPointF(right ? line.x + kBeside : line.x - kBeside - line.label.width(),
                             plot.top() + kFromTop),
                     line.label);
        const auto isTaken = [&used, &place] {
            return std::any_of(used.begin(), used.end(), [&place](const QRectF& other) {
                return other.intersects(place);
            });
        };
        while (isTaken() && place.bottom() <= lowest)
            place.translate(0, line.label.height() + kBetweenLabels);
        places.push_back(place.bottom() <= lowest ? place : QRectF());
        if (!places.back().isEmpty())
            used.push_back(place);
    }
    return places;
}

} // namespace lockscope::ui
