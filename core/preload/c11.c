/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/preload/mutex.h"
#include "core/preload/real.h"

#include <errno.h>
#include <threads.h>

/*
 * Threads of C11. In glibc a mtx_t is a mutex, a cnd_t a condition variable and a once_flag the
 * word of a pthread_once (nptl/thrd_priv.h, mtx_lock.c and so on), and its functions call the C
 * library's own, past ours. So these do what it does, with the same results, and are counted as
 * what they are.
 */

_Static_assert(sizeof(mtx_t) == sizeof(pthread_mutex_t), "a mtx_t is a mutex");
_Static_assert(sizeof(cnd_t) == sizeof(pthread_cond_t), "a cnd_t is a condition variable");
_Static_assert(sizeof(once_flag) == sizeof(pthread_once_t), "a once_flag is its word");

static int as_c11(int error)
{
    switch (error) {
    case 0:
        return thrd_success;
    case ENOMEM:
        return thrd_nomem;
    case ETIMEDOUT:
        return thrd_timedout;
    case EBUSY:
        return thrd_busy;
    default:
        return thrd_error;
    }
}

LS_EXPORT int mtx_lock(mtx_t* mutex)
{
    return as_c11(ls_mutex_lock((pthread_mutex_t*)mutex, LS_SITE()));
}

LS_EXPORT int mtx_trylock(mtx_t* mutex)
{
    return as_c11(ls_mutex_trylock((pthread_mutex_t*)mutex, LS_SITE()));
}

LS_EXPORT int mtx_timedlock(mtx_t* restrict mutex, const struct timespec* restrict end)
{
    return as_c11(ls_mutex_timedlock((pthread_mutex_t*)mutex, LS_SITE(), end));
}

LS_EXPORT int mtx_unlock(mtx_t* mutex)
{
    pthread_mutex_t* const real = (pthread_mutex_t*)mutex;
    if (LS_UNLIKELY(ls_release_matters(ls_key(real, LS_MUTEX))))
        return as_c11(ls_mutex_release(real, LS_SITE()));
    return as_c11(ls_real.mutex_unlock(real));
}

LS_EXPORT void mtx_destroy(mtx_t* mutex)
{
    (void)ls_mutex_destroy((pthread_mutex_t*)mutex);
}

LS_EXPORT int cnd_wait(cnd_t* condition, mtx_t* mutex)
{
    return as_c11(
        ls_condition_wait((pthread_cond_t*)condition, (pthread_mutex_t*)mutex, LS_SITE(), NULL));
}

LS_EXPORT int cnd_timedwait(cnd_t* restrict condition,
                            mtx_t* restrict mutex,
                            const struct timespec* restrict end)
{
    return as_c11(
        ls_condition_wait((pthread_cond_t*)condition, (pthread_mutex_t*)mutex, LS_SITE(), end));
}

LS_EXPORT void call_once(once_flag* control, void (*routine)(void))
{
    (void)ls_once((pthread_once_t*)control, routine, LS_SITE());
}
