/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/preload/layout.h"

#include <stdbool.h>
#include <stddef.h>

/*
 * What an uncontended pass touches: a thread's own state, its cell of the lock, two words that are
 * written when somebody waits. Nothing in here allocates, locks or asks for a symbol.
 */

#define LS_LIKELY(x) __builtin_expect(!!(x), 1)
#define LS_UNLIKELY(x) __builtin_expect(!!(x), 0)
#define LS_HIDDEN __attribute__((visibility("hidden")))
#define LS_EXPORT __attribute__((visibility("default")))
#define LS_COLD __attribute__((noinline, cold))
#define LS_SITE() ((uint64_t)(uintptr_t)__builtin_return_address(0))

enum
{
    LS_HOLDS = 16,
    LS_GATES = 4096,
    LS_ADDRESS_BITS = 56
};
static const uint32_t LS_GATE_SUBSTITUTED = 1U << 31;

/* A hold that is timed. */
struct LsHold
{
    uint64_t key;
    uint64_t begin_ns;
    uint64_t weight;
};

/* A thread's own state: its places in the shared file, and the holds that it times. */
struct LsSelf
{
    LsThread* block; /* null: this thread is not counted, or not now (ls_pause) */
    LsHotCell* hot;
    unsigned hot_shift; /* 64 less the binary logarithm of the table's size */
    unsigned countdown; /* acquisitions until one is timed */
    unsigned interval; /* what a timed one stands for: a thread's first ones are timed more often
                          than later ones */
    unsigned timed; /* holds, with this interval */
    unsigned depth; /* holds in use */
    unsigned hot_used;
    LsColdCell* cold;
    unsigned cold_shift;
    unsigned cold_used;
    LsThread* paused; /* the block, while it is being changed */
    uint64_t stack_ns; /* when this thread last copied its stack as a holder */
    void (*once)(void); /* what pthread_once is to call */
    unsigned outer_passes; /* through substitutes, since this thread looked for wishes */
    struct LsNodes* nodes; /* for substitutes that are queues (substitute.h); null: none yet */
    bool once_ran;
    bool counted; /* this thread, in LsThread.threads */
    struct LsHold holds[LS_HOLDS];
};

extern __thread struct LsSelf ls_self LS_HIDDEN __attribute__((tls_model("initial-exec")));

/* 1 while this process counts. On a page of its own, which the kernel wipes in a child, also in one
 * of a raw clone(): it must not count in its parent's file. */
struct LsActive
{
    uint64_t on;
    uint64_t substitutes; /* 1: a mutex has, or had a moment ago, a substitute (substitution.h) */
    uint64_t unused[LS_PAGE / 8 - 2];
};
extern struct LsActive ls_active LS_HIDDEN;

/* How many threads wait for a lock whose address falls on a gate: whoever releases looks here, and
 * only further where somebody may wait. With a bit that says that one of these locks may have a
 * substitute. */
extern uint32_t ls_gate[LS_GATES] LS_HIDDEN;

static inline uint64_t ls_hash(uint64_t address)
{
    return (address >> 2)
        * 0x9e3779b97f4a7c15ULL; /* 2^64 over the golden ratio: Knuth, vol. 3, 6.4 */
}

/* Of a lock and a call site: all bits of both reach the upper ones, which are used. */
static inline uint64_t ls_hash_of_site(uint64_t key, uint64_t site)
{
    return (key ^ site << 4) * 0x9e3779b97f4a7c15ULL;
}

/* Addresses of a program leave the top byte free; where it may have a tag in it, the tag is left
 * out. */
static inline uint64_t ls_key(const volatile void* address, enum LsKind kind)
{
    uint64_t key = (uint64_t)(uintptr_t)address;
#if !defined(__x86_64__)
    key &= (1ULL << LS_ADDRESS_BITS) - 1;
#endif
    return key | (uint64_t)kind << LS_ADDRESS_BITS;
}

