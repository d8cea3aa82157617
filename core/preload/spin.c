/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/preload/real.h"
#include "core/preload/waiting.h"

#include <errno.h>

/* Spin locks. Who holds one stands nowhere. */

static __attribute__((noinline)) int wait_for(pthread_spinlock_t* lock, uint64_t site)
{
    const uint64_t key = ls_key(lock, LS_SPIN);
    struct LsWait wait;
    LS_WAIT(&wait, key, site, 0, 0);
    const int result = LS_REAL(spin_lock)(lock);
    ls_wait_ends(&wait, result == 0);
    if (result == 0 && ls_watching())
        ls_count(key, site);
    return result;
}

LS_EXPORT int pthread_spin_lock(pthread_spinlock_t* lock)
{
    if (!ls_watching() && !ls_begin_watching())
        return LS_REAL(spin_lock)(lock);
    const int result = LS_REAL(spin_trylock)(lock);
    if (LS_UNLIKELY(result != 0))
        return wait_for(lock, LS_SITE());
    const uint64_t key = ls_key(lock, LS_SPIN);
    ls_count(key, LS_SITE());
    ls_maybe_time_hold(key);
    return 0;
}

LS_EXPORT int pthread_spin_trylock(pthread_spinlock_t* lock)
{
    const bool watching = ls_watching() || ls_begin_watching();
    const int result = LS_REAL(spin_trylock)(lock);
    if (watching && result == 0) {
        ls_count(ls_key(lock, LS_SPIN), LS_SITE());
        ls_maybe_time_hold(ls_key(lock, LS_SPIN));
    }
    return result;
}

static __attribute__((noinline)) int release_spin(pthread_spinlock_t* lock, uint64_t site)
{
    if (!ls_watching())
        return LS_REAL(spin_unlock)(lock);
    LsRegisters registers;
    LS_CAPTURE(&registers);
    struct LsRelease release;
    ls_releasing(&release, ls_key(lock, LS_SPIN), site);
    const int result = LS_REAL(spin_unlock)(lock);
    ls_released(&release, &registers);
    return result;
}

LS_EXPORT int pthread_spin_unlock(pthread_spinlock_t* lock)
{
    if (LS_UNLIKELY(ls_release_matters(ls_key((const void*)lock, LS_SPIN))))
        return release_spin(lock, LS_SITE());
    return LS_REAL(spin_unlock)(lock);
}
