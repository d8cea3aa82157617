/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/preload/substitution.h"

#include "core/preload/records.h"
#include "core/preload/segment.h"
#include "core/preload/substituted.h"
#include "core/preload/waiting.h"

#include <string.h>

enum
{
    FRONTS_MAX = LS_FRONTS / 2 /* of all that ever had a substitute: a search ends */
};

struct LsFront ls_fronts[LS_FRONTS];
static uint32_t used; /* of them; by who carries out wishes */
static uint32_t at_work; /* 1: somebody carries out wishes */
static uint64_t seen; /* revision that was carried out */
static uint32_t any_by_site; /* 1: new locks may be meant */
static uint32_t missed; /* 1: one of these came while somebody was at work, who may be past it */

static LsControls* controls(void)
{
    return ls_at(LS_CONTROLS_OFFSET);
}

static bool lease_runs(void)
{
    return ls_now() < __atomic_load_n(&controls()->lease_ns, __ATOMIC_RELAXED);
}

static struct LsFront* front_made(LsLock* lock)
{
    struct LsFront* front = ls_front_of(lock->key);
    if (!front) {
        if (used == FRONTS_MAX)
            return NULL;
        uint64_t place = ls_hash(ls_address(lock->key)) >> (64 - LS_FRONT_BITS);
        while (ls_fronts[place].key != 0)
            place = (place + 1) & (LS_FRONTS - 1);
        front = &ls_fronts[place];
        front->lock = lock;
        ++used;
        __atomic_store_n(&front->key, lock->key, __ATOMIC_RELEASE);
    }
    __atomic_fetch_or(ls_gate_of(lock->key), LS_GATE_SUBSTITUTED, __ATOMIC_RELAXED);
    return front;
}

/* --- wishes; everything here is done by one thread at a time (at_work) --- */

static void refuse(LsLock* lock, enum LsRefusal refusal)
{
    if (lock->refusal != (uint32_t)refusal)
        __atomic_store_n(&lock->refusal, refusal, __ATOMIC_RELAXED);
}

static void tell(LsLock* lock, enum LsSubstitute kind, uint64_t delay_ns, enum LsRefusal refusal)
{
    refuse(lock, refusal);
    if (lock->substitute == (uint32_t)kind && lock->delay_ns == delay_ns)
        return;
    __atomic_store_n(&lock->substituted_ns, ls_now(), __ATOMIC_RELAXED);
    __atomic_store_n(&lock->substitute, kind, __ATOMIC_RELAXED);
    __atomic_store_n(&lock->delay_ns, delay_ns, __ATOMIC_RELAXED);
    /* Release: who sees the number sees what it is the number of. */
    __atomic_store_n(&lock->swaps, lock->swaps + 1, __ATOMIC_RELEASE);
}

static bool is_eligible(const LsLock* lock)
{
    return lock->key >> LS_ADDRESS_BITS == LS_MUTEX
        && !(lock->flags
             & (LS_ROBUST | LS_PRIORITY_INHERIT | LS_PRIORITY_PROTECT | LS_PROCESS_SHARED));
}

static void set_front(struct LsFront* front,
                      enum LsSubstitute kind,
                      uint64_t delay_ns,
                      enum LsRefusal refusal)
{
    LsLock* const lock = front->lock;
    LsOuter* const before = front->outer;
    if (front->kind != (uint32_t)kind) {
        LsOuter* const outer = kind == LS_OWN ? NULL : ls_outer_make(kind);
        if (kind != LS_OWN && !outer) {
            kind = LS_OWN;
            refusal = LS_NO_ROOM;
        }
        front->kind = kind;
        /* Release: with the pointer, what it points to. Before the old one is dissolved: who leaves
         * that goes to the mutex, who comes goes to this. */
        __atomic_store_n(&front->outer, outer, __ATOMIC_RELEASE);
        if (before)
            ls_outer_dissolve(before);
    }
    __atomic_store_n(&front->delay_ns, delay_ns, __ATOMIC_RELAXED);
    tell(lock, kind, delay_ns, refusal);
}

