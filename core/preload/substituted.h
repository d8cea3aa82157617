/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/preload/real.h"
#include "core/preload/substitute.h"
#include "core/preload/substitution.h"
#include "core/preload/waiting.h"

#include <errno.h>
#include <sys/syscall.h>
#include <unistd.h>

/* The path of a mutex that may have a substitute. */

enum
{
    LS_FRONT_BITS = 12,
    LS_FRONTS = 1 << LS_FRONT_BITS,
    LS_PASSES = 256 /* of a thread, until it looks for wishes where nobody waits */
};

/* What stands in front of one mutex. */
struct LsFront
{
    uint64_t key; /* 0: free; stored last (release), never changed */
    LsLock* lock;
    LsOuter* outer; /* for those who come now; null: none */
    uint64_t delay_ns;
    uint32_t kind; /* LsSubstitute; by who carries out wishes */
    /* Of who holds the mutex, and guarded by it: what was taken on the way. A holder that came past
     * it finds null, or one that was dissolved, whose release is nothing. */
    LsOuter* held __attribute__((aligned(LS_LINE)));
} __attribute__((aligned(LS_LINE)));

extern struct LsFront ls_fronts[LS_FRONTS] LS_HIDDEN;

static inline struct LsFront* ls_front_of(uint64_t key)
{
    for (uint64_t place = ls_hash(ls_address(key)) >> (64 - LS_FRONT_BITS);;
         place = (place + 1) & (LS_FRONTS - 1))
    {
        /* Acquire: with the key, what belongs to it. */
        const uint64_t found = __atomic_load_n(&ls_fronts[place].key, __ATOMIC_ACQUIRE);
        if (LS_LIKELY(found == key))
            return &ls_fronts[place];
        if (found == 0)
            return NULL;
    }
}

static inline bool ls_is_own(const pthread_mutex_t* mutex)
{
    /* A thread that is not counted has to ask; it holds nothing of ours as a rule. */
    const uint32_t self = ls_self.block ? ls_self.block->tid : (uint32_t)syscall(SYS_gettid);
    return (uint32_t)__atomic_load_n(&mutex->__data.__owner, __ATOMIC_RELAXED) == self;
}

static inline bool ls_asks_for_owner(const pthread_mutex_t* mutex)
{
    const int type = mutex->__data.__kind & 3; /* as in ls_mutex_flags */
    return type == PTHREAD_MUTEX_RECURSIVE_NP || type == PTHREAD_MUTEX_ERRORCHECK_NP;
}

/* What a thread that wants the mutex is to take first; null: nothing. Not one that has it already:
 * the mutex itself knows what that means. And not one that is of another kind by now. */
static inline LsOuter* ls_outer_for(const struct LsFront* front, const pthread_mutex_t* mutex)
{
    enum
    {
        NOT_ELIGIBLE = 16 | 32 | 64 | 128 /* as in ls_mutex_flags */
    };
    LsOuter* const outer = __atomic_load_n(&front->outer, __ATOMIC_ACQUIRE);
    if (!outer || (mutex->__data.__kind & NOT_ELIGIBLE)
        || (ls_asks_for_owner(mutex) && ls_is_own(mutex)))
        return NULL;
    return outer;
}

/* The mutex was tried or waited for with the substitute taken: who holds it has both, who does not
 * has none. */
static inline int ls_substituted_entered(struct LsFront* front, LsOuter* outer, int result)
{
    if (LS_UNLIKELY(result != 0)) {
        ls_outer_release(outer);
        return result;
    }
    front->held = outer;
    return 0;
}

/* The first attempt at a mutex. EBUSY: wait for it, by ls_substituted_wait. */
static inline int ls_substituted_try(pthread_mutex_t* mutex)
{
    struct LsFront* const front = ls_front_of(ls_key(mutex, LS_MUTEX));
    if (front && LS_UNLIKELY(++ls_self.outer_passes == LS_PASSES)) {
        ls_self.outer_passes = 0;
        ls_look_for_wishes();
    }
    LsOuter* const outer = front ? ls_outer_for(front, mutex) : NULL;
    if (!outer)
        return ls_real.mutex_trylock(mutex);
    if (!ls_outer_try(outer))
        return EBUSY;
    return ls_substituted_entered(front, outer, ls_real.mutex_trylock(mutex));
}

/* Waits for the substitute, where there is one and this thread may use it, and then for the mutex.
 */
static inline int ls_substituted_wait(pthread_mutex_t* mutex)
{
    struct LsFront* const front = ls_front_of(ls_key(mutex, LS_MUTEX));
    LsOuter* const outer = front ? ls_outer_for(front, mutex) : NULL;
    if (!outer || !ls_outer_wait(outer, mutex))
        return ls_real.mutex_lock(mutex);
    return ls_substituted_entered(front, outer, ls_real.mutex_lock(mutex));
}

static inline void ls_stay_busy(uint64_t ns)
{
    const uint64_t end = ls_now() + ns;
    while (ls_now() < end) {
    }
}

/* Before a mutex is released: the delay, if there is one. What stands in front of it, to be let go
 * after it; null: nothing. */
static inline LsOuter* ls_substituted_leave(pthread_mutex_t* mutex)
{
    struct LsFront* const front = ls_front_of(ls_key(mutex, LS_MUTEX));
    if (!front)
        return NULL;
    /* It is not let go yet, or not at all. */
    if (ls_asks_for_owner(mutex) && (!ls_is_own(mutex) || mutex->__data.__count > 1))
        return NULL;
    const uint64_t delay_ns = __atomic_load_n(&front->delay_ns, __ATOMIC_RELAXED);
    if (delay_ns != 0)
        ls_stay_busy(delay_ns);
    LsOuter* const outer = front->held;
    front->held = NULL;
    return outer;
}

/* After it was. */
static inline void ls_substituted_left(LsOuter* outer)
{
    if (outer)
        ls_outer_release(outer);
}
