// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <mutex>

namespace lockscope::guards {

/// Userspace RCU's read side: callers are readers, who never wait; notify() and
/// setContextFunction() keep each other apart by a mutex and publish, which readers notice in their
/// own time.
///
/// Ordering: the flag and the context function are atomics of the guard, released and acquired as
/// its comments say. The read-side section itself would order a grace period, which nobody waits
/// for here: what a caller reads is never freed.
///
/// A flavour has registerThread(), unregisterThread(), readLock() and readUnlock().
template<class Flavour>
class RcuReadLock
{
public:
    void lock()
    {
        static thread_local const Registration kRegistered;
        Flavour::readLock();
    }
    bool try_lock() // a reader always gets in
    {
        lock();
        return true;
    }
    void unlock() { Flavour::readUnlock(); }
    void lock_alone() { m_writers.lock(); }
    void unlock_alone() { m_writers.unlock(); }

private:
    struct Registration
    {
        Registration() { Flavour::registerThread(); }
        Registration(const Registration&) = delete;
        Registration& operator=(const Registration&) = delete;
        ~Registration() { Flavour::unregisterThread(); }
    };

    std::mutex m_writers;
};

/// Membarrier flavour: readers have no fence, a grace period asks the kernel to fence them all.
struct MembarrierFlavour
{
    static void registerThread();
    static void unregisterThread();
    static void readLock();
    static void readUnlock();
};

/// Memory-barrier flavour: readers fence when they come and when they go.
struct MemoryBarrierFlavour
{
    static void registerThread();
    static void unregisterThread();
    static void readLock();
    static void readUnlock();
};

} // namespace lockscope::guards
