/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/preload/substitute.h"

#include <sched.h>

/* How a thread waits in a substitute, which it may have to leave at any moment. */

enum
{
    LS_SPINS = 256 /* pauses, some microseconds, between two looks around */
};

static inline void ls_relax(void)
{
#if defined(__x86_64__) || defined(__i386__)
    __builtin_ia32_pause();
#elif defined(__aarch64__)
    __asm__ volatile("yield");
#endif
}

struct LsPatience
{
    uint32_t turns;
    uint32_t looks; /* since the mutex behind was seen free, and has been ever since */
    uint64_t free_ns; /* when that was */
};

/* Looks for wishes, and whether to go on waiting. */
bool ls_look_around(LsOuter* outer,
                    struct LsPatience* patience,
                    const pthread_mutex_t* behind) LS_HIDDEN;

/* Sleeps for ten milliseconds at most. Whether it was woken, or the word was another. */
bool ls_park(uint32_t* word, uint32_t value) LS_HIDDEN;
void ls_wake(uint32_t* word, int most) LS_HIDDEN;

/* One turn of spinning; false: leave it. */
static inline bool ls_spin(LsOuter* outer,
                           struct LsPatience* patience,
                           const pthread_mutex_t* behind,
                           uint32_t pauses)
{
    for (uint32_t i = 0; i < pauses; ++i)
        ls_relax();
    if (__atomic_load_n(&outer->dissolved, __ATOMIC_RELAXED) != 0)
        return false;
    patience->turns += pauses;
    if (patience->turns < LS_SPINS)
        return true;
    patience->turns = 0;
    sched_yield();
    return ls_look_around(outer, patience, behind);
}
