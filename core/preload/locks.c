/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/preload/mutex.h"
#include "core/preload/records.h"
#include "core/preload/segment.h"
#include "core/preload/substitution.h"
#include "core/preload/waiting.h"

#include <string.h>

/* Locks that were contended: waits, holds, and what holders cost the others. */

static const uint64_t kSumMask = (1ULL << 48) - 1;

/* Time of the sums of waits: since the file was made, so that it fits 48 bits for three days of one
 * waiter. */
static uint64_t since_begin(uint64_t now_ns)
{
    return now_ns - ls_header->started_ns;
}

/* What has been waited up to now by all, mod 2^48. */
static uint64_t waited_up_to(uint64_t waiting, uint64_t now_ns)
{
    return ((waiting >> 16) + (waiting & 0xffff) * since_begin(now_ns)) & kSumMask;
}

/* Moves what was charged up to now, and says how much that is. The exchange is for locks that
 * several can hold; where only one can, it is that one alone who comes here. Relaxed: numbers, that
 * nothing else depends on. */
static uint64_t charge(LsLock* home, uint64_t waited)
{
    const uint64_t before = __atomic_load_n(&home->charged, __ATOMIC_RELAXED);
    const uint64_t more = (waited - before) & kSumMask;
    if (more == 0
        || more
            > kSumMask / 2) /* another thread's clock was read later, and it charged more already */
        return 0;
    const uint64_t found = __atomic_exchange_n(&home->charged, waited, __ATOMIC_RELAXED);
    const uint64_t caused = (waited - found) & kSumMask;
    return caused > kSumMask / 2 ? 0 : caused;
}

static unsigned bucket_of(uint64_t ns)
{
    if (ns >> 37)
        ns = (1ULL << 37) - 1;
    if (ns < 64)
        return (unsigned)ns;
    const unsigned shift = 63U - (unsigned)__builtin_clzll(ns) - 6U;
    return (shift << 6) + (unsigned)(ns >> shift);
}

static bool is_exclusive(uint64_t key)
{
    const uint64_t kind = key >> LS_ADDRESS_BITS;
    return kind == LS_MUTEX || kind == LS_WRITE || kind == LS_SPIN;
}

/* Where what is waited for a lock is summed up; null for what nobody holds. */
static LsLock* home_of(LsLock* lock, uint64_t site, uint32_t flags)
{
    if (is_exclusive(lock->key))
        return lock;
    if (lock->key >> LS_ADDRESS_BITS != LS_READ)
        return NULL;
    return ls_lock_of(
        ls_address(lock->key) | (uint64_t)LS_WRITE << LS_ADDRESS_BITS, site, flags, NULL);
}

void ls_wait_begins(struct LsWait* wait,
                    uint64_t key,
                    uint64_t site,
                    uint32_t owner,
                    uint32_t flags,
                    const LsRegisters* registers)
{
    LsThread* const block = ls_self.block;
    wait->key = key;
    wait->site = site;
    wait->forks = ls_forks;
    wait->lock = ls_lock_of(key, site, flags, registers);
    wait->home = wait->lock ? home_of(wait->lock, site, flags) : NULL;
    wait->begin_ns = ls_now();
    block->wanted = key;
    block->wanted_site = site;
    block->owner = owner;
    block->number += 1;
    block->registers = *registers;
    block->stack_pointer = registers->at[1];
    __atomic_store_n(&block->since, wait->begin_ns, __ATOMIC_RELEASE);
    if (!wait->home)
        return;
    /* Relaxed: whoever holds the lock only looks whether somebody waits; ls_release_matters() has
     * the argument. */
    __atomic_fetch_add(
        &wait->home->waiting, 1 - (since_begin(wait->begin_ns) << 16), __ATOMIC_RELAXED);
    __atomic_fetch_add(ls_gate_of(key), 1, __ATOMIC_RELAXED);
}

static void note_wait(LsLock* lock, uint64_t ns)
{
    /* By the holder alone, but for locks that several hold: an atomic addition for all, on a path
     * that has waited. */
    __atomic_fetch_add(&lock->waits[bucket_of(ns)], 1, __ATOMIC_RELAXED);
    if (ns > lock->wait_max_ns)
        lock->wait_max_ns = ns;
}

