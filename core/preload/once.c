/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/preload/mutex.h"
#include "core/preload/real.h"
#include "core/preload/waiting.h"

/* Once: the first caller works, callers meanwhile wait for it, later ones pass. */

enum
{
    DONE = 2
}; /* glibc: sysdeps/nptl/internaltypes.h, __PTHREAD_ONCE_DONE */

static void run_once(void)
{
    void (*const routine)(void) = ls_self.once;
    ls_self.once_ran = true;
    if (ls_self.block) /* this caller does not wait, it works */
        __atomic_store_n(&ls_self.block->since, 0, __ATOMIC_RELEASE);
    routine();
    ls_self.once_ran = true; /* the routine may have been through another */
}

static __attribute__((noinline)) int wait_for(pthread_once_t* control,
                                              void (*routine)(void),
                                              uint64_t site)
{
    const uint64_t key = ls_key(control, LS_ONCE);
    void (*const outer)(void) = ls_self.once;
    const bool outer_ran = ls_self.once_ran;
    ls_self.once = routine;
    ls_self.once_ran = false;
    int result;
    if (__atomic_load_n(control, __ATOMIC_RELAXED) == 0) {
        /* Nobody works on it, or somebody has just begun: then this wait is counted as none. */
        result = LS_REAL(once)(control, run_once);
    } else {
        struct LsWait wait;
        LS_WAIT(&wait, key, site, 0, 0);
        result = LS_REAL(once)(control, run_once);
        ls_wait_ends(&wait, !ls_self.once_ran);
    }
    ls_self.once = outer;
    ls_self.once_ran = outer_ran;
    if (ls_watching())
        ls_count(key, site);
    return result;
}

int ls_once(pthread_once_t* control, void (*routine)(void), uint64_t site)
{
    if (!ls_watching() && !ls_begin_watching())
        return LS_REAL(once)(control, routine);
    if (LS_UNLIKELY((__atomic_load_n(control, __ATOMIC_RELAXED) & 3) != DONE))
        return wait_for(control, routine, site);
    ls_count(ls_key(control, LS_ONCE), site);
    return LS_REAL(once)(control,
                         routine); /* which orders what the routine wrote before what follows */
}

LS_EXPORT int pthread_once(pthread_once_t* control, void (*routine)(void))
{
    return ls_once(control, routine, LS_SITE());
}
