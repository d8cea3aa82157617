// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/words/figure_text.h"

#include "ui/words/text.h"
#include "ui/words/units.h"

namespace lockscope::ui {

using measure::FigureUnit;

QString figureTitle(measure::Figure figure)
{
    const measure::FigureRow& row = measure::rowOf(figure);
    return row.unit == FigureUnit::CallsPerSecond ? tr("%1 (calls/s)").arg(toQString(row.title))
                                                  : toQString(row.title);
}

QString figureText(measure::Figure figure, double value)
{
    switch (measure::rowOf(figure).unit) {
    case FigureUnit::CallsPerSecond:
        return formatScaled(value);
    case FigureUnit::Nanoseconds:
        return formatDuration(value);
    case FigureUnit::Index:
        return QString::number(value, 'f', 3);
    case FigureUnit::Share:
        break;
    }
    return formatShare(value);
}

QString figureAxisText(measure::Figure figure, double value)
{
    const FigureUnit unit = measure::rowOf(figure).unit;
    if (unit == FigureUnit::CallsPerSecond || value == 0)
        return formatScaled(value);
    if (unit == FigureUnit::Index)
        return QString::number(value, 'g', 3);
    return unit == FigureUnit::Nanoseconds ? formatAxisDuration(value) : formatShare(value);
}

} // namespace lockscope::ui