void ls_wait_ends(struct LsWait* wait, bool acquired)
{
    if (LS_UNLIKELY(wait->forks != ls_forks))
        return;
    LsThread* const block = ls_self.block;
    const uint64_t now = ls_now();
    if (LS_LIKELY(block != NULL))
        __atomic_store_n(&block->since, 0, __ATOMIC_RELEASE);
    const uint64_t waited = now - wait->begin_ns;
    if (wait->home) {
        const uint64_t before = __atomic_fetch_add(
            &wait->home->waiting, (since_begin(now) << 16) - 1, __ATOMIC_RELAXED);
        __atomic_fetch_sub(ls_gate_of(wait->key), 1, __ATOMIC_RELAXED);
        if (acquired) {
            const uint64_t passed = charge(wait->home, waited_up_to(before, now));
            __atomic_fetch_add(&wait->home->hand_over_ns, passed, __ATOMIC_RELAXED);
        }
    }
    if (LS_UNLIKELY(block == NULL))
        return;
    LsLock* const lock = wait->lock;
    if (lock && acquired) {
        note_wait(lock, waited);
        if (lock->last_owner != block->tid) {
            lock->last_owner = block->tid;
            lock->owner_changes += 1;
        }
    } else if (lock) {
        __atomic_fetch_add(&lock->timeouts, 1, __ATOMIC_RELAXED);
    }
    LsColdCell* const cell = lock ? ls_cold_cell(wait->key, wait->site) : NULL;
    if (cell) {
        ls_add(&cell->contended, acquired ? 1 : 0);
        ls_add(&cell->wait_ns, waited);
    } else {
        ls_add(&block->lost_waits, 1);
        if (!lock)
            __atomic_fetch_add(&ls_header->lost_locks, 1, __ATOMIC_RELAXED);
    }
    if (!acquired || !is_exclusive(wait->key))
        return;
    if (LS_UNLIKELY(ls_self.depth != 0))
        ls_forget_hold(wait->key);
    ls_hold_begins(wait->key, now, 1);
}

void ls_hold_begins(uint64_t key, uint64_t now_ns, uint64_t weight)
{
    /* Full: holds whose end another thread saw, or that nest deep. The oldest is given up. */
    if (ls_self.depth == LS_HOLDS) {
        memmove(&ls_self.holds[0], &ls_self.holds[1], (LS_HOLDS - 1) * sizeof ls_self.holds[0]);
        ls_self.depth = LS_HOLDS - 1;
    }
    ls_self.holds[ls_self.depth++] = (struct LsHold){key, now_ns, weight};
}

void ls_hold_resumes(uint64_t key)
{
    if (ls_self.block && ls_known_lock(key))
        ls_hold_begins(key, ls_now(), 1);
}

void ls_time_hold(uint64_t key)
{
    enum
    {
        OF_EACH_INTERVAL = 8
    };
    const unsigned stands_for = ls_self.interval;
    if (stands_for < LS_HOLD_WEIGHT && ++ls_self.timed == OF_EACH_INTERVAL) {
        ls_self.interval *= 2;
        ls_self.timed = 0;
    }
    ls_self.countdown = ls_self.interval;
    ls_look_for_wishes();
    if (__atomic_load_n(&ls_header->locks, __ATOMIC_RELAXED) != 0 && ls_known_lock(key))
        ls_hold_begins(key, ls_now(), stands_for);
}

/* Takes the innermost hold of a key. */
static bool take_hold(uint64_t key, struct LsHold* hold)
{
    for (unsigned i = ls_self.depth; i-- > 0;) {
        if (ls_self.holds[i].key != key)
            continue;
        *hold = ls_self.holds[i];
        for (unsigned j = i + 1; j < ls_self.depth; ++j)
            ls_self.holds[j - 1] = ls_self.holds[j];
        --ls_self.depth;
        return true;
    }
    return false;
}