static void carry_out(LsLock* lock, const LsWish* wish)
{
    if (!is_eligible(lock)) {
        refuse(lock, LS_NOT_ELIGIBLE);
        return;
    }
    if (ls_sealed) {
        refuse(lock, LS_SEALED);
        return;
    }
    if (lock->refusal == LS_STUCK) /* until it is not wished for any more */
        return;
    struct LsFront* const front = front_made(lock);
    if (!front) {
        refuse(lock, LS_NO_ROOM);
        return;
    }
    if (front->outer && __atomic_load_n(&front->outer->dissolved, __ATOMIC_RELAXED) != 0) {
        set_front(front, LS_OWN, 0, LS_STUCK); /* somebody was at work when that was found */
        return;
    }
    const bool known = wish->substitute < LS_SUBSTITUTES;
    set_front(front,
              known ? (enum LsSubstitute)wish->substitute : LS_OWN,
              wish->delay_ns < LS_DELAY_MAX_NS ? wish->delay_ns : LS_DELAY_MAX_NS,
              LS_NOT_REFUSED);
    /* Relaxed: ls_substituting() has the argument. */
    __atomic_store_n(&ls_active.substitutes, 1, __ATOMIC_RELAXED);
}

/* The last one that is meant for a lock: what is said of one alone stands behind what is said of a
 * call site. */
static const LsWish* wish_for(const LsWish* wishes, uint64_t count, const LsLock* lock)
{
    for (uint64_t i = count; i-- > 0;)
        if (wishes[i].lock == (wishes[i].by_site == 1 ? lock->site : lock->key))
            return &wishes[i];
    return NULL;
}

static void take_all_away(enum LsRefusal refusal)
{
    for (uint64_t i = 0; i < LS_FRONTS; ++i)
        if (ls_fronts[i].key != 0) {
            set_front(&ls_fronts[i], LS_OWN, 0, refusal);
            __atomic_fetch_and(
                ls_gate_of(ls_fronts[i].key), ~LS_GATE_SUBSTITUTED, __ATOMIC_RELAXED);
        }
    /* Who took one of the locks on the way does not let it go any more: it is dissolved, so nobody
     * waits for that. */
    __atomic_store_n(&ls_active.substitutes, 0, __ATOMIC_RELAXED);
}

/* Each lock that has a record. */
static void carry_out_all(const LsWish* wishes, uint64_t count)
{
    uint64_t number = __atomic_load_n(&ls_header->locks, __ATOMIC_ACQUIRE);
    if (number > LS_LOCKS_MAX)
        number = LS_LOCKS_MAX;
    for (uint64_t i = 0; i < number; ++i) {
        const uint64_t page =
            __atomic_load_n(&ls_header->lock_pages[i / LS_LOCKS_PER_PAGE], __ATOMIC_ACQUIRE);
        if (page == 0)
            continue;
        const uint64_t* const offsets = ls_at(page);
        const uint64_t offset = __atomic_load_n(&offsets[i % LS_LOCKS_PER_PAGE], __ATOMIC_ACQUIRE);
        if (offset == 0)
            continue;
        LsLock* const lock = ls_at(offset);
        const LsWish* const wish = wish_for(wishes, count, lock);
        struct LsFront* const front = ls_front_of(lock->key);
        if (wish)
            carry_out(lock, wish);
        else if (front)
            set_front(front, LS_OWN, 0, LS_NOT_REFUSED);
        else
            refuse(lock, LS_NOT_REFUSED);
    }
}

/* A copy that is whole; false: it is being written, and somebody will look again. */
static bool copy_wishes(LsControls* copy)
{
    const LsControls* const now = controls();
    const uint64_t before = __atomic_load_n(&now->revision, __ATOMIC_ACQUIRE);
    memcpy(copy, now, sizeof *copy);
    /* The fence keeps the copy before the second look, as who writes it keeps what it writes
     * between two revisions. */
    __atomic_thread_fence(__ATOMIC_ACQUIRE);
    copy->revision = before;
    return before % 2 == 0 && __atomic_load_n(&now->revision, __ATOMIC_RELAXED) == before;
}

static LsControls copied; /* by who is at work */

