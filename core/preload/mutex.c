/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/preload/mutex.h"

#include "core/preload/real.h"
#include "core/preload/substitution.h"

#include <errno.h>

/* Mutexes: the real try first, and only where that fails a clock. */

static bool acquired(int result)
{
    return result == 0
        || result == EOWNERDEAD; /* of a robust mutex: it is held, and its state is to be mended */
}

uint32_t ls_mutex_flags(const pthread_mutex_t* mutex)
{
    /* glibc: sysdeps/nptl/internaltypes.h */
    const int kind = mutex->__data.__kind;
    uint32_t flags = 0;
    if ((kind & 3) == PTHREAD_MUTEX_RECURSIVE_NP)
        flags |= LS_RECURSIVE;
    if ((kind & 3) == PTHREAD_MUTEX_ERRORCHECK_NP)
        flags |= LS_ERRORCHECK;
    if ((kind & 3) == PTHREAD_MUTEX_ADAPTIVE_NP)
        flags |= LS_ADAPTIVE;
    if (kind & 16)
        flags |= LS_ROBUST;
    if (kind & 32)
        flags |= LS_PRIORITY_INHERIT;
    if (kind & 64)
        flags |= LS_PRIORITY_PROTECT;
    if (kind & 128)
        flags |= LS_PROCESS_SHARED;
    return flags;
}

/* How to wait: with or without an end. */
enum Until
{
    FOR_EVER,
    UNTIL,
    UNTIL_BY_CLOCK
};

static __attribute__((noinline)) int wait_for(pthread_mutex_t* mutex,
                                              uint64_t site,
                                              enum Until until,
                                              clockid_t clock,
                                              const struct timespec* end)
{
    const uint64_t key = ls_key(mutex, LS_MUTEX);
    struct LsWait wait;
    LS_WAIT(&wait, key, site, (uint32_t)mutex->__data.__owner, ls_mutex_flags(mutex));
    ls_look_for_wishes();
    int result;
    if (until == FOR_EVER)
        result = ls_substituting() ? ls_substituted_wait(mutex) : ls_real.mutex_lock(mutex);
    else if (until == UNTIL)
        result = ls_real.mutex_timedlock(mutex, end);
    else
        result = ls_real.mutex_clocklock(mutex, clock, end);
    ls_wait_ends(&wait, acquired(result));
    if (acquired(result) && ls_watching())
        ls_count(key, site);
    return result;
}

int ls_mutex_lock(pthread_mutex_t* mutex, uint64_t site)
{
    if (!ls_watching() && !ls_begin_watching())
        return ls_real.mutex_lock(mutex);
    const int result = ls_substituting() ? ls_substituted_try(mutex) : ls_real.mutex_trylock(mutex);
    if (LS_UNLIKELY(result == EBUSY))
        return wait_for(mutex, site, FOR_EVER, 0, NULL);
    if (acquired(result)) {
        const uint64_t key = ls_key(mutex, LS_MUTEX);
        ls_count(key, site);
        ls_maybe_time_hold(key);
    }
    return result;
}

/* What is left of pthread_mutex_lock when the try did not simply succeed. */
static LS_COLD int after_try(pthread_mutex_t* mutex, int result, uint64_t site)
{
    if (result == EBUSY)
        return wait_for(mutex, site, FOR_EVER, 0, NULL);
    if (acquired(result))
        ls_count(ls_key(mutex, LS_MUTEX), site);
    return result;
}

LS_EXPORT int pthread_mutex_lock(pthread_mutex_t* mutex)
{
    if (!ls_watching() || ls_substituting())
        return ls_mutex_lock(mutex, LS_SITE());
    const int result = ls_real.mutex_trylock(mutex);
    if (LS_UNLIKELY(result != 0))
        return after_try(mutex, result, LS_SITE());
    const uint64_t key = ls_key(mutex, LS_MUTEX);
    ls_count(key, LS_SITE());
    ls_maybe_time_hold(key);
    return 0;
}

int ls_mutex_trylock(pthread_mutex_t* mutex, uint64_t site)
{
    const bool watching = ls_watching() || ls_begin_watching();
    const int result = ls_real.mutex_trylock(mutex);
    if (watching && acquired(result)) {
        const uint64_t key = ls_key(mutex, LS_MUTEX);
        ls_count(key, site);
        ls_maybe_time_hold(key);
    }
    return result;
}

LS_EXPORT int pthread_mutex_trylock(pthread_mutex_t* mutex)
{
    return ls_mutex_trylock(mutex, LS_SITE());
}

static int lock_until(pthread_mutex_t* mutex,
                      uint64_t site,
                      enum Until until,
                      clockid_t clock,
                      const struct timespec* end)
{
    /* A clock that is none is an error also where nobody holds the mutex. */
    const bool usual = until == UNTIL || ls_is_usual_clock(clock);
    if (!usual || (!ls_watching() && !ls_begin_watching()))
        return until == UNTIL ? LS_REAL(mutex_timedlock)(mutex, end)
                              : LS_REAL(mutex_clocklock)(mutex, clock, end);
    const int result = ls_real.mutex_trylock(mutex);
    if (result == EBUSY)
        return wait_for(mutex, site, until, clock, end);
    if (acquired(result)) {
        const uint64_t key = ls_key(mutex, LS_MUTEX);
        ls_count(key, site);
        ls_maybe_time_hold(key);
    }
    return result;
}

int ls_mutex_timedlock(pthread_mutex_t* mutex, uint64_t site, const struct timespec* end)
{
    return lock_until(mutex, site, UNTIL, 0, end);
}

LS_EXPORT int pthread_mutex_timedlock(pthread_mutex_t* mutex, const struct timespec* end)
{
    return lock_until(mutex, LS_SITE(), UNTIL, 0, end);
}

LS_EXPORT int pthread_mutex_clocklock(pthread_mutex_t* mutex,
                                      clockid_t clock,
                                      const struct timespec* end)
{
    return lock_until(mutex, LS_SITE(), UNTIL_BY_CLOCK, clock, end);
}

__attribute__((noinline)) int ls_mutex_release(pthread_mutex_t* mutex, uint64_t site)
{
    struct LsLeaving leaving = {NULL, NULL};
    if (ls_substituting())
        leaving = ls_substituted_leave(mutex);
    int result;
    if (ls_watching() && ls_release_matters(ls_key(mutex, LS_MUTEX))) {
        LsRegisters registers;
        LS_CAPTURE(&registers);
        struct LsRelease release;
        ls_releasing(&release, ls_key(mutex, LS_MUTEX), site);
        result = ls_real.mutex_unlock(mutex);
        ls_substituted_left(leaving);
        ls_released(&release, &registers);
    } else {
        result = ls_real.mutex_unlock(mutex);
        ls_substituted_left(leaving);
    }
    return result;
}

LS_EXPORT int pthread_mutex_unlock(pthread_mutex_t* mutex)
{
    if (LS_UNLIKELY(ls_release_matters(ls_key(mutex, LS_MUTEX))) || ls_substituting())
        return ls_mutex_release(mutex, LS_SITE());
    return ls_real.mutex_unlock(mutex);
}

int ls_mutex_destroy(pthread_mutex_t* mutex)
{
    const int result = ls_real.mutex_destroy(mutex);
    if (result == 0) {
        ls_substituted_ends(ls_key(mutex, LS_MUTEX));
        ls_lock_ends(ls_key(mutex, LS_MUTEX));
    }
    return result;
}

LS_EXPORT int pthread_mutex_destroy(pthread_mutex_t* mutex)
{
    return ls_mutex_destroy(mutex);
}
