// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/guards/guard_state.h"

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <shared_mutex>

namespace lockscope::guards {

/// std::mutex, the pthread mutex that the original guard takes.
using StdMutex = std::mutex;

/// With a condition of its own: callers wait for initialisation on a condition variable, as in the
/// original.
template<>
class InitialisationCondition<StdMutex>
{
public:
    void wait(StdMutex& lock, const std::atomic<int>& done)
    {
        std::unique_lock hold(lock, std::adopt_lock);
        m_condition.wait(hold, [&done] {
            return done.load(std::memory_order_relaxed) != kNotInitialised; // under the lock
        });
        hold.release(); // held on, as the caller has it
    }

    void broadcast(std::atomic<int>& /*done*/) { m_condition.notify_all(); }

private:
    std::condition_variable m_condition;
};

/// std::shared_mutex; callers are readers, notify() and setContextFunction() write.
class SharedMutexReadLock
{
public:
    void lock() { m_mutex.lock_shared(); }
    bool try_lock() { return m_mutex.try_lock_shared(); }
    void unlock() { m_mutex.unlock_shared(); }
    void lock_alone() { m_mutex.lock(); }
    void unlock_alone() { m_mutex.unlock(); }

private:
    std::shared_mutex m_mutex;
};

/// A flag and C++20's wait on it.
///
/// Ordering: the exchange that takes it acquires, the store that frees it releases. Relaxed in
/// wait(): what it wakes on is exchanged again before anything is read.
class AtomicWaitLock
{
public:
    void lock()
    {
        while (!try_lock())
            m_held.wait(1, std::memory_order_relaxed);
    }
    bool try_lock() { return m_held.exchange(1, std::memory_order_acquire) == 0; }
    void unlock()
    {
        m_held.store(0, std::memory_order_release);
        m_held.notify_one();
    }

private:
    std::atomic<int> m_held{0}; ///< an int, which the futex call takes as it is
};

} // namespace lockscope::guards
