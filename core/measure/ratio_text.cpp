// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/ratio_text.h"

#include <fmt/format.h>

namespace lockscope::measure {

namespace {

constexpr int kUsualDecimals = 2;
constexpr int kMostDecimals = 6;

std::string fixed(double number, int decimals)
{
    return fmt::format("{:.{}f}", number, decimals);
}

bool readsAs(double number, double other, int decimals)
{
    return number != other && fixed(number, decimals) == fixed(other, decimals);
}

std::string factorText(double factor, int decimals)
{
    constexpr double kLarge = 1000;
    return factor >= kLarge || readsAs(factor, 0, decimals) ? fmt::format("{:.3g}", factor)
                                                            : fixed(factor, decimals);
}

} // namespace

std::string RatioText::whole() const
{
    return fmt::format("{} ({})", value, interval.empty() ? "no interval" : interval);
}

bool showsDifference(const std::optional<Interval>& ratio)
{
    return ratio && ratio->low && ratio->high && (*ratio->low > 1 || *ratio->high < 1);
}

RatioText ratioText(const Interval& ratio)
{
    if (!ratio.low || !ratio.high)
        return {.value = factorText(ratio.mean, kUsualDecimals) + "x", .interval = {}};
    int decimals = kUsualDecimals;
    while (decimals < kMostDecimals
           && (readsAs(*ratio.low, 1, decimals) || readsAs(*ratio.high, 1, decimals)))
        ++decimals;
    return {.value = factorText(ratio.mean, decimals) + "x",
            .interval = factorText(*ratio.low, decimals) + "-" + factorText(*ratio.high, decimals)};
}

std::string ratioVerdict(const std::optional<Interval>& ratio)
{
    return showsDifference(ratio) ? ratioText(*ratio).whole() : std::string(kNoDifference);
}

} // namespace lockscope::measure
