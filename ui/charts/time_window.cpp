// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/time_window.h"

#include <QDateTime>

#include <algorithm>
#include <array>
#include <cmath>

namespace lockscope::ui {

namespace {

double seconds(std::chrono::nanoseconds time)
{
    return std::chrono::duration<double>(time).count();
}

/// The time of day here, to the second or to its hundredth.
QString clockText(std::chrono::nanoseconds since1970, bool hundredths)
{
    const auto ms = std::chrono::floor<std::chrono::milliseconds>(since1970);
    const QTime time = QDateTime::fromMSecsSinceEpoch(ms.count()).time();
    const QString text = time.toString("HH:mm:ss");
    constexpr int kMsPerHundredth = 10;
    return hundredths
        ? QStringLiteral("%1.%2").arg(text).arg(time.msec() / kMsPerHundredth, 2, 10, QChar('0'))
        : text;
}

/// The midnight before a time of day, since 1970.
std::chrono::nanoseconds midnightBefore(std::chrono::nanoseconds since1970)
{
    const auto ms = std::chrono::floor<std::chrono::milliseconds>(since1970);
    const QDate day = QDateTime::fromMSecsSinceEpoch(ms.count()).date();
    return std::chrono::milliseconds(day.startOfDay().toMSecsSinceEpoch());
}

} // namespace

QString instantText(std::chrono::nanoseconds time,
                    std::chrono::nanoseconds origin,
                    const std::optional<std::chrono::nanoseconds>& zero)
{
    return zero ? clockText(time + *zero, true)
                : QString::number(seconds(time - origin), 'f', 2) + QStringLiteral(" s");
}

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
    return seconds(time - origin);
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
    constexpr std::array<double, 19> kSteps{
        0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1800, 3600, 7200};
    const double total = seconds(span);
    const double wanted = total / std::max(1.0, width / kPixelsPerTick);
    const auto found = std::find_if(
        kSteps.begin(), kSteps.end(), [wanted](double step) { return step >= wanted; });
    const double step = found == kSteps.end() ? total : *found;
    // Round times of day are round from midnight on.
    const Time midnight = zero ? midnightBefore(begin() + *zero) : Time{0};
    const double low = zero ? seconds(begin() + *zero - midnight) : axisSeconds(begin());
    constexpr double kRounding = 1e-9;
    const auto first = std::llround(std::ceil(low / step - kRounding));
    const auto last = std::llround(std::floor((low + total) / step + kRounding));
    std::vector<Tick> ticks;
    for (long long i = first; i <= last; ++i) {
        const std::chrono::duration<double> since(step * static_cast<double>(i));
        ticks.push_back({(since.count() - low) / total,
                         zero ? clockText(midnight + std::chrono::round<Time>(since), step < 1)
                              : QString::number(since.count(), 'g', 7) + QStringLiteral(" s")});
    }
    return ticks;
}

} // namespace lockscope::ui
