// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <cstdint>

#include <linux/futex.h>
#include <sys/syscall.h>
#include <unistd.h>

#if defined(__x86_64__) || defined(__i386__)
#include <immintrin.h>
#endif

namespace lockscope::guards {

/// One step of a spinning caller: lets the other thread of the core go first.
inline void pauseSpin()
{
#if defined(__x86_64__) || defined(__i386__)
    _mm_pause();
#elif defined(__aarch64__)
    asm volatile("yield");
#endif
}

/// Parking by hand in three states, as glibc's low-level lock does it (lowlevellock.h; Drepper,
/// "Futexes are tricky", mutex 2): 0 free, 1 held, 2 held and perhaps somebody sleeps. Once
/// somebody has slept the state is 2 for every holder until an unlock finds nobody, so that each
/// hand-over costs two system calls: that is the collapse which programs with one hot lock show. A
/// caller spins so many times before.
///
/// Ordering: the exchanges that take it acquire, the one that frees it releases; the kernel looks
/// at the state again before it puts a caller to sleep, so no wake-up falls between.
template<int Spins>
class ParkingLock
{
public:
    void lock()
    {
        for (int spin = 0; spin < Spins; ++spin) {
            if (try_lock())
                return;
            pauseSpin();
        }
        std::uint32_t state = kFree;
        // Relaxed on failure: nothing is read on the strength of it.
        if (m_state.compare_exchange_strong(
                state, kHeld, std::memory_order_acquire, std::memory_order_relaxed))
            return;
        while (m_state.exchange(kContended, std::memory_order_acquire) != kFree)
            futex(FUTEX_WAIT_PRIVATE, kContended);
    }

    bool try_lock()
    {
        // Relaxed: a look before the exchange, so that spinning only reads.
        std::uint32_t state = m_state.load(std::memory_order_relaxed);
        return state == kFree
            && m_state.compare_exchange_strong(
                state, kHeld, std::memory_order_acquire, std::memory_order_relaxed);
    }

    void unlock()
    {
        if (m_state.exchange(kFree, std::memory_order_release) == kContended)
            futex(FUTEX_WAKE_PRIVATE, 1);
    }

private:
    static constexpr std::uint32_t kFree = 0;
    static constexpr std::uint32_t kHeld = 1;
    static constexpr std::uint32_t kContended = 2;

    void futex(int operation, std::uint32_t value)
    {
        static_assert(sizeof m_state == sizeof(std::uint32_t));
        syscall(SYS_futex, &m_state, operation, value, nullptr, nullptr, 0);
    }

    std::atomic<std::uint32_t> m_state{kFree};
};

using FutexLock = ParkingLock<0>;
using SpinThenParkLock = ParkingLock<100>;

} // namespace lockscope::guards
