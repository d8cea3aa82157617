// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/guards/guard.h"

#include <condition_variable>
#include <mutex>

namespace lockscope::guards {

/// std::mutex, the pthread mutex that the original guard takes.
using StdMutex = std::mutex;

/// With a condition of its own: callers wait for initialisation on a condition variable, as in the
/// original.
template <>
class InitialisationCondition<StdMutex>
{
public:
    void wait(StdMutex& lock, const std::atomic<int>& done)
    {
        std::unique_lock hold(lock, std::adopt_lock);
        m_condition.wait(hold, [&done] {
            return done.load(std::memory_order_relaxed) != 0; // under the lock
        });
        hold.release(); // held on, as the caller has it
    }

    void broadcast(std::atomic<int>& /*done*/) { m_condition.notify_all(); }

private:
    std::condition_variable m_condition;
};

} // namespace lockscope::guards
