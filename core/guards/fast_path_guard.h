// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/guards/guard_state.h"
#include "core/guards/lock.h"

#include <mutex>

namespace lockscope::guards {

/// The guard with the atomic fast path (Go CL 505455, go1.22): once the first caller has been
/// through, a pass is two loads, no read-modify-write and no store. Contract and states:
/// workload/guard.h.
///
/// Ordering: a caller that reads `done` == 2 with acquire sees everything that came before the
/// release store of 2, made by a caller which had itself seen notify() under the lock. The context
/// function is loaded before the flag is tested, as in the original, so it may be older than the
/// flag: a caller that waited gets a newer one from the second load on the slow path; one that was
/// held up between its two loads, while the function was set, notify() came and another caller went
/// through, calls the function of its first load. That is the contract of workload/guard.h, no
/// more. The original's consume loads are compiled as acquire by every compiler.
template<Lock L, bool Padded>
class FastPathGuard
{
public:
    static constexpr bool kEveryPassMayWait = false;

    template<class Probe, class Critical>
    std::uintptr_t pass(Probe& probe, const Critical& critical)
    {
        // Acquire: what the function reads was written before it was set.
        ContextFunction function = m_contextFunction.value.load(std::memory_order_acquire);
        // Acquire: pairs with the release store of 2.
        if (m_done.value.load(std::memory_order_acquire) != kFirstCallerThrough) [[unlikely]]
            function = passSlowly(probe, critical);
        return askContext(function);
    }

    bool tryOnce() requires measure::HasTry<L> { return tryAndLetGo(m_lock.value); }

    /// Asks for the context function as its getter does, without the lock.
    template<class Probe>
    void leave(Probe& /*probe*/, std::uintptr_t context)
    {
        releaseContext(contextFunction(), context);
    }

    void notify()
    {
        const HoldAlone hold(m_lock.value);
        // Never back from 2 to 1: a later notify() would send callers through the lock again.
        // Release: callers that wait on the flag itself read it without the lock. Relaxed on
        // failure: nothing is read then.
        int expected = kNotInitialised;
        m_done.value.compare_exchange_strong(
            expected, kInitialised, std::memory_order_release, std::memory_order_relaxed);
        m_condition.value.broadcast(m_done.value);
    }

    void setContextFunction(ContextFunction function)
    {
        // Release: publishes what the function will read; pairs with pass's and the getter's
        // acquire.
        m_contextFunction.value.store(function, std::memory_order_release);
    }

    [[nodiscard]] ContextFunction contextFunction() const
    {
        return m_contextFunction.value.load(std::memory_order_acquire); // pairs with the setter
    }

    /// How often the one-time set-up was done: 1 after the first pass, whatever the number of
    /// callers. At rest only.
    [[nodiscard]] int setUps() const
    {
        return m_setUps.load(std::memory_order_relaxed); // a count on its own
    }

private:
    template<class Probe, class Critical>
    [[gnu::noinline]] ContextFunction passSlowly(Probe& probe, const Critical& critical)
    {
        L& lock = m_lock.value;
        const measure::Wait wait = probe.lock(lock);
        while (m_done.value.load(std::memory_order_acquire) == kNotInitialised)
            m_condition.value.wait(lock, m_done.value);
        // The original makes a thread-specific key here, once in a process. Exchanged, because
        // callers may share the lock. Relaxed: a count on its own.
        int none = 0;
        m_setUps.compare_exchange_strong(none, 1, std::memory_order_relaxed);
        // Acquire: loaded again, because the one loaded before waiting may be older than notify().
        const ContextFunction function = m_contextFunction.value.load(std::memory_order_acquire);
        critical();
        // Release: whoever reads 2 skips the lock and must see what came before it.
        m_done.value.store(kFirstCallerThrough, std::memory_order_release);
        lock.unlock();
        probe.waited(wait);
        return function;
    }

    mutable Field<L, Padded> m_lock;
    Field<std::atomic<int>, Padded> m_done;
    Field<std::atomic<ContextFunction>, Padded> m_contextFunction;
    Field<InitialisationCondition<L>, Padded>
        m_condition; // last: unpadded, the others share a line
    std::atomic<int> m_setUps{0};
};

} // namespace lockscope::guards
