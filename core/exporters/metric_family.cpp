// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exporters/metric_family.h"

#include "core/io/text_fit.h"

#include <ostream>
#include <string_view>

#include <fmt/format.h>

namespace lockscope::exporters {

namespace {

/// With a backslash before each backslash and `quotes`, and newlines as "\\n". Both formats want
/// UTF-8; control characters would reach the terminal that somebody looks at it on.
std::string escaped(const std::string& text, std::string_view quotes)
{
    std::string result;
    for (const char c : io::withoutControls(text)) {
        if (c == '\n') {
            result += "\\n";
            continue;
        }
        if (c == '\\' || quotes.find(c) != std::string_view::npos)
            result += '\\';
        result += c;
    }
    return result;
}

constexpr std::string_view kQuotes = "\"";

} // namespace

void MetricFamily::writeHead()
{
    if (m_syntax == MetricSyntax::OpenMetrics) {
        m_out << "# TYPE " << m_text.name << ' ' << m_text.type << '\n';
        if (!m_text.unit.empty())
            m_out << "# UNIT " << m_text.name << ' ' << m_text.unit << '\n';
        m_out << "# HELP " << m_text.name << ' ' << escaped(m_text.help, kQuotes) << '\n';
        return;
    }
    const std::string name = m_text.name + (m_text.type == "counter" ? "_total" : "");
    m_out << "# HELP " << name << ' ' << escaped(m_text.help, "") << '\n'
          << "# TYPE " << name << ' ' << m_text.type << '\n';
}

void MetricFamily::sample(const std::string& suffix, const Labels& labels, double value)
{
    if (!m_headed)
        writeHead();
    m_headed = true;
    m_out << m_text.name << suffix << '{';
    for (std::size_t i = 0; i < labels.size(); ++i)
        m_out << (i > 0 ? "," : "") << labels[i].first << "=\""
              << escaped(labels[i].second, kQuotes) << '"';
    // Whole numbers without a point, as bucket counts have to be.
    const auto whole = static_cast<std::int64_t>(value);
    constexpr double kExact = 9e15;
    if (value >= 0 && value < kExact && static_cast<double>(whole) == value)
        m_out << "} " << fmt::format("{}", whole) << '\n';
    else
        m_out << "} " << fmt::format("{}", value) << '\n';
}

} // namespace lockscope::exporters
