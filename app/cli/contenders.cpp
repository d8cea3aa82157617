// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/contenders.h"

#include "core/guards/registry.h"

#include <fmt/format.h>

namespace lockscope::cli {

std::vector<study::Contender> contendersOf(std::vector<std::string> ids,
                                           const std::string& fastPath)
{
    if (fastPath != "on" && fastPath != "off" && fastPath != "both")
        throw lab::ConfigError("fast-path", fastPath, "on, off or both");
    if (ids == std::vector<std::string>{"all"}) {
        ids.clear();
        for (const guards::GuardRow& row : guards::registry())
            if (row.available)
                ids.emplace_back(row.id);
    }
    std::vector<study::Contender> contenders;
    for (const std::string& guard : ids)
        for (const bool on : {false, true})
            if (fastPath == "both" || (fastPath == "on") == on)
                contenders.push_back({guard, on});
    return contenders;
}

std::map<std::string, common::FlagHelp> contenderFlags()
{
    return {{"guard", {}},
            {"fast-path",
             {"on|off|both", "the atomic check that skips the lock once initialised [off]"}}};
}

std::string nameOf(const study::Contender& contender)
{
    return contender.guard + (contender.fastPath ? " + fast path" : "");
}

std::string textOf(const std::optional<measure::Estimate>& estimate,
                   const std::function<std::string(double)>& format)
{
    if (!estimate)
        return "-";
    std::string text = format(estimate->mean);
    if (estimate->high && estimate->mean > 0) // the lower end may have been cut off at 0
        text +=
            fmt::format(" ±{:.0f} %", 100 * (*estimate->high - estimate->mean) / estimate->mean);
    return text;
}

} // namespace lockscope::cli
