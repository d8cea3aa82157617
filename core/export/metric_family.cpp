// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/export/metric_family.h"

#include "core/io/text_fit.h"

#include <ostream>

#include <fmt/format.h>

namespace lockscope::exporting {

namespace {

/// As label values and HELP texts are escaped in OpenMetrics, which wants UTF-8; control characters
/// would reach the terminal that somebody looks at it on.
std::string escaped(const std::string& text)
{
    std::string result;
    for (const char c : io::withoutControls(text))
        switch (c) {
        case '\\':
            result += "\\\\";
            break;
        case '"':
            result += "\\\"";
            break;
        case '\n':
            result += "\\n";
            break;
        default:
            result += c;
        }
    return result;
}

} // namespace

void MetricFamily::sample(const std::string& suffix, const Labels& labels, double value)
{
    if (!m_headed) {
        m_out << "# TYPE " << m_text.name << ' ' << m_text.type << '\n';
        if (!m_text.unit.empty())
            m_out << "# UNIT " << m_text.name << ' ' << m_text.unit << '\n';
        m_out << "# HELP " << m_text.name << ' ' << escaped(m_text.help) << '\n';
        m_headed = true;
    }
    m_out << m_text.name << suffix << '{';
    for (std::size_t i = 0; i < labels.size(); ++i)
        m_out << (i > 0 ? "," : "") << labels[i].first << "=\"" << escaped(labels[i].second) << '"';
    // Whole numbers without a point, as bucket counts have to be.
    const auto whole = static_cast<std::int64_t>(value);
    constexpr double kExact = 9e15;
    if (value >= 0 && value < kExact && static_cast<double>(whole) == value)
        m_out << "} " << fmt::format("{}", whole) << '\n';
    else
        m_out << "} " << fmt::format("{}", value) << '\n';
}

} // namespace lockscope::exporting
