// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/cache_line.h"
#include "core/measure/probe.h"
#include "core/workload/guard.h"

#include <atomic>
#include <cstdint>

/// What guards are made of, beside the lock.
namespace lockscope::guards {

using workload::ContextArgument;
using workload::ContextFunction;

/// The values of a guard's flag `done`: see workload/guard.h.
inline constexpr int kNotInitialised = 0;
inline constexpr int kInitialised = 1;
inline constexpr int kFirstCallerThrough = 2;

/// One field of a guard's state: on a cache line of its own when padded.
template<class T, bool Padded>
struct Field
{
    T value{};
};

template<class T>
struct alignas(measure::kCacheLine) Field<T, true>
{
    T value{};
};

/// How callers wait for initialisation behind a lock that has no condition of its own: they let the
/// lock go and wait on the flag itself (C++20 atomic wait: a short spin, then asleep).
template<class L>
class InitialisationCondition
{
public:
    /// Called and returns with the lock held; `done` is not 0 on return.
    void wait(L& lock, const std::atomic<int>& done)
    {
        lock.unlock();
        done.wait(kNotInitialised, std::memory_order_acquire); // pairs with notify's release
        lock.lock();
    }

    /// After `done` was set.
    void broadcast(std::atomic<int>& done) { done.notify_all(); }
};

/// Asks the context function, outside the lock; 0 without one.
[[nodiscard]] inline std::uintptr_t askContext(ContextFunction function)
{
    if (function == nullptr)
        return 0;
    ContextArgument argument;
    function(&argument);
    return argument.context;
}

/// Has the context function let go of a context, outside the lock, if there are both.
inline void releaseContext(ContextFunction function, std::uintptr_t context)
{
    if (context == 0 || function == nullptr)
        return;
    ContextArgument argument{context};
    function(&argument);
}

} // namespace lockscope::guards
