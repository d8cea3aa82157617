// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/time_window.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace lockscope::ui {

namespace {

double seconds(std::chrono::nanoseconds time)
{
    return std::chrono::duration<double>(time).count();
}

} // namespace

double TimeWindow::xOf(Time time) const
{
    return right() + seconds(time - end) / seconds(span) * width;
}

TimeWindow::Time TimeWindow::timeAt(double x) const
{
    if (width <= 0)
        return end;
    const double back = (right() - x) / width * seconds(span);
    return end - std::chrono::duration_cast<Time>(std::chrono::duration<double>(back));
}

double TimeWindow::axisSeconds(Time time) const
{
    return seconds(time - (fromBegin ? begin() : end));
}

TimeWindow::Time TimeWindow::fittingSpan(Time covered, Time full)
{
    constexpr double kLeastSeconds = 1;
    constexpr double kStep = 1.03;
    const double needed = std::max(kLeastSeconds, seconds(covered));
    // A span that is met exactly must not be taken for one that is passed.
    const double steps = std::ceil(std::log(needed / kLeastSeconds) / std::log(kStep) - 1e-6);
    const double span = kLeastSeconds * std::pow(kStep, steps);
    return span >= seconds(full)
        ? full
        : std::chrono::duration_cast<Time>(std::chrono::duration<double>(span));
}

std::vector<Tick> TimeWindow::ticks() const
{
    constexpr double kPixelsPerTick = 70;
    constexpr std::array<double, 16> kSteps{
        0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1800, 3600, 7200};
    const double total = seconds(span);
    const double wanted = total / std::max(1.0, width / kPixelsPerTick);
    const auto found = std::find_if(
        kSteps.begin(), kSteps.end(), [wanted](double step) { return step >= wanted; });
    const double step = found == kSteps.end() ? total : *found;
    std::vector<Tick> ticks;
    const int count = static_cast<int>(std::floor(total / step + 1e-9));
    for (int i = count; i >= 0; --i) {
        const QString number = QString::number(step * i, 'g', 4);
        if (fromBegin) {
            ticks.insert(ticks.begin(), {step * i / total, number + QStringLiteral(" s")});
            continue;
        }
        ticks.push_back(
            {1 - step * i / total,
             (i > 0 ? QStringLiteral("-") : QString()) + number + QStringLiteral(" s")});
    }
    return ticks;
}

} // namespace lockscope::ui
