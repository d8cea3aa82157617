// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workload/runtime_lock.h"

#include <linux/futex.h>
#include <sched.h>
#include <sys/syscall.h>
#include <unistd.h>

#if defined(__x86_64__) || defined(__i386__)
#include <immintrin.h>
#endif

namespace lockscope::workload {

namespace {

// runtime/lock_futex.go: active_spin, active_spin_cnt; passive_spin is 1.
constexpr int kSpins = 4;
constexpr int kPauses = 30;

void pauseBriefly()
{
    for (int i = 0; i < kPauses; ++i) {
#if defined(__x86_64__) || defined(__i386__)
        _mm_pause();
#elif defined(__aarch64__)
        asm volatile("yield");
#endif
    }
}

} // namespace

bool RuntimeLock::takeFree(std::uint32_t wait)
{
    // Relaxed to look, acquire to take: only who takes it reads what it guards.
    while (m_state.load(std::memory_order_relaxed) == kFree) {
        std::uint32_t free = kFree;
        if (m_state.compare_exchange_strong(
                free, wait, std::memory_order_acquire, std::memory_order_relaxed))
            return true;
    }
    return false;
}

void RuntimeLock::lockSlowly(std::uint32_t wait)
{
    // What the state was is what it must become: a 2 that our own exchange made a 1 has a sleeper
    // to be woken.
    static const int s_spins =
        sysconf(_SC_NPROCESSORS_ONLN) > 1 ? kSpins : 0; // with one CPU nobody can let go meanwhile
    for (;;) {
        for (int i = 0; i < s_spins; ++i) {
            if (takeFree(wait))
                return;
            pauseBriefly();
        }
        if (takeFree(wait))
            return;
        sched_yield();
        // Acquire: as in lock().
        if (m_state.exchange(kSleepers, std::memory_order_acquire) == kFree)
            return;
        wait = kSleepers;
        syscall(SYS_futex, &m_state, FUTEX_WAIT_PRIVATE, kSleepers, nullptr, nullptr, 0);
    }
}

void RuntimeLock::wakeOne()
{
    syscall(SYS_futex, &m_state, FUTEX_WAKE_PRIVATE, 1, nullptr, nullptr, 0);
}

} // namespace lockscope::workload
