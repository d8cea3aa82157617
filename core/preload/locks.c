/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/preload/segment.h"
#include "core/preload/waiting.h"

#include <string.h>
#include <sys/mman.h>
#include <sys/uio.h>
#include <unistd.h>

/* Locks that were contended: their records, waits, holds, and what holders cost the others. */

uint32_t ls_gate[LS_GATES] __attribute__((aligned(64)));

enum
{
    INDEX_BITS = 15,
    INDEX_SIZE = 1 << INDEX_BITS
};
_Static_assert(INDEX_SIZE >= 2 * LS_LOCKS_MAX, "a search ends");

static uint32_t* record_index; /* of this process alone: a record's page number; 0: free */
static uint64_t spare; /* offset of a record that lost a race */

static const uint64_t kSumMask = (1ULL << 48) - 1;

void ls_forget_locks(void)
{
    memset(ls_gate, 0, sizeof ls_gate);
    if (record_index)
        munmap(record_index, INDEX_SIZE * sizeof *record_index);
    record_index = NULL;
    spare = 0;
}

static uint32_t* index_made(void)
{
    uint32_t* index = __atomic_load_n(&record_index, __ATOMIC_ACQUIRE);
    if (index)
        return index;
    void* const made = mmap(NULL,
                            INDEX_SIZE * sizeof *index,
                            PROT_READ | PROT_WRITE,
                            MAP_PRIVATE | MAP_ANONYMOUS,
                            -1,
                            0);
    if (made == MAP_FAILED)
        return NULL;
    if (__atomic_compare_exchange_n(
            &record_index, &index, made, false, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE))
        return made;
    munmap(made, INDEX_SIZE * sizeof *index);
    return index;
}

/* The record of a key, or null; *slot is where it is, or would go. */
static LsLock* find(uint32_t* index, uint64_t key, uint32_t** slot)
{
    uint64_t place = ls_hash(ls_address(key)) >> (64 - INDEX_BITS);
    for (;; place = (place + 1) & (INDEX_SIZE - 1)) {
        /* Acquire: the record was filled before its number was stored. */
        const uint32_t page = __atomic_load_n(&index[place], __ATOMIC_ACQUIRE);
        *slot = &index[place];
        if (page == 0)
            return NULL;
        LsLock* const lock = ls_at((uint64_t)page * LS_PAGE);
        if (lock->key == key)
            return lock;
    }
}

static LsLock* known_lock(uint64_t key)
{
    uint32_t* const index = __atomic_load_n(&record_index, __ATOMIC_ACQUIRE);
    uint32_t* slot;
    return index ? find(index, key, &slot) : NULL;
}

/* Tells the reader of a record. */
static void enlist(uint64_t offset)
{
    const uint64_t number = __atomic_fetch_add(&ls_header->locks, 1, __ATOMIC_RELAXED);
    uint64_t* const directory = &ls_header->lock_pages[number / LS_LOCKS_PER_PAGE];
    uint64_t page = __atomic_load_n(directory, __ATOMIC_ACQUIRE);
    if (page == 0) {
        const uint64_t made = ls_allocate(LS_PAGE);
        if (made == 0)
            return;
        /* Of two that make one, the second's page is lost: it happens once in 512 records at most.
         */
        if (__atomic_compare_exchange_n(
                directory, &page, made, false, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE))
            page = made;
    }
    uint64_t* const offsets = ls_at(page);
    __atomic_store_n(&offsets[number % LS_LOCKS_PER_PAGE], offset, __ATOMIC_RELEASE);
}

/* By the kernel, which stops at the stack's end: nobody here knows where that is without asking for
 * locks. */
uint32_t ls_copy_stack(uint8_t* to, uint64_t from, uint32_t most)
{
    struct iovec local = {to, most};
    struct iovec remote = {(void*)(uintptr_t)from, most};
    const ssize_t copied = process_vm_readv(getpid(), &local, 1, &remote, 1, 0);
    return copied > 0 ? (uint32_t)copied : 0;
}

static LsLock* lock_of(uint64_t key, uint64_t site, uint32_t flags, const LsRegisters* registers)
{
    uint32_t* const index = index_made();
    if (!index)
        return NULL;
    uint32_t* slot;
    LsLock* lock = find(index, key, &slot);
    if (LS_LIKELY(lock != NULL))
        return lock;
    if (__atomic_load_n(&ls_header->locks, __ATOMIC_RELAXED) + 64
        > LS_LOCKS_MAX) /* 64: that many at this moment */
        return NULL;
    uint64_t offset = __atomic_exchange_n(&spare, 0, __ATOMIC_ACQ_REL);
    if (offset == 0)
        offset = ls_allocate(sizeof(LsLock));
    if (offset == 0)
        return NULL;
    LsLock* const made = ls_at(offset);
    made->key = key;
    made->site = site;
    made->first_ns = ls_now();
    made->flags = flags;
    if (registers) {
        made->birth.lock = key;
        made->birth.site = site;
        made->birth.tid = ls_self.block->tid;
        made->birth.registers = *registers;
        made->birth.bytes = ls_copy_stack(made->birth_copy, registers->at[1], LS_BIRTH_STACK_BYTES);
        made->birth.sequence = 2;
    }
    for (;;) {
        uint32_t empty = 0;
        /* Release: with the number, what is in the record. */
        if (__atomic_compare_exchange_n(slot,
                                        &empty,
                                        (uint32_t)(offset / LS_PAGE),
                                        false,
                                        __ATOMIC_RELEASE,
                                        __ATOMIC_RELAXED))
            break;
        lock = find(index, key, &slot);
        if (lock) { /* another thread was quicker */
            __atomic_store_n(&spare, offset, __ATOMIC_RELEASE);
            return lock;
        }
    }
    enlist(offset);
    return made;
}

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
    return lock_of(
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
    wait->lock = lock_of(key, site, flags, registers);
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
    if (acquired && is_exclusive(wait->key))
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
    if (ls_self.block && known_lock(key))
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
    if (__atomic_load_n(&ls_header->locks, __ATOMIC_RELAXED) != 0 && known_lock(key))
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
    if (!timed && __atomic_load_n(ls_gate_of(key), __ATOMIC_RELAXED) == 0)
        return;
    LsLock* const lock = known_lock(key);
    LsLock* home = lock;
    if (key >> LS_ADDRESS_BITS == LS_READ)
        home = known_lock(ls_address(key) | (uint64_t)LS_WRITE << LS_ADDRESS_BITS);
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
    if (block->stacks == 0) {
        const uint64_t offset =
            ls_allocate(sizeof(LsStackRing) + LS_HOLDER_STACKS * LS_HOLDER_SLOT);
        if (offset == 0)
            return;
        __atomic_store_n(&block->stacks, offset, __ATOMIC_RELEASE);
    }
    ls_self.stack_ns = release->now_ns;
    LsStackRing* const ring = ls_at(block->stacks);
    char* const slot = (char*)(ring + 1) + ring->written % LS_HOLDER_STACKS * LS_HOLDER_SLOT;
    LsStack* const stack = (LsStack*)(void*)slot;
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
    __atomic_store_n(&ring->written, ring->written + 1, __ATOMIC_RELEASE);
}

void ls_lock_ends(uint64_t key)
{
    if (!ls_active.on || __atomic_load_n(&ls_header->locks, __ATOMIC_RELAXED) == 0)
        return;
    LsLock* const lock = known_lock(key);
    if (!lock)
        return;
    lock->flags |= LS_DESTROYED;
    lock->generation += 1;
}