static LS_COLD void carry_out_wishes(void)
{
    if (__atomic_exchange_n(&at_work, 1, __ATOMIC_ACQUIRE) != 0)
        return;
    __atomic_store_n(&missed, 0, __ATOMIC_RELAXED);
    if (!lease_runs()) {
        /* Also where who wrote the wishes was killed in the middle. They wait for another lease. */
        __atomic_store_n(&any_by_site, 0, __ATOMIC_RELAXED);
        take_all_away(LS_NOT_REFUSED);
        __atomic_store_n(&seen, 0, __ATOMIC_RELAXED);
    } else if (copy_wishes(&copied) && !ls_sealed) {
        const uint64_t count = copied.wishes < LS_WISHES_MAX ? copied.wishes : LS_WISHES_MAX;
        uint32_t by_site = 0;
        for (uint64_t i = 0; i < count; ++i)
            by_site |= copied.wish[i].by_site == 1;
        __atomic_store_n(&any_by_site, by_site, __ATOMIC_RELAXED);
        if (count == 0)
            take_all_away(LS_NOT_REFUSED);
        else
            carry_out_all(copied.wish, count);
        __atomic_store_n(&seen, copied.revision, __ATOMIC_RELAXED);
    }
    __atomic_store_n(&at_work, 0, __ATOMIC_RELEASE);
}

void ls_look_for_wishes(void)
{
    if (!ls_active.on)
        return;
    const bool changed = __atomic_load_n(&controls()->revision, __ATOMIC_RELAXED)
            != __atomic_load_n(&seen, __ATOMIC_RELAXED)
        || __atomic_load_n(&missed, __ATOMIC_RELAXED) != 0;
    if (LS_LIKELY(!changed && !ls_substituting()))
        return;
    if (lease_runs() ? changed : ls_substituting())
        carry_out_wishes();
}

void ls_consider_lock(LsLock* lock)
{
    if (LS_LIKELY(__atomic_load_n(&any_by_site, __ATOMIC_RELAXED) == 0))
        return;
    if (__atomic_exchange_n(&at_work, 1, __ATOMIC_ACQUIRE) != 0) {
        __atomic_store_n(&missed, 1, __ATOMIC_RELAXED);
        return;
    }
    uint64_t count = copied.wishes < LS_WISHES_MAX ? copied.wishes : LS_WISHES_MAX;
    const LsWish* const wish = wish_for(copied.wish, count, lock);
    if (wish && wish->by_site == 1 && lease_runs())
        carry_out(lock, wish);
    __atomic_store_n(&at_work, 0, __ATOMIC_RELEASE);
}

void ls_substitute_is_stuck(LsOuter* outer)
{
    if (__atomic_exchange_n(&at_work, 1, __ATOMIC_ACQUIRE) != 0) {
        /* It may be this very thread that is at work, so it does not wait for that. Nobody waits
         * in the substitute any more, and who carries out wishes next takes it away. */
        ls_outer_dissolve(outer);
        __atomic_store_n(&missed, 1, __ATOMIC_RELAXED);
        return;
    }
    for (uint64_t i = 0; i < LS_FRONTS; ++i)
        if (ls_fronts[i].outer == outer)
            set_front(&ls_fronts[i], LS_OWN, 0, LS_STUCK);
    __atomic_store_n(&at_work, 0, __ATOMIC_RELEASE);
}

void ls_substituted_ends(uint64_t key)
{
    if (!ls_substituting() || !ls_active.on)
        return;
    struct LsFront* const front = ls_front_of(key);
    if (!front || __atomic_exchange_n(&at_work, 1, __ATOMIC_ACQUIRE) != 0)
        return;
    set_front(front, LS_OWN, 0, LS_NOT_REFUSED);
    __atomic_store_n(&at_work, 0, __ATOMIC_RELEASE);
}

void ls_substitute_no_more(void)
{
    if (!ls_active.on)
        return;
    for (uint32_t turns = 0; __atomic_exchange_n(&at_work, 1, __ATOMIC_ACQUIRE) != 0; ++turns)
        if (turns > 1000000) /* whoever is at work will see that the process is sealed */
            return;
    take_all_away(LS_SEALED);
    __atomic_store_n(&at_work, 0, __ATOMIC_RELEASE);
}

void ls_forget_substitutes(void)
{
    if (used != 0)
        memset(ls_fronts, 0, sizeof ls_fronts);
    used = 0;
    at_work = 0;
    seen = 0;
    any_by_site = 0;
    missed = 0;
    ls_forget_outers();
}
