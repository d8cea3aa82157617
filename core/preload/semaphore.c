/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/preload/real.h"
#include "core/preload/waiting.h"

#include <errno.h>

/* Semaphores: whoever waits takes. Whoever posts need not have taken, so there is no hold and
 * nobody to blame, and sem_post, which signal handlers may call, is left alone. */

enum Until
{
    FOR_EVER,
    UNTIL,
    UNTIL_BY_CLOCK
};

static int take(sem_t* semaphore, enum Until until, clockid_t clock, const struct timespec* end)
{
    return until == FOR_EVER ? LS_REAL(semaphore_wait)(semaphore)
        : until == UNTIL     ? LS_REAL(semaphore_timedwait)(semaphore, end)
                             : LS_REAL(semaphore_clockwait)(semaphore, clock, end);
}

static __attribute__((noinline)) int wait_for(
    sem_t* semaphore, uint64_t site, enum Until until, clockid_t clock, const struct timespec* end)
{
    const uint64_t key = ls_key(semaphore, LS_SEMAPHORE);
    struct LsWait wait;
    LS_WAIT(&wait, key, site, 0, 0);
    const int result = take(semaphore, until, clock, end);
    const int error = errno;
    ls_wait_ends(&wait, result == 0);
    if (result == 0 && ls_watching())
        ls_count(key, site);
    errno = error;
    return result;
}

static inline __attribute__((always_inline)) int wait_until(
    sem_t* semaphore, uint64_t site, enum Until until, clockid_t clock, const struct timespec* end)
{
    const bool usual =
        until == FOR_EVER || (ls_is_time(end) && (until == UNTIL || ls_is_usual_clock(clock)));
    if (!usual || (!ls_watching() && !ls_begin_watching()))
        return take(semaphore, until, clock, end);
    /* The real ones end a thread that was cancelled also where they need not wait. */
    pthread_testcancel();
    const int error = errno;
    if (LS_REAL(semaphore_trywait)(semaphore) == 0) {
        ls_count(ls_key(semaphore, LS_SEMAPHORE), site);
        return 0;
    }
    errno = error; /* a wait that succeeds leaves it as it was */
    return wait_for(semaphore, site, until, clock, end);
}

LS_EXPORT int sem_wait(sem_t* semaphore)
{
    return wait_until(semaphore, LS_SITE(), FOR_EVER, 0, NULL);
}

LS_EXPORT int sem_timedwait(sem_t* semaphore, const struct timespec* end)
{
    return wait_until(semaphore, LS_SITE(), UNTIL, 0, end);
}

LS_EXPORT int sem_clockwait(sem_t* semaphore, clockid_t clock, const struct timespec* end)
{
    return wait_until(semaphore, LS_SITE(), UNTIL_BY_CLOCK, clock, end);
}

LS_EXPORT int sem_trywait(sem_t* semaphore)
{
    const bool watching = ls_watching() || ls_begin_watching();
    const int result = LS_REAL(semaphore_trywait)(semaphore);
    if (watching && result == 0)
        ls_count(ls_key(semaphore, LS_SEMAPHORE), LS_SITE());
    return result;
}
