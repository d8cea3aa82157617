// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/utc_text.h"

#include <cctype>

#include <fmt/format.h>

namespace lockscope::report {

using std::chrono::sys_days;
using std::chrono::sys_seconds;

std::string utcText(sys_seconds time)
{
    const auto day = std::chrono::floor<std::chrono::days>(time);
    const std::chrono::year_month_day date(day);
    const std::chrono::hh_mm_ss clock(time - day);
    return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z",
                       static_cast<int>(date.year()),
                       static_cast<unsigned>(date.month()),
                       static_cast<unsigned>(date.day()),
                       clock.hours().count(),
                       clock.minutes().count(),
                       clock.seconds().count());
}

std::optional<sys_seconds> timeFromUtcText(std::string_view text)
{
    constexpr std::string_view kShape = "0000-00-00T00:00:00Z";
    if (text.size() != kShape.size())
        return std::nullopt;
    for (std::size_t i = 0; i < text.size(); ++i)
        if (kShape[i] == '0' ? std::isdigit(static_cast<unsigned char>(text[i])) == 0
                             : text[i] != kShape[i])
            return std::nullopt;
    const auto number = [text](std::size_t from, std::size_t digits) {
        int value = 0;
        for (const char digit : text.substr(from, digits))
            value = 10 * value + (digit - '0');
        return value;
    };
    const std::chrono::year_month_day date(std::chrono::year(number(0, 4)),
                                           std::chrono::month(static_cast<unsigned>(number(5, 2))),
                                           std::chrono::day(static_cast<unsigned>(number(8, 2))));
    const int hours = number(11, 2);
    const int minutes = number(14, 2);
    const int seconds = number(17, 2);
    if (!date.ok() || hours > 23 || minutes > 59 || seconds > 59)
        return std::nullopt;
    return sys_days(date) + std::chrono::hours(hours) + std::chrono::minutes(minutes)
        + std::chrono::seconds(seconds);
}

} // namespace lockscope::report
