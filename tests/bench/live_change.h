// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lab/lab.h"
#include "core/measure/clock.h"

#include <chrono>
#include <optional>
#include <thread>

namespace lockscope::bench {

/// Waits until what was asked of the lab is in force.
inline void settle(const lab::Lab& lab)
{
    while (!lab.settled())
        std::this_thread::sleep_for(std::chrono::microseconds(100));
}

/// Asks a running lab for a change: from then until every worker is under it, which is as long as
/// calls stand still, ms; none when the change left no marker within `patience`.
inline std::optional<double> changeMs(lab::Lab& lab,
                                      const lab::LabConfig& to,
                                      std::chrono::seconds patience)
{
    (void)lab.poll();
    lab.apply(to);
    const auto until = measure::SteadyClock::now() + patience;
    while (measure::SteadyClock::now() < until) {
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
        for (const auto& snapshot : lab.poll())
            for (const auto& change : snapshot->changes)
                return std::chrono::duration<double, std::milli>(change.gap).count();
    }
    return std::nullopt;
}

} // namespace lockscope::bench
