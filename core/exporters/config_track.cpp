// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exporters/config_track.h"

#include <algorithm>

namespace lockscope::exporters {

namespace {

std::optional<std::string> settingIn(const measure::ConfigFacts& config, std::string_view name)
{
    const auto found = std::find_if(
        config.begin(), config.end(), [name](const auto& fact) { return fact.first == name; });
    return found == config.end() ? std::nullopt : std::optional(found->second);
}

std::string guardIn(const measure::ConfigFacts& config)
{
    const auto guard = settingIn(config, "guard");
    if (!guard)
        return "unknown guard";
    return *guard + (settingIn(config, "fast_path") == "on" ? " + fast path" : "");
}

} // namespace

void ConfigTrack::follow(const measure::Snapshot& snapshot)
{
    m_before = m_now;
    m_changed = !snapshot.changes.empty();
    if (m_changed)
        m_now = snapshot.changes.back().config;
}

std::optional<std::string> ConfigTrack::setting(std::string_view name) const
{
    return settingIn(m_now, name);
}

std::string ConfigTrack::guard() const
{
    const std::string before = guardIn(m_before);
    const std::string now = guardIn(m_now);
    return before == now ? now : before + ", then " + now;
}

} // namespace lockscope::exporters
