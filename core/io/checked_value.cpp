// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/checked_value.h"

#include "core/io/limits.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h> // join

namespace lockscope::io {

namespace {

using Json = CheckedValue::Json;

/// Appends the way from `from` to `to`; false when it is not in there. As deep as the whole, which
/// its reader has bounded.
bool findWay(const Json& from, const Json& to, std::string& way)
{
    if (&from == &to)
        return true;
    const std::size_t before = way.size();
    std::size_t index = 0;
    for (auto each = from.begin(); from.is_structured() && each != from.end(); ++each, ++index) {
        way += from.is_array() ? fmt::format("[{}]", index)
                               : fmt::format("{}{}", way.empty() ? "" : ".", each.key());
        if (findWay(*each, to, way))
            return true;
        way.resize(before);
    }
    return false;
}

/// What stands there, in one line of ASCII, and not all of what is long.
std::string shown(const Json& value)
{
    constexpr std::size_t kLongest = 40;
    std::string text = value.dump(-1, ' ', true, Json::error_handler_t::replace);
    if (text.size() > kLongest)
        text = text.substr(0, kLongest) + "...";
    return text;
}

} // namespace

ValueError::ValueError(std::string where, std::string given, std::string allowed)
    : BadInput(fmt::format("{} is {}; allowed: {}", where, given, allowed))
    , m_where(std::move(where))
    , m_given(std::move(given))
    , m_allowed(std::move(allowed))
{}

CheckedValue::CheckedValue(const CheckedValue& within, const Json* value, std::string_view name)
    : m_whole(within.m_whole)
    , m_within(within.m_value)
    , m_value(value)
    , m_name(name)
    , m_isMissing(value == nullptr)
{
    static const Json kNull;
    if (m_isMissing)
        m_value = &kNull;
}

CheckedValue CheckedValue::at(std::string_view key) const
{
    CheckedValue member = find(key);
    if (member.m_isMissing)
        member.refuse("an object that has it");
    return member;
}

CheckedValue CheckedValue::find(std::string_view key) const
{
    if (!m_value->is_object())
        refuse("an object");
    const auto found = m_value->find(key);
    if (found == m_value->end())
        return {*this, nullptr, key};
    return {*this, &*found, found.key()};
}

CheckedValue CheckedValue::find(std::size_t place, std::string_view name) const
{
    if (!m_value->is_array())
        refuse("a list");
    return {*this, place < m_value->size() ? &(*m_value)[place] : nullptr, name};
}

std::vector<CheckedValue> CheckedValue::items(std::size_t most) const
{
    if (size() > most)
        refuse(fmt::format("a list of {}", size()), fmt::format("at most {}", most));
    std::vector<CheckedValue> items;
    items.reserve(size());
    for (const Json& each : *m_value)
        items.push_back(CheckedValue(*this, &each, {}));
    return items;
}

std::size_t CheckedValue::size() const
{
    if (!m_value->is_array())
        refuse("a list");
    return m_value->size();
}

void CheckedValue::checkMembers(std::span<const std::string_view> names) const
{
    if (!m_value->is_object())
        refuse("an object");
    for (const auto& [name, value] : m_value->items())
        if (std::find(names.begin(), names.end(), name) == names.end())
            CheckedValue(*this, &value, name)
                .refuse("not known", fmt::format("{}", fmt::join(names, ", ")));
}

const std::string& CheckedValue::text() const
{
    if (!m_value->is_string())
        refuse("a text");
    return m_value->get_ref<const std::string&>();
}

bool CheckedValue::yesOrNo() const
{
    if (!m_value->is_boolean())
        refuse("true or false");
    return m_value->get<bool>();
}

double CheckedValue::number(double low, double high) const
{
    const double value =
        m_value->is_number() ? m_value->get<double>() : std::numeric_limits<double>::quiet_NaN();
    if (!(value >= low && value <= high)) {
        if (low == std::numeric_limits<double>::lowest())
            refuse("a number");
        refuse(high == std::numeric_limits<double>::max()
                   ? fmt::format("a number, {:g} or more", low)
                   : fmt::format("a number, {:g} to {:g}", low, high));
    }
    return value;
}

int CheckedValue::whole(int low, int high) const
{
    const double value = // every int is exact in it
        m_value->is_number() ? m_value->get<double>() : std::numeric_limits<double>::quiet_NaN();
    if (!(value >= low && value <= high) || value != std::floor(value))
        refuse(fmt::format("a whole number, {} to {}", low, high));
    return static_cast<int>(value);
}

std::uint64_t CheckedValue::count(std::uint64_t most) const
{
    if (!m_value->is_number_unsigned() || m_value->get<std::uint64_t>() > most)
        refuse(most == std::numeric_limits<std::uint64_t>::max()
                   ? "a whole number, not negative"
                   : fmt::format("a whole number, 0 to {}", most));
    return m_value->get<std::uint64_t>();
}

std::chrono::nanoseconds CheckedValue::time() const
{
    return std::chrono::nanoseconds(static_cast<std::int64_t>(count(limits::kTimeNs)));
}

std::string CheckedValue::where() const
{
    if (m_within == nullptr)
        return std::string(m_name);
    std::string way;
    if (m_name.empty()) {
        (void)findWay(*m_whole, *m_value, way);
        return way;
    }
    (void)findWay(*m_whole, *m_within, way);
    return fmt::format("{}{}{}", way, way.empty() ? "" : ".", m_name);
}

void CheckedValue::refuse(const std::string& allowed) const
{
    refuse(m_isMissing ? "missing" : shown(*m_value), allowed);
}

void CheckedValue::refuse(const std::string& given, const std::string& allowed) const
{
    throw ValueError(where(), given, allowed);
}

} // namespace lockscope::io
