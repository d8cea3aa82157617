// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <iosfwd>
#include <string>
#include <utility>
#include <vector>

namespace lockscope::exporters {

/// Names and values; values are escaped when written.
using Labels = std::vector<std::pair<std::string, std::string>>;

/// The two text formats of the field. They differ in what stands above the samples: the older one
/// has no unit and gives a counter's TYPE and HELP the name of its samples, "_total" included. A
/// parser of the one loses them in the other.
enum class MetricSyntax : std::uint8_t
{
    OpenMetrics, ///< OpenMetrics 1.0
    Prometheus ///< Prometheus' text format 0.0.4
};

/// What stands above the samples of a metric.
struct FamilyText
{
    std::string name; ///< ends with the unit, where there is one; without "_total"
    std::string type; ///< counter, gauge or histogram: what both text formats have
    std::string unit; ///< in the field's base units; empty for counts
    std::string help;
};

/// A metric family, written as it comes: its head with the first sample, so that a family without
/// samples leaves nothing.
class MetricFamily
{
public:
    MetricFamily(std::ostream& out, MetricSyntax syntax, FamilyText text)
        : m_out(out)
        , m_syntax(syntax)
        , m_text(std::move(text))
    {}

    /// `suffix` as the type wants it: "_total" for a counter, "" for a gauge.
    void sample(const std::string& suffix, const Labels& labels, double value);

private:
    void writeHead();

    std::ostream& m_out;
    MetricSyntax m_syntax;
    FamilyText m_text;
    bool m_headed = false;
};

} // namespace lockscope::exporters
