// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <iosfwd>
#include <string>
#include <utility>
#include <vector>

namespace lockscope::exporting {

/// Names and values; values are escaped when written.
using Labels = std::vector<std::pair<std::string, std::string>>;

/// What stands above the samples of a metric.
struct FamilyText
{
    std::string name; ///< ends with the unit, where there is one
    std::string type; ///< counter, gauge or histogram: what both text formats have
    std::string unit; ///< in the field's base units; empty for counts
    std::string help;
};

/// A metric family of OpenMetrics 1.0, written as it comes: its head with the first sample, so that
/// a family without samples leaves nothing.
class MetricFamily
{
public:
    MetricFamily(std::ostream& out, FamilyText text)
        : m_out(out)
        , m_text(std::move(text))
    {}

    /// `suffix` as the type wants it: "_total" for a counter, "" for a gauge.
    void sample(const std::string& suffix, const Labels& labels, double value);

private:
    std::ostream& m_out;
    FamilyText m_text;
    bool m_headed = false;
};

} // namespace lockscope::exporting
