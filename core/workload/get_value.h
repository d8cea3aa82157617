/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* C has neither these headers nor namespaces. */
/* NOLINTBEGIN(modernize-*,readability-identifier-naming) */

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

enum
{
    LOCKSCOPE_BLOCK = 32
};

/* The exported stub: where native code enters the runtime. It passes the guard and calls back. */
typedef void (*lockscope_stub)(void* runtime,
                               const uint8_t key[LOCKSCOPE_BLOCK],
                               uint8_t value[LOCKSCOPE_BLOCK]);

/* How the native function reaches the runtime, and how long it works on its own before it does. */
struct lockscope_callee
{
    lockscope_stub stub;
    void* runtime;
    uint64_t native_steps; /* of lockscope_busy, on average: see lockscope_about */
};

/* The native function of the published experiment: fills `value` with what the runtime answers for
 * `key`. Blocks are of LOCKSCOPE_BLOCK bytes and may not overlap. Built as C, on its own. */
void lockscope_get_value(const struct lockscope_callee* callee,
                         const uint8_t key[LOCKSCOPE_BLOCK],
                         uint8_t value[LOCKSCOPE_BLOCK]);

/* So many steps on average, evenly from half of them to half as many again: drawn from the steps
 * that the thread has done, which are pseudo-random numbers, so lockscope_busy draws the next one.
 * What runs in a real runtime takes now longer, now shorter; workers whose work always takes as
 * long fall into step, and whether they then meet at a lock or never do is chance. `steps` up to
 * 2^43. */
uint64_t lockscope_about(uint64_t steps);

/* Works for so many steps, each of which needs the one before, the first the last one of the
 * thread's previous call; when it returns they are done. Returns a value that depends on every
 * step. */
uint64_t lockscope_busy(uint64_t steps);

#ifdef __cplusplus
}
#endif

/* NOLINTEND(modernize-*,readability-identifier-naming) */
