// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/value_scale.h"

#include <algorithm>
#include <cmath>

namespace lockscope::ui {

namespace {

/// The smallest of 1, 2, 2.5, 5 times a power of ten that is at or above the value.
double roundUp(double value)
{
    if (!(value > 0) || !std::isfinite(value))
        return 1;
    const double power = std::pow(10.0, std::floor(std::log10(value)));
    for (const double step : {1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0})
        if (step * power >= value * (1 - 1e-12))
            return step * power;
    return 10 * power;
}

double roundStep(double value)
{
    const double power = std::pow(10.0, std::floor(std::log10(value)));
    for (const double step : {1.0, 2.0, 2.5, 5.0})
        if (step * power >= value * (1 - 1e-9))
            return step * power;
    return 10 * power;
}

/// What a decade is parted at, so that it has so many intervals at most.
std::vector<double> partsOfDecade(int intervals)
{
    if (intervals >= 3)
        return {2, 5};
    return intervals == 2 ? std::vector<double>{3} : std::vector<double>{};
}

} // namespace

ValueScale ValueScale::linear(double largest)
{
    ValueScale scale;
    scale.m_high = roundUp(largest);
    return scale;
}

ValueScale ValueScale::logarithmic(double floor, double largest)
{
    ValueScale scale;
    scale.m_logarithmic = true;
    scale.m_low = floor;
    scale.m_high = floor * 10;
    while (scale.m_high < largest * (1 - 1e-12) && std::isfinite(largest))
        scale.m_high *= 10;
    return scale;
}

double ValueScale::fraction(double value) const
{
    if (m_logarithmic) {
        if (!(value > m_low))
            return 0;
        return std::min(1.0, std::log10(value / m_low) / std::log10(m_high / m_low));
    }
    return std::clamp((value - m_low) / (m_high - m_low), 0.0, 1.0);
}

double ValueScale::valueAt(double fraction) const
{
    if (m_logarithmic)
        return m_low * std::pow(m_high / m_low, fraction);
    return m_low + fraction * (m_high - m_low);
}

double ValueScale::yOf(double value, const QRectF& plot) const
{
    return plot.bottom() - fraction(value) * plot.height();
}

double ValueScale::xOf(double value, const QRectF& plot) const
{
    return plot.left() + fraction(value) * plot.width();
}

std::vector<Tick> ValueScale::ticks(int most, const std::function<QString(double)>& format) const
{
    std::vector<Tick> ticks;
    if (m_logarithmic) {
        const int decades = static_cast<int>(std::lround(std::log10(m_high / m_low)));
        const int intervals = std::max(1, most - 1);
        const int every = (decades + intervals - 1) / intervals;
        for (int decade = 0; decade <= decades; decade += every) {
            const double value = m_low * std::pow(10.0, decade);
            const QString text = format(value);
            ticks.push_back({static_cast<double>(decade) / decades,
                             decade == 0 ? QStringLiteral("\u2264 ") + text : text});
            if (decade == decades)
                break;
            for (const double part : partsOfDecade(intervals / decades))
                ticks.push_back({fraction(part * value), format(part * value)});
        }
        return ticks;
    }
    double step = roundStep((m_high - m_low) / std::max(1, most - 1));
    const auto divides = [this](double by) {
        const double parts = (m_high - m_low) / by;
        return std::abs(parts - std::round(parts)) < 1e-6;
    };
    for (int tries = 0; !divides(step) && tries < 4; ++tries)
        step = roundStep(step * 1.01);
    const int parts = divides(step) ? static_cast<int>(std::lround((m_high - m_low) / step)) : 1;
    for (int i = 0; i <= parts; ++i) {
        const double fraction = static_cast<double>(i) / parts;
        ticks.push_back({fraction, format(valueAt(fraction))});
    }
    return ticks;
}

ValueScale ValueScale::steadied(const ValueScale& before) const
{
    if (before.m_logarithmic != m_logarithmic || before.m_low != m_low)
        return *this;
    const double muchLarger = m_logarithmic ? 10.5 : 1.6;
    return before.m_high >= m_high && before.m_high <= m_high * muchLarger ? before : *this;
}

} // namespace lockscope::ui
