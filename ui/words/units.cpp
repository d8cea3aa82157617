// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/words/units.h"

#include "core/report/quantity_text.h"

#include <QCoreApplication>

#include <array>
#include <cmath>

namespace lockscope::ui {

QString unknownText()
{
    return QCoreApplication::translate("Units", "unknown");
}

QString formatSignificant(double value)
{
    const double size = std::abs(value);
    if (size == 0)
        return QStringLiteral("0");
    constexpr double kRoundsToNothing = 0.0005;
    if (size < kRoundsToNothing)
        return value > 0 ? QStringLiteral("≤ 0.001") : QStringLiteral("≥ -0.001");
    // The thresholds are those at which rounding would bring a fourth digit in: 9.995 is "10.0".
    const int decimals = size < 0.0995 ? 3 : size < 9.995 ? 2 : size < 99.95 ? 1 : 0;
    return QString::number(value, 'f', decimals);
}

namespace {

struct DurationUnit
{
    double ns;
    QString name;
};

const DurationUnit& durationUnit(double ns)
{
    static const std::array<DurationUnit, 4> kUnits{DurationUnit{1e9, QStringLiteral("s")},
                                                    DurationUnit{1e6, QStringLiteral("ms")},
                                                    DurationUnit{1e3, QStringLiteral("\u00b5s")},
                                                    DurationUnit{1, QStringLiteral("ns")}};
    constexpr double kRounding = 0.9995; // 999.6 ns is "1.00 µs"
    for (const DurationUnit& unit : kUnits)
        if (std::abs(ns) >= unit.ns * kRounding)
            return unit;
    return kUnits.back();
}

} // namespace

QString formatDuration(double ns)
{
    const DurationUnit& unit = durationUnit(ns);
    return formatSignificant(ns / unit.ns) + QChar(' ') + unit.name;
}

QString formatAxisDuration(double ns)
{
    const DurationUnit& unit = durationUnit(ns);
    return QString::number(ns / unit.ns, 'g', 4) + QChar(' ') + unit.name;
}

QString formatDuration(std::optional<double> ns)
{
    return ns ? formatDuration(*ns) : unknownText();
}

Scale scaleOf(double value)
{
    static const std::array<Scale, 4> kScales{Scale{1e12, QStringLiteral("T")},
                                              Scale{1e9, QStringLiteral("G")},
                                              Scale{1e6, QStringLiteral("M")},
                                              Scale{1e3, QStringLiteral("k")}};
    constexpr double kRounding = 0.9995;
    for (const Scale& scale : kScales)
        if (std::abs(value) >= scale.factor * kRounding)
            return scale;
    return {};
}

QString formatScaled(double value)
{
    const Scale scale = scaleOf(value);
    const QString number = formatSignificant(value / scale.factor);
    return scale.prefix.isEmpty() ? number : number + QChar(' ') + scale.prefix;
}

QString formatRate(double callsPerSecond)
{
    const Scale scale = scaleOf(callsPerSecond);
    return QCoreApplication::translate("Units", "%1 %2calls/s")
        .arg(formatSignificant(callsPerSecond / scale.factor),
             scale.prefix.isEmpty() ? QString() : scale.prefix + QChar(' '));
}

QString formatShare(std::optional<double> share)
{
    if (!share)
        return unknownText();
    return QString::fromStdString(report::percent(share));
}

} // namespace lockscope::ui