static inline uint64_t ls_address(uint64_t key)
{
    return key & ((1ULL << LS_ADDRESS_BITS) - 1);
}

static inline uint32_t* ls_gate_of(uint64_t key)
{
    return &ls_gate[ls_hash(ls_address(key)) >> 52];
}

/* Adds to a counter that only this thread writes and another process reads. In one instruction
 * where there is one, so that a signal handler that counts as well loses nothing. */
static inline void ls_add(uint64_t* counter, uint64_t n)
{
#if defined(__x86_64__)
    __asm__("addq %1, %0" : "+m"(*counter) : "er"(n) : "cc");
#else
    __atomic_store_n(counter, *counter + n, __ATOMIC_RELAXED);
#endif
}

/* Whether this call counts: the thread has its block, and the process is the one that made it. */
static inline bool ls_watching(void)
{
    return LS_LIKELY(ls_self.block != NULL)
        && LS_LIKELY(__atomic_load_n(&ls_active.on, __ATOMIC_RELAXED) != 0);
}

/* What ls_watching() says after it was no: gives the thread its block where it can have one.
 * (threads.c) */
bool ls_begin_watching(void) LS_HIDDEN LS_COLD;

/* Counts an acquisition in a cell that is not there yet. (threads.c) */
void ls_count_new(uint64_t key, uint64_t site) LS_HIDDEN LS_COLD;

/* Begins to time a hold, which stands for those since the last one. (locks.c) */
void ls_time_hold(uint64_t key) LS_HIDDEN LS_COLD;

/* Counts an acquisition from a call site. */
static inline void ls_count(uint64_t key, uint64_t site)
{
    const unsigned shift = ls_self.hot_shift;
    LsHotCell* const cells = ls_self.hot;
    const uint64_t mask = (1ULL << (64 - shift)) - 1;
    uint64_t place = ls_hash_of_site(key, site) >> shift;
    while (LS_UNLIKELY(cells[place].key != key || cells[place].site != site)) {
        if (cells[place].site == 0) {
            ls_count_new(key, site);
            return;
        }
        place = (place + 1) & mask;
    }
    ls_add(&cells[place].acquisitions, 1);
}

/* Forgets a hold of this lock that another thread ended: what begins now is another. (locks.c) */
void ls_forget_hold(uint64_t key) LS_HIDDEN LS_COLD;

/* Whether some mutex of this process has a substitute. Relaxed: a thread that does not see it yet
 * goes past it, as it well may. Never so in a child that does not count. */
static inline bool ls_substituting(void)
{
    return LS_UNLIKELY(__atomic_load_n(&ls_active.substitutes, __ATOMIC_RELAXED) != 0);
}

/* Whether this one may have one. */
static inline bool ls_may_be_substituted(uint64_t key)
{
    return ls_substituting()
        && (__atomic_load_n(ls_gate_of(key), __ATOMIC_RELAXED) & LS_GATE_SUBSTITUTED) != 0;
}

/* After an uncontended acquisition: one hold in so many is timed. */
static inline void ls_maybe_time_hold(uint64_t key)
{
    if (LS_UNLIKELY(ls_self.depth != 0))
        ls_forget_hold(key);
    if (LS_UNLIKELY(--ls_self.countdown == 0))
        ls_time_hold(key);
}

/* Whether somebody waits for this lock, or for one with the same gate. */
static inline bool ls_is_waited_for(uint64_t key)
{
    return (__atomic_load_n(ls_gate_of(key), __ATOMIC_RELAXED) & ~LS_GATE_SUBSTITUTED) != 0;
}

/* Whether a release has to look further: this thread times a hold, somebody waits for this lock or
 * for one with the same gate, or it may have a substitute. Relaxed: a waiter that is not seen yet
 * has waited for as long as a store takes to arrive, and the next release charges it. */
static inline bool ls_release_matters(uint64_t key)
{
    return ls_self.depth != 0 || __atomic_load_n(ls_gate_of(key), __ATOMIC_RELAXED) != 0;
}
