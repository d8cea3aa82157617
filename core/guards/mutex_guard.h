// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/guards/guard_state.h"
#include "core/guards/lock.h"

#include <mutex>

namespace lockscope::guards {

/// The guard as it was up to go1.21 (runtime/cgo/gcc_libinit.c at go1.20.5): every call takes the
/// lock, for a flag that changes once. Contract and states: workload/guard.h; `done` stays at 1.
///
/// Ordering: the lock orders everything. The fields are atomics for the sake of two kinds of lock
/// that do not: the baseline `none`, whose races stay races in meaning, not undefined behaviour,
/// and RCU, whose readers meet the writer. For these the writer releases and the reader acquires;
/// on x86 both are the plain accesses.
template<Lock L, bool Padded>
class MutexGuard
{
public:
    static constexpr bool kEveryPassMayWait = true;

    template<class Probe, class Critical>
    std::uintptr_t pass(Probe& probe, const Critical& critical)
    {
        L& lock = m_lock.value;
        const measure::Wait wait = probe.lock(lock);
        while (m_done.value.load(std::memory_order_acquire)
               == kNotInitialised) // pairs with notify()
            m_condition.value.wait(lock, m_done.value);
        const ContextFunction function =
            m_contextFunction.value.load(std::memory_order_acquire); // pairs with the setter
        critical();
        lock.unlock();
        probe.waited(wait);
        return askContext(function);
    }

    /// Asks for the context function as its getter does, and so takes the lock a second time
    /// (runtime/cgo/gcc_context.c).
    template<class Probe>
    void leave(Probe& probe, std::uintptr_t context)
    {
        L& lock = m_lock.value;
        const measure::Wait wait = probe.lock(lock);
        const ContextFunction function =
            m_contextFunction.value.load(std::memory_order_acquire); // pairs with the setter
        lock.unlock();
        probe.waited(wait);
        releaseContext(function, context);
    }

    bool tryOnce() requires measure::HasTry<L> { return tryAndLetGo(m_lock.value); }

    void notify()
    {
        const HoldAlone hold(m_lock.value);
        // Release: a caller that waits on the flag itself reads it without the lock.
        m_done.value.store(kInitialised, std::memory_order_release);
        m_condition.value.broadcast(m_done.value);
    }

    void setContextFunction(ContextFunction function)
    {
        const HoldAlone hold(m_lock.value);
        m_contextFunction.value.store(function,
                                      std::memory_order_release); // for readers that share
    }

    [[nodiscard]] ContextFunction contextFunction() const
    {
        const std::lock_guard hold(m_lock.value); // as a reader, where there are readers
        return m_contextFunction.value.load(std::memory_order_acquire); // pairs with the setter
    }

private:
    mutable Field<L, Padded> m_lock;
    Field<std::atomic<int>, Padded> m_done;
    Field<std::atomic<ContextFunction>, Padded> m_contextFunction;
    Field<InitialisationCondition<L>, Padded>
        m_condition; // last: unpadded, the others share a line
};

} // namespace lockscope::guards
