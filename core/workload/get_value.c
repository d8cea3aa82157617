/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/workload/get_value.h"

#include <string.h>

/* Waits until what came before has been done, as real work would make it. A processor runs hundreds
 * of instructions ahead of a chain of steps that wait for each other: so it would fetch the guard's
 * cache line, and nobody would see how long that takes, while the work before the guard is still
 * going on. */
static inline void finish(void)
{
#if defined(__x86_64__) || defined(__i386__)
    __asm__ volatile("lfence" : : : "memory");
#elif defined(__aarch64__)
    __asm__ volatile("isb" : : : "memory");
#endif
}

/* What the steps of a thread have come to: each call begins where the last one ended, so that a
 * processor that runs ahead cannot do two calls' steps at once and the time of calls adds up. */
static _Thread_local uint64_t busy_state = 1;

uint64_t lockscope_about(uint64_t steps)
{
    const uint64_t draw = busy_state >> 44; /* 20 bits, the best ones of such a generator */
    return steps / 2 + ((steps * draw) >> 20);
}

void lockscope_get_value(const struct lockscope_callee* callee,
                         const uint8_t key[LOCKSCOPE_BLOCK],
                         uint8_t value[LOCKSCOPE_BLOCK])
{
    uint8_t answer[LOCKSCOPE_BLOCK];
    if (callee->native_steps > 0)
        (void)lockscope_busy(lockscope_about(callee->native_steps));
    callee->stub(callee->runtime, key, answer);
    memcpy(value, answer, sizeof answer);
}

uint64_t lockscope_busy(uint64_t steps)
{
    uint64_t x = busy_state;
    while (steps-- > 0) {
        x = x * 6364136223846793005U + 1442695040888963407U; /* Knuth's MMIX generator */
        __asm__ volatile("" : "+r"(x)); /* keeps the step in the loop */
    }
    busy_state = x;
    finish();
    return x;
}
