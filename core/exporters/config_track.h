// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/snapshot.h"
#include "core/measure/source.h"

#include <optional>
#include <string>
#include <string_view>

/// What the exporters say alike of a source and of its configuration.
namespace lockscope::exporters {

/// Whether passes were counted and their waits timed. Without a probe nobody does that: then
/// passes, contended and waits stand at 0 and are not known.
[[nodiscard]] constexpr bool waitsKnown(const measure::Totals& counts)
{
    return counts.passes > 0 || counts.calls == 0;
}

/// Follows the configuration through the snapshots of a source.
class ConfigTrack
{
public:
    explicit ConfigTrack(measure::ConfigFacts first = {})
        : m_now(std::move(first))
        , m_before(m_now)
    {}

    /// Takes up what came into force within the next snapshot.
    void follow(const measure::Snapshot& snapshot);

    /// In force at the end of the snapshot that was followed last.
    [[nodiscard]] const measure::ConfigFacts& now() const { return m_now; }
    /// Whether any came into force within it.
    [[nodiscard]] bool changed() const { return m_changed; }

    /// A setting by its name with underscores; none when the source does not tell.
    [[nodiscard]] std::optional<std::string> setting(std::string_view name) const;

    /// What the calls of that snapshot passed: "mutex + fast path"; "mutex, then mutex + fast path"
    /// where the guard was changed within, because its calls cannot be told apart; "unknown guard"
    /// when the source does not tell.
    [[nodiscard]] std::string guard() const;

private:
    measure::ConfigFacts m_now;
    measure::ConfigFacts m_before;
    bool m_changed = false;
};

} // namespace lockscope::exporters
