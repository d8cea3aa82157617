// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/program/substitution_log.h"

#include "core/io/limits.h"
#include "core/program/watch_account.h"

#include <algorithm>

#include <fmt/format.h>

namespace lockscope::program {

namespace {

std::string nameOf(const LockReading& lock)
{
    return recordedText(lock.siteAddress == 0 ? fmt::format("lock {}", lock.id)
                                              : siteText(lock.site));
}

} // namespace

Substitution substitutionOf(const LockCounts& counts)
{
    return {static_cast<Substitute>(
                std::min<std::uint32_t>(counts.substitute, kSubstitutes.size() - 1)),
            std::chrono::nanoseconds(counts.delayNs)};
}

std::vector<measure::ConfigChange> SubstitutionLog::look(const ProgramReading& reading,
                                                         std::chrono::nanoseconds interval,
                                                         const measure::ConfigFacts& facts)
{
    std::vector<measure::ConfigChange> changes;
    const auto begin = reading.elapsed - interval;
    for (const LockReading& lock : reading.locks) {
        if (lock.counts.swaps == 0
            || (m_known.size() >= io::limits::kChangesAtOnce && !m_known.contains(lock.id)))
            continue;
        Known& known = m_known[lock.id];
        // The library's word may be anything: a change within the interval, or as near as can be.
        const bool changed = lock.counts.swaps != known.swaps;
        known.swaps = lock.counts.swaps;
        const Substitution now = substitutionOf(lock.counts);
        if (!changed || now == known.now)
            continue;
        known.now = now;
        known.site = nameOf(lock);
        const auto since = std::chrono::nanoseconds(
            static_cast<std::int64_t>(std::min(lock.counts.substitutedAgoNs, io::limits::kTimeNs)));
        measure::ConfigChange& change = changes.emplace_back();
        change.time = std::clamp(
            reading.elapsed - since, begin + std::chrono::nanoseconds(1), reading.elapsed);
        change.label = fmt::format("{}: {}", substitutionText(now), known.site);
    }
    std::stable_sort(changes.begin(), changes.end(), [](const auto& a, const auto& b) {
        return a.time < b.time;
    });
    measure::ConfigFacts all = facts;
    for (const auto& [id, known] : m_known)
        if (!known.now.isNone() && all.size() < io::limits::kFacts)
            all.emplace_back(fmt::format("lock {}, {}", id, known.site),
                             substitutionText(known.now));
    for (measure::ConfigChange& change : changes) {
        change.revision = ++m_revision;
        change.config = all;
    }
    return changes;
}

} // namespace lockscope::program
