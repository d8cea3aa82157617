// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/lock_substitutes.h"

#include <charconv>
#include <string_view>

namespace lockscope::ui {

LockSubstitutes substitutesIn(const measure::ConfigFacts& facts)
{
    constexpr std::string_view kLock = "lock ";
    LockSubstitutes found;
    for (const auto& [name, value] : facts) {
        if (name.compare(0, kLock.size(), kLock) != 0)
            continue;
        std::uint32_t id = 0;
        const char* const begin = name.data() + kLock.size();
        const char* const end = name.data() + name.size();
        const auto [after, error] = std::from_chars(begin, end, id);
        if (error == std::errc() && after != end && *after == ',')
            found[id] = value;
    }
    return found;
}

LockSubstitutes substitutesAt(const Snapshots& snapshots, std::chrono::nanoseconds time)
{
    const measure::ConfigFacts* facts = nullptr;
    for (const measure::SnapshotPtr& snapshot : snapshots)
        for (const measure::ConfigChange& change : snapshot->changes)
            if (change.time <= time)
                facts = &change.config;
    return facts == nullptr ? LockSubstitutes() : substitutesIn(*facts);
}

} // namespace lockscope::ui
