// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/range_blocking.h"

#include <algorithm>

namespace lockscope::ui {

std::vector<Blocked> blockedIn(const measure::Snapshot& snapshot, std::uint32_t lock)
{
    std::vector<Blocked> blocked;
    if (!snapshot.program)
        return blocked;
    const measure::ProgramSnapshot& program = *snapshot.program;
    const std::size_t threads = std::min(program.waitingFor.size(), snapshot.threads.size());
    for (std::size_t i = 0; i < threads; ++i) {
        const std::uint32_t wanted = program.waitingFor[i];
        if (wanted == 0 || (lock != 0 && wanted != lock))
            continue;
        const measure::LockSnapshot* held = measure::lockIn(program, wanted);
        const measure::ThreadSnapshot& waiter = snapshot.threads[i];
        if (held != nullptr && held->ownerTid != 0
            && held->ownerTid != static_cast<std::uint32_t>(waiter.tid))
            blocked.push_back({held->ownerTid, waiter.index, wanted});
    }
    return blocked;
}

void RangeBlocking::add(const measure::Snapshot& snapshot)
{
    for (const Blocked& each : blockedIn(snapshot))
        m_times[each] += snapshot.interval.count();
}

void RangeBlocking::remove(const measure::Snapshot& snapshot)
{
    for (const Blocked& each : blockedIn(snapshot)) {
        const auto found = m_times.find(each);
        if (found != m_times.end() && (found->second -= snapshot.interval.count()) <= 0)
            m_times.erase(found);
    }
}

} // namespace lockscope::ui