void ls_forget_hold(uint64_t key)
{
    const uint64_t kind = key >> LS_ADDRESS_BITS;
    /* These a thread may well hold twice. */
    if (kind == LS_READ
        || (kind == LS_MUTEX
            && (ls_mutex_flags((const pthread_mutex_t*)(uintptr_t)key) & LS_RECURSIVE)))
        return;
    struct LsHold ignored;
    while (take_hold(key, &ignored)) {
    }
}

static void note_hold(LsLock* lock, const struct LsHold* hold, uint64_t now_ns)
{
    const uint64_t ns = now_ns - hold->begin_ns;
    ls_add(&lock->holds[bucket_of(ns)], hold->weight);
    ls_add(&lock->hold_samples, 1);
    if (ns > lock->hold_max_ns)
        lock->hold_max_ns = ns;
}

void ls_releasing(struct LsRelease* release, uint64_t key, uint64_t site)
{
    release->caused_ns = 0;
    release->key = key;
    release->site = site;
    struct LsHold hold = {0};
    const bool timed = take_hold(key, &hold);
    if (!timed && !ls_is_waited_for(key))
        return;
    LsLock* const lock = ls_known_lock(key);
    LsLock* home = lock;
    if (key >> LS_ADDRESS_BITS == LS_READ)
        home = ls_known_lock(ls_address(key) | (uint64_t)LS_WRITE << LS_ADDRESS_BITS);
    const uint64_t waiting = home ? __atomic_load_n(&home->waiting, __ATOMIC_RELAXED) : 0;
    const bool waited_for = (waiting & 0xffff) != 0;
    if (!waited_for && !(timed && lock))
        return;
    release->now_ns = ls_now();
    if (timed && lock)
        note_hold(lock, &hold, release->now_ns);
    if (!waited_for)
        return;
    release->caused_ns = charge(home, waited_up_to(waiting, release->now_ns));
    LsColdCell* const cell = ls_cold_cell(key, site);
    if (cell) {
        ls_add(&cell->releases, 1);
        ls_add(&cell->caused_ns, release->caused_ns);
    }
}

void ls_released(const struct LsRelease* release, const LsRegisters* registers)
{
    enum
    {
        OFTEN_NS = 500000,
        LONG_NS = 2000000
    }; /* two thousand a second and thread, and each long one */
    if (release->caused_ns == 0
        || (release->now_ns - ls_self.stack_ns < OFTEN_NS && release->caused_ns < LONG_NS))
        return;
    LsThread* const block = ls_self.block;
    if (!block) /* a signal handler that came between left another process behind */
        return;
    if (block->stacks == 0) {
        const uint64_t offset = ls_allocate(LS_HOLDER_STACKS * LS_HOLDER_SLOT);
        if (offset == 0)
            return;
        __atomic_store_n(&block->stacks, offset, __ATOMIC_RELEASE);
    }
    LsStack* const stack =
        ls_at(block->stacks + block->stacks_written % LS_HOLDER_STACKS * LS_HOLDER_SLOT);
    if (stack->sequence & 1) /* this is a signal handler within what follows */
        return;
    ls_self.stack_ns = release->now_ns;
    /* A reader that sees the same even sequence before and after has one stack: odd first, then,
     * after a fence that keeps the stores behind it, the rest. */
    __atomic_store_n(&stack->sequence, stack->sequence | 1, __ATOMIC_RELAXED);
    __atomic_thread_fence(__ATOMIC_RELEASE);
    stack->lock = release->key;
    stack->site = release->site;
    stack->caused_ns = release->caused_ns;
    stack->tid = block->tid;
    stack->registers = *registers;
    stack->bytes = ls_copy_stack((uint8_t*)(stack + 1), registers->at[1], LS_HOLDER_STACK_BYTES);
    __atomic_store_n(&stack->sequence, (stack->sequence | 1) + 1, __ATOMIC_RELEASE);
    __atomic_store_n(&block->stacks_written, block->stacks_written + 1, __ATOMIC_RELEASE);
}

void ls_lock_ends(uint64_t key)
{
    if (!ls_active.on || __atomic_load_n(&ls_header->locks, __ATOMIC_RELAXED) == 0)
        return;
    LsLock* const lock = ls_known_lock(key);
    if (!lock)
        return;
    lock->generation += 1;
}
