/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/preload/patience.h"

#include "core/preload/substitution.h"
#include "core/preload/waiting.h"

#include <errno.h>
#include <linux/futex.h>
#include <sys/syscall.h>
#include <unistd.h>

enum
{
    PARK_NS = 10000000,
    STUCK_NS = 1000000000,
    STUCK_LOOKS = 64
};

/* The mutex behind is free, and nobody comes to let the substitute go:
 * it was released where we do not see it (by the C library's own function, found by dlsym). */
bool ls_look_around(LsOuter* outer, struct LsPatience* patience, const pthread_mutex_t* behind)
{
    ls_look_for_wishes();
    if (!ls_substituting()) /* all were taken away; or this is a child, alone with the substitute */
        return false;
    if (__atomic_load_n(&outer->dissolved, __ATOMIC_RELAXED) != 0)
        return false;
    if (__atomic_load_n(&behind->__data.__lock, __ATOMIC_RELAXED) != 0) {
        patience->looks = 0;
        return true;
    }
    const uint64_t now = ls_now();
    if (patience->looks++ == 0)
        patience->free_ns = now;
    if (patience->looks < STUCK_LOOKS || now - patience->free_ns < STUCK_NS)
        return true;
    ls_substitute_is_stuck(outer);
    return false;
}

bool ls_park(uint32_t* word, uint32_t value)
{
    const int error = errno;
    const struct timespec longest = {0, PARK_NS};
    const bool woken = syscall(SYS_futex, word, FUTEX_WAIT_PRIVATE, value, &longest, NULL, 0) == 0
        || errno != ETIMEDOUT;
    errno = error;
    return woken;
}

void ls_wake(uint32_t* word, int most)
{
    const int error = errno;
    syscall(SYS_futex, word, FUTEX_WAKE_PRIVATE, most, NULL, NULL, 0);
    errno = error;
}
