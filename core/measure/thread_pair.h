// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <cstddef>
#include <thread>
#include <utility>

#include <pthread.h>
#include <sched.h>

namespace lockscope::measure {

/// Binds the calling thread to one CPU, by the system's number; false when the system refuses.
inline bool bindTo(int cpu)
{
    cpu_set_t set;
    CPU_ZERO(&set);
    CPU_SET(static_cast<std::size_t>(cpu), &set);
    return pthread_setaffinity_np(pthread_self(), sizeof set, &set) == 0;
}

/// Starts the second of two threads of which the first waits until `ready` is 2. When the system
/// gives none, the first is told by `refused`, and let go, before std::system_error is thrown: it
/// would be waited for for ever.
template<class Work>
[[nodiscard]] std::jthread startSecond(std::atomic<bool>& refused,
                                       std::atomic<int>& ready,
                                       Work&& work)
{
    try {
        return std::jthread(std::forward<Work>(work));
    } catch (...) {
        refused = true;
        ready = 2;
        throw;
    }
}

} // namespace lockscope::measure
