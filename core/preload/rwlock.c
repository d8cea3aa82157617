/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/preload/real.h"
#include "core/preload/waiting.h"

#include <errno.h>

/* Read-write locks: two sides, counted apart. What either side's waiters lose is charged to whoever
 * releases, of several readers to each for the time since the one before released. */

enum Until
{
    FOR_EVER,
    UNTIL,
    UNTIL_BY_CLOCK
};

static int take(pthread_rwlock_t* lock,
                enum LsKind side,
                enum Until until,
                clockid_t clock,
                const struct timespec* end)
{
    if (side == LS_READ)
        return until == FOR_EVER ? LS_REAL(read_lock)(lock)
            : until == UNTIL     ? LS_REAL(read_timedlock)(lock, end)
                                 : LS_REAL(read_clocklock)(lock, clock, end);
    return until == FOR_EVER ? LS_REAL(write_lock)(lock)
        : until == UNTIL     ? LS_REAL(write_timedlock)(lock, end)
                             : LS_REAL(write_clocklock)(lock, clock, end);
}

static __attribute__((noinline)) int wait_for(pthread_rwlock_t* lock,
                                              enum LsKind side,
                                              uint64_t site,
                                              enum Until until,
                                              clockid_t clock,
                                              const struct timespec* end)
{
    const uint64_t key = ls_key(lock, side);
    struct LsWait wait;
    const uint32_t shared = lock->__data.__shared ? LS_PROCESS_SHARED : 0;
    LS_WAIT(&wait, key, site, (uint32_t)lock->__data.__cur_writer, shared);
    const int result = take(lock, side, until, clock, end);
    ls_wait_ends(&wait, result == 0);
    if (result == 0 && ls_watching())
        ls_count(key, site);
    return result;
}

static inline __attribute__((always_inline)) int lock_side(pthread_rwlock_t* lock,
                                                           enum LsKind side,
                                                           uint64_t site,
                                                           enum Until until,
                                                           clockid_t clock,
                                                           const struct timespec* end)
{
    const bool usual = until == FOR_EVER || !end
        || (ls_is_time(end) && (until == UNTIL || ls_is_usual_clock(clock)));
    if (!usual || (!ls_watching() && !ls_begin_watching()))
        return take(lock, side, until, clock, end);
    const int result = side == LS_READ ? LS_REAL(read_trylock)(lock) : LS_REAL(write_trylock)(lock);
    if (LS_LIKELY(result == 0)) {
        const uint64_t key = ls_key(lock, side);
        ls_count(key, site);
        ls_maybe_time_hold(key);
        return 0;
    }
    return wait_for(
        lock, side, site, until, clock, end); /* EAGAIN and EDEADLK come back from there */
}

LS_EXPORT int pthread_rwlock_rdlock(pthread_rwlock_t* lock)
{
    return lock_side(lock, LS_READ, LS_SITE(), FOR_EVER, 0, NULL);
}

LS_EXPORT int pthread_rwlock_wrlock(pthread_rwlock_t* lock)
{
    return lock_side(lock, LS_WRITE, LS_SITE(), FOR_EVER, 0, NULL);
}

LS_EXPORT int pthread_rwlock_timedrdlock(pthread_rwlock_t* lock, const struct timespec* end)
{
    return lock_side(lock, LS_READ, LS_SITE(), UNTIL, 0, end);
}

LS_EXPORT int pthread_rwlock_timedwrlock(pthread_rwlock_t* lock, const struct timespec* end)
{
    return lock_side(lock, LS_WRITE, LS_SITE(), UNTIL, 0, end);
}

LS_EXPORT int pthread_rwlock_clockrdlock(pthread_rwlock_t* lock,
                                         clockid_t clock,
                                         const struct timespec* end)
{
    return lock_side(lock, LS_READ, LS_SITE(), UNTIL_BY_CLOCK, clock, end);
}

LS_EXPORT int pthread_rwlock_clockwrlock(pthread_rwlock_t* lock,
                                         clockid_t clock,
                                         const struct timespec* end)
{
    return lock_side(lock, LS_WRITE, LS_SITE(), UNTIL_BY_CLOCK, clock, end);
}

static int try_side(pthread_rwlock_t* lock, enum LsKind side, uint64_t site)
{
    const bool watching = ls_watching() || ls_begin_watching();
    const int result = side == LS_READ ? LS_REAL(read_trylock)(lock) : LS_REAL(write_trylock)(lock);
    if (watching && result == 0) {
        ls_count(ls_key(lock, side), site);
        ls_maybe_time_hold(ls_key(lock, side));
    }
    return result;
}

LS_EXPORT int pthread_rwlock_tryrdlock(pthread_rwlock_t* lock)
{
    return try_side(lock, LS_READ, LS_SITE());
}

LS_EXPORT int pthread_rwlock_trywrlock(pthread_rwlock_t* lock)
{
    return try_side(lock, LS_WRITE, LS_SITE());
}

static __attribute__((noinline)) int release_side(pthread_rwlock_t* lock,
                                                  uint64_t key,
                                                  uint64_t site)
{
    LsRegisters registers;
    LS_CAPTURE(&registers);
    struct LsRelease release;
    ls_releasing(&release, key, site);
    const int result = LS_REAL(rwlock_unlock)(lock);
    ls_released(&release, &registers);
    return result;
}

LS_EXPORT int pthread_rwlock_unlock(pthread_rwlock_t* lock)
{
    if (ls_watching()) {
        const bool writes = (uint32_t)lock->__data.__cur_writer == ls_self.block->tid;
        const uint64_t key = ls_key(lock, writes ? LS_WRITE : LS_READ);
        if (LS_UNLIKELY(ls_release_matters(key)))
            return release_side(lock, key, LS_SITE());
    }
    return LS_REAL(rwlock_unlock)(lock);
}

LS_EXPORT int pthread_rwlock_destroy(pthread_rwlock_t* lock)
{
    const int result = LS_REAL(rwlock_destroy)(lock);
    if (result == 0) {
        ls_lock_ends(ls_key(lock, LS_READ));
        ls_lock_ends(ls_key(lock, LS_WRITE));
    }
    return result;
}
