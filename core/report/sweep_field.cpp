// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/sweep_field.h"

#include "core/report/sweep_json.h"

#include <cmath>
#include <limits>

#include <fmt/format.h>

namespace lockscope::report {

using Json = nlohmann::ordered_json;

void refuseField(const std::string& where, const std::string& given, const std::string& allowed)
{
    throw SweepFileError(fmt::format("{} is {}; allowed: {}", where, given, allowed));
}

SweepField SweepField::at(const std::string& key) const
{
    if (!m_json.is_object())
        refuseFor("an object");
    const auto found = m_json.find(key);
    const std::string where = m_where.empty() ? key : m_where + "." + key;
    if (found == m_json.end())
        refuseField(where, "missing", "a file that sweep --json has written");
    return {*found, where};
}

std::vector<SweepField> SweepField::items() const
{
    if (!m_json.is_array())
        refuseFor("a list");
    std::vector<SweepField> fields;
    for (std::size_t i = 0; i < m_json.size(); ++i)
        fields.emplace_back(m_json[i], fmt::format("{}[{}]", m_where, i));
    return fields;
}

std::string SweepField::text() const
{
    if (!m_json.is_string())
        refuseFor("a text");
    return m_json.get<std::string>();
}

bool SweepField::yesOrNo() const
{
    if (!m_json.is_boolean())
        refuseFor("true or false");
    return m_json.get<bool>();
}

double SweepField::number(double low, double high) const
{
    const double value =
        m_json.is_number() ? m_json.get<double>() : std::numeric_limits<double>::quiet_NaN();
    if (!(value >= low && value <= high))
        refuseFor(fmt::format("a number, {:g} to {:g}", low, high));
    return value;
}

int SweepField::whole(int low, int high) const
{
    const double value = number(low, high);
    if (value != std::floor(value))
        refuseFor("a whole number");
    return static_cast<int>(value);
}

std::uint64_t SweepField::count() const
{
    if (!m_json.is_number_unsigned())
        refuseFor("a whole number, not negative");
    return m_json.get<std::uint64_t>();
}

void SweepField::refuseFor(const std::string& allowed) const
{
    constexpr std::size_t kLongest = 40;
    std::string given = m_json.dump(-1, ' ', true, Json::error_handler_t::replace);
    if (given.size() > kLongest)
        given = given.substr(0, kLongest) + "...";
    refuseField(m_where.empty() ? "it" : m_where, given, allowed);
}

} // namespace lockscope::report
