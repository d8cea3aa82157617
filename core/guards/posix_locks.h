// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <pthread.h>
#include <semaphore.h>

namespace lockscope::guards {

/// A pthread mutex of another kind than std::mutex's. Kind: see pthread_mutexattr_settype(3) and
/// pthread_mutexattr_setprotocol(3).
template<int Type, int Protocol>
class PosixMutex
{
public:
    PosixMutex()
    {
        pthread_mutexattr_t attributes;
        pthread_mutexattr_init(&attributes);
        pthread_mutexattr_settype(&attributes, Type);
        pthread_mutexattr_setprotocol(&attributes, Protocol);
        pthread_mutex_init(&m_mutex, &attributes);
        pthread_mutexattr_destroy(&attributes);
    }
    PosixMutex(const PosixMutex&) = delete;
    PosixMutex& operator=(const PosixMutex&) = delete;
    ~PosixMutex() { pthread_mutex_destroy(&m_mutex); }

    void lock() { pthread_mutex_lock(&m_mutex); }
    bool try_lock() { return pthread_mutex_trylock(&m_mutex) == 0; }
    void unlock() { pthread_mutex_unlock(&m_mutex); }

private:
    pthread_mutex_t m_mutex;
};

/// Spins for a while, as long as it lately took, before it sleeps (a glibc extension).
using AdaptiveMutex = PosixMutex<PTHREAD_MUTEX_ADAPTIVE_NP, PTHREAD_PRIO_NONE>;
/// Lends its holder the priority of those who wait; handed over by the kernel.
using PriorityInheritingMutex = PosixMutex<PTHREAD_MUTEX_NORMAL, PTHREAD_PRIO_INHERIT>;

class PosixSpinLock
{
public:
    PosixSpinLock() { pthread_spin_init(&m_lock, PTHREAD_PROCESS_PRIVATE); }
    PosixSpinLock(const PosixSpinLock&) = delete;
    PosixSpinLock& operator=(const PosixSpinLock&) = delete;
    ~PosixSpinLock() { pthread_spin_destroy(&m_lock); }

    void lock() { pthread_spin_lock(&m_lock); }
    bool try_lock() { return pthread_spin_trylock(&m_lock) == 0; }
    void unlock() { pthread_spin_unlock(&m_lock); }

private:
    pthread_spinlock_t m_lock;
};

/// Callers are readers; notify() and setContextFunction() write.
class PosixReadLock
{
public:
    PosixReadLock() = default;
    PosixReadLock(const PosixReadLock&) = delete;
    PosixReadLock& operator=(const PosixReadLock&) = delete;
    ~PosixReadLock() { pthread_rwlock_destroy(&m_lock); }

    void lock() { pthread_rwlock_rdlock(&m_lock); }
    bool try_lock() { return pthread_rwlock_tryrdlock(&m_lock) == 0; }
    void unlock() { pthread_rwlock_unlock(&m_lock); }
    void lock_alone() { pthread_rwlock_wrlock(&m_lock); }
    void unlock_alone() { pthread_rwlock_unlock(&m_lock); }

private:
    pthread_rwlock_t m_lock = PTHREAD_RWLOCK_INITIALIZER;
};

/// A semaphore of one. POSIX's and not C++20's: that of libstdc++ 11 and 12 can sleep for ever
/// (PR libstdc++/104928).
class BinarySemaphore
{
public:
    BinarySemaphore() { sem_init(&m_semaphore, 0, 1); }
    BinarySemaphore(const BinarySemaphore&) = delete;
    BinarySemaphore& operator=(const BinarySemaphore&) = delete;
    ~BinarySemaphore() { sem_destroy(&m_semaphore); }

    void lock()
    {
        while (sem_wait(&m_semaphore) != 0) { // a signal came in between
        }
    }
    bool try_lock() { return sem_trywait(&m_semaphore) == 0; }
    void unlock() { sem_post(&m_semaphore); }

private:
    sem_t m_semaphore{};
};

} // namespace lockscope::guards
