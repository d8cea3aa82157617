// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/joined_quality.h"

#include <string>
#include <utility>

#include <fmt/format.h>

namespace lockscope::cli {

measure::Quality joined(const std::vector<QualityAt>& points)
{
    std::vector<measure::Quality> each;
    std::vector<std::string> warnings;
    for (const QualityAt& point : points) {
        each.push_back(point.quality);
        for (const std::string& warning : point.quality.warnings)
            warnings.push_back(points.size() == 1 ? warning
                                                  : fmt::format("with {} worker{} {}",
                                                                point.workers,
                                                                point.workers == 1 ? "" : "s",
                                                                warning));
    }
    measure::Quality quality = measure::meanQuality(each);
    quality.warnings = std::move(warnings);
    return quality;
}

} // namespace lockscope::cli
