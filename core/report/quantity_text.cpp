// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/quantity_text.h"

#include <array>
#include <cmath>
#include <string_view>

#include <fmt/format.h>

namespace lockscope::report {

namespace {

struct Unit
{
    double size;
    std::string_view name;
};

template<std::size_t Size>
std::string inUnits(double value, const std::array<Unit, Size>& units)
{
    const Unit* unit = &units.front();
    for (const Unit& larger : units)
        if (std::abs(value) >= larger.size)
            unit = &larger;
    const double exact = value / unit->size;
    const int decimals = std::abs(exact) >= 100 ? 0 : std::abs(exact) >= 10 ? 1 : 2;
    // Halves away from 0, as the charts round: fmt goes to the even digit, and 226.5 ns would read
    // 226 here and 227 there.
    const double scale = std::pow(10.0, decimals);
    const double shown = std::round(exact * scale) / scale;
    return fmt::format("{:.{}f}{}{}", shown, decimals, unit->name.empty() ? "" : " ", unit->name);
}

} // namespace

std::string scaled(double value)
{
    constexpr std::array<Unit, 4> kUnits{{{1, ""}, {1e3, "k"}, {1e6, "M"}, {1e9, "G"}}};
    return inUnits(value, kUnits);
}

std::string percent(std::optional<double> share, int decimals)
{
    if (!share)
        return "unknown";
    const double least = std::pow(10.0, -decimals);
    const double value = 100 * *share;
    if (value > 0 && value < least)
        return fmt::format("< {:.{}f} %", least, decimals);
    return fmt::format("{:.{}f} %", value, decimals);
}

std::string duration(std::optional<double> ns)
{
    constexpr std::array<Unit, 4> kUnits{{{1, "ns"}, {1e3, "µs"}, {1e6, "ms"}, {1e9, "s"}}};
    return ns ? inUnits(*ns, kUnits) : "unknown";
}

std::string figureText(measure::FigureUnit unit, double value)
{
    switch (unit) {
    case measure::FigureUnit::CallsPerSecond:
        return scaled(value);
    case measure::FigureUnit::Nanoseconds:
        return duration(value);
    case measure::FigureUnit::Index:
        return fmt::format("{:.3f}", value);
    case measure::FigureUnit::Share:
        break;
    }
    return percent(value);
}

} // namespace lockscope::report
