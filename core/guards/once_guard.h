// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/guards/guard_state.h"

#include <concepts>

namespace lockscope::guards {

/// A once-primitive: the first call of run() runs the function, every call returns after it has
/// run.
template<class O>
concept Once = std::default_initializable<O> && requires(O once, void (*function)())
{
    once.run(function);
};

/// The guard that a library would use which has no lock of its own to take: every pass goes through
/// a once-primitive whose function waits for the runtime. It holds nothing afterwards, so callers
/// meet in it, and under it, freely. Contract and states: workload/guard.h.
///
/// Ordering: a once-primitive has what its function did happen before every return of run(); the
/// function acquires the flag that notify() released. The context function is published by release
/// and read by acquire. With the fast path, a caller that reads `done` == 2 with acquire sees what
/// the caller that released it had seen.
template<Once O, bool FastPath, bool Padded>
class OnceGuard
{
public:
    static constexpr bool kEveryPassMayWait = false;

    template<class Probe, class Critical>
    std::uintptr_t pass(Probe& probe, const Critical& critical)
    {
        if constexpr (FastPath) {
            // In the order of FastPathGuard, and for its reasons.
            const ContextFunction function =
                m_contextFunction.value.load(std::memory_order_acquire);
            if (m_done.value.load(std::memory_order_acquire) == kFirstCallerThrough) [[likely]]
                return askContext(function);
        }
        Entry entry{*this};
        const measure::Wait wait = probe.lock(entry);
        const ContextFunction function = m_contextFunction.value.load(std::memory_order_acquire);
        critical();
        if constexpr (FastPath)
            m_done.value.store(kFirstCallerThrough,
                               std::memory_order_release); // pairs with the load
        probe.waited(wait);
        return askContext(function);
    }

    /// Asks for the context function as its getter does, without the lock.
    template<class Probe>
    void leave(Probe& /*probe*/, std::uintptr_t context)
    {
        releaseContext(contextFunction(), context);
    }

    void notify()
    {
        int expected = kNotInitialised; // never back from 2
        // Release: what came before is seen by the caller whose function waits. Relaxed on failure:
        // nothing is read then.
        m_done.value.compare_exchange_strong(
            expected, kInitialised, std::memory_order_release, std::memory_order_relaxed);
        m_done.value.notify_all();
    }

    void setContextFunction(ContextFunction function)
    {
        // Release: publishes what the function will read.
        m_contextFunction.value.store(function, std::memory_order_release);
    }

    [[nodiscard]] ContextFunction contextFunction() const
    {
        return m_contextFunction.value.load(std::memory_order_acquire); // pairs with the setter
    }

private:
    /// What the probe takes for a lock without a try. One waits in a once-primitive for the
    /// function to have run, and never again: later passes are through it at once, however long
    /// their threads are without a CPU meanwhile.
    struct Entry
    {
        OnceGuard& guard;

        void lock()
        {
            guard.m_once.value.run([&once = guard] { // not of `this`, which stays in registers
                // Acquire: pairs with notify's release.
                once.m_done.value.wait(kNotInitialised, std::memory_order_acquire);
                // Relaxed, here and below: what was done before is ordered by the primitive.
                once.m_run.value.ended.store(true, std::memory_order_relaxed);
            });
        }

        /// Whether the pass needs to wait for nobody. The first after notify() runs the function
        /// itself.
        bool enter()
        {
            if (!guard.m_run.value.ended.load(std::memory_order_relaxed)) [[unlikely]]
                if (guard.m_done.value.load(std::memory_order_relaxed) == kNotInitialised
                    || guard.m_run.value.begun.exchange(true, std::memory_order_relaxed))
                    return false;
            lock();
            return true;
        }

        void await() { lock(); }
    };

    /// How far the once-primitive's function is, for Entry alone.
    struct Run
    {
        std::atomic<bool> begun{false};
        std::atomic<bool> ended{false};
    };

    Field<O, Padded> m_once;
    Field<std::atomic<int>, Padded> m_done;
    Field<std::atomic<ContextFunction>, Padded> m_contextFunction;
    Field<Run, Padded> m_run;
};

} // namespace lockscope::guards
