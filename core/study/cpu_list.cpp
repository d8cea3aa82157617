// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/cpu_list.h"

#include "core/lab/lab_config.h"

#include <algorithm>
#include <charconv>
#include <set>

#include <fmt/format.h>

namespace lockscope::study {

namespace {

/// Takes a whole number off the front of a text; -1 when there is none.
int takeNumber(std::string_view& text)
{
    int value = -1;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || value < 0)
        return -1;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    return value;
}

bool take(std::string_view& text, char c)
{
    if (!text.starts_with(c))
        return false;
    text.remove_prefix(1);
    return true;
}

/// "4", "1-8" or "1-16:3" into the set; false when it is none of these or out of range.
bool addRange(std::string_view item, int most, std::set<int>& counts)
{
    const int first = takeNumber(item);
    int last = first;
    int step = 1;
    if (take(item, '-')) {
        last = takeNumber(item);
        if (take(item, ':'))
            step = takeNumber(item);
    }
    if (!item.empty() || first < 1 || last < first || last > most || step < 1)
        return false;
    for (int count = first; count <= last; count = last - count < step ? most + 1 : count + step)
        counts.insert(count);
    return true;
}

} // namespace

std::vector<int> parseCpuList(std::string_view text, int most, const std::string& flag)
{
    std::set<int> counts;
    for (std::string_view rest = text;;) {
        const std::size_t comma = rest.find(',');
        if (!addRange(rest.substr(0, comma), most, counts))
            throw lab::ConfigError(
                flag,
                std::string(text),
                fmt::format("a list such as 1,2,4 or 1-8 or 2-16:2, of 1 to {}", most));
        if (comma == std::string_view::npos)
            return {counts.begin(), counts.end()};
        rest.remove_prefix(comma + 1);
    }
}

std::vector<int> usualCpuCounts(int most)
{
    constexpr int kEach = 8;
    std::set<int> counts{most};
    for (int count = 1; count < most; count += std::max(1, count / kEach * 2))
        counts.insert(count);
    return {counts.begin(), counts.end()};
}

} // namespace lockscope::study
