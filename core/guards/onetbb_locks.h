// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <oneapi/tbb/mutex.h>
#include <oneapi/tbb/queuing_mutex.h>
#include <oneapi/tbb/queuing_rw_mutex.h>
#include <oneapi/tbb/rw_mutex.h>
#include <oneapi/tbb/spin_mutex.h>
#include <oneapi/tbb/spin_rw_mutex.h>

namespace lockscope::guards {

/// A oneTBB mutex that is held through an object, as one that has lock and unlock. The object is
/// the thread's, one for each kind of mutex: a thread holds no two of a kind.
template<class Mutex>
class HeldByObject
{
public:
    void lock() { t_hold.acquire(m_mutex); }
    bool try_lock() { return t_hold.try_acquire(m_mutex); }
    void unlock() { t_hold.release(); }

private:
    static inline thread_local typename Mutex::scoped_lock t_hold;
    Mutex m_mutex;
};

/// Callers are readers; notify() and setContextFunction() write.
template<class Mutex>
class ReadHeldByObject
{
public:
    void lock() { t_hold.acquire(m_mutex, false); }
    bool try_lock() { return t_hold.try_acquire(m_mutex, false); }
    void unlock() { t_hold.release(); }
    void lock_alone() { t_hold.acquire(m_mutex, true); }
    void unlock_alone() { t_hold.release(); }

private:
    static inline thread_local typename Mutex::scoped_lock t_hold;
    Mutex m_mutex;
};

using TbbSpinLock = oneapi::tbb::spin_mutex;
using TbbMutex = oneapi::tbb::mutex;
using TbbQueuingLock = HeldByObject<oneapi::tbb::queuing_mutex>;
using TbbSpeculativeLock = HeldByObject<oneapi::tbb::speculative_spin_mutex>;
using TbbReadLock = ReadHeldByObject<oneapi::tbb::rw_mutex>;
using TbbSpinReadLock = ReadHeldByObject<oneapi::tbb::spin_rw_mutex>;
using TbbQueuingReadLock = ReadHeldByObject<oneapi::tbb::queuing_rw_mutex>;

} // namespace lockscope::guards
