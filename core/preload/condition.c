/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/preload/mutex.h"
#include "core/preload/real.h"
#include "core/preload/substituted.h"

#include <errno.h>

/*
 * Condition variables. The mutex is released while its owner waits, so its hold ends and another
 * begins; taking it again happens within the C library and belongs to the wait for the condition.
 * None of it is lock-wait time.
 */

enum Until
{
    FOR_EVER,
    UNTIL,
    UNTIL_BY_CLOCK
};

static int wait_real(pthread_cond_t* condition,
                     pthread_mutex_t* mutex,
                     enum Until until,
                     clockid_t clock,
                     const struct timespec* end)
{
    /* The C library releases the mutex, and takes it again past what stands in front of it. */
    if (ls_may_be_substituted(ls_key(mutex, LS_MUTEX)))
        ls_substituted_left(ls_substituted_leave(mutex));
    return until == FOR_EVER ? LS_REAL(condition_wait)(condition, mutex)
        : until == UNTIL     ? LS_REAL(condition_timedwait)(condition, mutex, end)
                             : LS_REAL(condition_clockwait)(condition, mutex, clock, end);
}

static __attribute__((noinline)) int wait_on(pthread_cond_t* condition,
                                             pthread_mutex_t* mutex,
                                             uint64_t site,
                                             enum Until until,
                                             clockid_t clock,
                                             const struct timespec* end)
{
    if (!ls_watching() && !ls_begin_watching())
        return wait_real(condition, mutex, until, clock, end);
    const uint64_t mutex_key = ls_key(mutex, LS_MUTEX);
    const uint64_t key = ls_key(condition, LS_CONDITION);
    struct LsRelease release;
    ls_releasing(&release, mutex_key, site);
    struct LsWait wait;
    LsRegisters registers;
    LS_CAPTURE(&registers);
    ls_released(&release, &registers);
    ls_wait_begins(&wait, key, site, 0, 0, &registers);
    const int result = wait_real(condition, mutex, until, clock, end);
    const bool waited = result == 0 || result == ETIMEDOUT;
    ls_wait_ends(&wait, waited);
    if (waited && ls_watching())
        ls_count(key, site);
    ls_hold_resumes(mutex_key);
    return result;
}

int ls_condition_wait(pthread_cond_t* condition,
                      pthread_mutex_t* mutex,
                      uint64_t site,
                      const struct timespec* end)
{
    return wait_on(condition, mutex, site, end ? UNTIL : FOR_EVER, 0, end);
}

LS_EXPORT int pthread_cond_wait(pthread_cond_t* condition, pthread_mutex_t* mutex)
{
    return wait_on(condition, mutex, LS_SITE(), FOR_EVER, 0, NULL);
}

LS_EXPORT int pthread_cond_timedwait(pthread_cond_t* condition,
                                     pthread_mutex_t* mutex,
                                     const struct timespec* end)
{
    return wait_on(condition, mutex, LS_SITE(), UNTIL, 0, end);
}

LS_EXPORT int pthread_cond_clockwait(pthread_cond_t* condition,
                                     pthread_mutex_t* mutex,
                                     clockid_t clock,
                                     const struct timespec* end)
{
    return wait_on(condition, mutex, LS_SITE(), UNTIL_BY_CLOCK, clock, end);
}
