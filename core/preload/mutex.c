/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/preload/mutex.h"

#include "core/preload/real.h"
#include "core/preload/substituted.h"

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
        result =
            ls_may_be_substituted(key) ? ls_substituted_wait(mutex) : ls_real.mutex_lock(mutex);
    else if (until == UNTIL)
        result = ls_real.mutex_timedlock(mutex, end);
    else
        result = ls_real.mutex_clocklock(mutex, clock, end);
    ls_wait_ends(&wait, acquired(result));
    if (acquired(result) && ls_watching())
        ls_count(key, site);
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

static inline void count_first_try(uint64_t key, uint64_t site)
{
    ls_count(key, site);
    ls_maybe_time_hold(key);
}

/* pthread_mutex_lock of a watched thread, of a mutex that may have a substitute. */
static __attribute__((noinline)) int lock_substituted(pthread_mutex_t* mutex, uint64_t site)
{
    const int result = ls_substituted_try(mutex);
    if (LS_UNLIKELY(result != 0))
        return after_try(mutex, result, site);
    count_first_try(ls_key(mutex, LS_MUTEX), site);
    return 0;
}

static inline int lock_watched(pthread_mutex_t* mutex, uint64_t site)
{
    const uint64_t key = ls_key(mutex, LS_MUTEX);
    if (ls_may_be_substituted(key))
        return lock_substituted(mutex, site);
    const int result = ls_real.mutex_trylock(mutex);
    if (LS_UNLIKELY(result != 0))
        return after_try(mutex, result, site);
    count_first_try(key, site);
    return 0;
}

int ls_mutex_lock(pthread_mutex_t* mutex, uint64_t site)
{
    if (!ls_watching() && !ls_begin_watching())
        return ls_real.mutex_lock(mutex);
    return lock_watched(mutex, site);
}

LS_EXPORT int pthread_mutex_lock(pthread_mutex_t* mutex)
{
    if (!ls_watching())
        return ls_mutex_lock(mutex, LS_SITE());
    return lock_watched(mutex, LS_SITE());
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

/* Ends the hold, charges it, and lets go what stands in front of the mutex. */
static __attribute__((noinline)) int release_watched(pthread_mutex_t* mutex,
                                                     uint64_t site,
                                                     LsOuter* outer)
{
    LsRegisters registers;
    LS_CAPTURE(&registers);
    struct LsRelease release;
    ls_releasing(&release, ls_key(mutex, LS_MUTEX), site);
    const int result = ls_real.mutex_unlock(mutex);
    ls_substituted_left(outer);
    ls_released(&release, &registers);
    return result;
}

static __attribute__((noinline)) int release_substituted(pthread_mutex_t* mutex, uint64_t site)
{
    LsOuter* const outer = ls_substituted_leave(mutex);
    if (ls_watching() && (ls_self.depth != 0 || ls_is_waited_for(ls_key(mutex, LS_MUTEX))))
        return release_watched(mutex, site, outer);
    const int result = ls_real.mutex_unlock(mutex);
    ls_substituted_left(outer);
    return result;
}

int ls_mutex_release(pthread_mutex_t* mutex, uint64_t site)
{
    if (ls_may_be_substituted(ls_key(mutex, LS_MUTEX)))
        return release_substituted(mutex, site);
    if (ls_watching())
        return release_watched(mutex, site, NULL);
    return ls_real.mutex_unlock(mutex);
}

LS_EXPORT int pthread_mutex_unlock(pthread_mutex_t* mutex)
{
    if (LS_UNLIKELY(ls_release_matters(ls_key(mutex, LS_MUTEX))))
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
