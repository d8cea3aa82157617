/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/preload/substitute.h"

#include "core/preload/patience.h"
#include "core/preload/segment.h"

#include <errno.h>
#include <limits.h>
#include <sys/mman.h>

/*
 * The locks themselves. Orders: whoever takes one acquires, whoever lets it go releases, as locks
 * do; nothing depends on it, since the mutex behind orders what it guards.
 */

/* --- memory: handed out, never taken back --- */

enum
{
    CHUNK = 1 << 20
};
struct Chunk
{
    uint64_t used;
};
static struct Chunk* chunk;

void* ls_outer_memory(uint64_t bytes)
{
    struct Chunk* now = __atomic_load_n(&chunk, __ATOMIC_ACQUIRE);
    for (;;) {
        if (now) {
            /* Relaxed: whoever is given a place is alone with it. */
            const uint64_t at = __atomic_fetch_add(&now->used, bytes, __ATOMIC_RELAXED);
            if (at + bytes <= CHUNK)
                return (char*)now + at;
        }
        if (ls_sealed)
            return NULL;
        const int error = errno;
        struct Chunk* const made =
            mmap(NULL, CHUNK, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        errno = error;
        if (made == MAP_FAILED)
            return NULL;
        made->used = LS_LINE;
        if (__atomic_compare_exchange_n(
                &chunk, &now, made, false, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE))
            now = made;
        else
            munmap(made, CHUNK);
    }
}

LsOuter* ls_outer_make(enum LsSubstitute kind)
{
    LsOuter* const outer = ls_outer_memory(sizeof *outer);
    if (outer)
        outer->kind = kind;
    return outer;
}

/* --- ticket --- */

static bool wait_ticket(LsOuter* outer, const pthread_mutex_t* behind)
{
    enum
    {
        A_PLACE = 16, /* pauses for each who is before */
        FAR = 8
    };
    struct LsPatience patience = {0};
    const uint32_t mine = __atomic_fetch_add(&outer->word, 1, __ATOMIC_RELAXED);
    for (;;) {
        const uint32_t before = mine - __atomic_load_n(&outer->serving, __ATOMIC_ACQUIRE);
        if (before == 0)
            return true;
        if (!ls_spin(outer, &patience, behind, A_PLACE * (before < FAR ? before : FAR)))
            return false;
    }
}

/* --- spin, then park: 0 free, 1 taken, 2 taken and somebody sleeps (Ulrich Drepper, Futexes Are
 * Tricky, mutex2) --- */

static bool wait_parking(LsOuter* outer, const pthread_mutex_t* behind)
{
    enum
    {
        TURNS = 100,
        PAUSES = 8
    };
    for (int turn = 0; turn < TURNS; ++turn) {
        if (__atomic_load_n(&outer->word, __ATOMIC_RELAXED) == 0 && ls_change(&outer->word, 0, 1))
            return true;
        for (int i = 0; i < PAUSES; ++i)
            ls_relax();
    }
    struct LsPatience patience = {0};
    while (__atomic_exchange_n(&outer->word, 2, __ATOMIC_ACQUIRE) != 0) {
        ls_park(&outer->word, 2);
        if (!ls_look_around(outer, &patience, behind))
            return false; /* it may be 2 with nobody asleep: a wake too many */
    }
    return true;
}

/* --- test-and-set with exponential back-off: Thomas E. Anderson, IEEE TPDS 1(1), 1990 --- */

static bool wait_back_off(LsOuter* outer, const pthread_mutex_t* behind)
{
    enum
    {
        FEWEST = 4,
        MOST = 1024
    };
    struct LsPatience patience = {0};
    for (uint32_t pauses = FEWEST;; pauses = pauses < MOST ? 2 * pauses : pauses) {
        if (__atomic_load_n(&outer->word, __ATOMIC_RELAXED) == 0 && ls_change(&outer->word, 0, 1))
            return true;
        if (!ls_spin(outer, &patience, behind, pauses))
            return false;
    }
}

/* --- restricted: Dave Dice and Alex Kogan, Avoiding Scalability Collapse by Restricting
 * Concurrency, 2019. Some compete for the mutex behind; the others sleep until nobody wants it, or
 * for PARK_NS at most, which is what keeps it fair. --- */

static bool wait_restricted(LsOuter* outer, const pthread_mutex_t* behind)
{
    struct LsPatience patience = {0};
    for (;;) {
        const uint32_t turn = __atomic_load_n(&outer->turn, __ATOMIC_ACQUIRE);
        if (ls_outer_try(outer))
            return true;
        __atomic_fetch_add(&outer->sleepers, 1, __ATOMIC_SEQ_CST);
        const bool woken = __atomic_load_n(&outer->word, __ATOMIC_SEQ_CST) < LS_COMPETE
            || ls_park(&outer->turn, turn);
        __atomic_fetch_sub(&outer->sleepers, 1, __ATOMIC_RELAXED);
        if (!ls_look_around(outer, &patience, behind))
            return false;
        if (!woken) {
            __atomic_fetch_add(&outer->word, 1, __ATOMIC_ACQUIRE);
            return true;
        }
    }
}

/* --- all of them --- */

bool ls_outer_wait(LsOuter* outer, const pthread_mutex_t* behind)
{
    switch (outer->kind) {
    case LS_TICKET:
        return wait_ticket(outer, behind);
    case LS_MCS:
        return ls_queue_wait(outer, behind);
    case LS_SPIN_THEN_PARK:
        return wait_parking(outer, behind);
    case LS_RESTRICTED:
        return wait_restricted(outer, behind);
    default:
        return wait_back_off(outer, behind);
    }
}

void ls_outer_wake(LsOuter* outer)
{
    if (outer->kind == LS_RESTRICTED) {
        __atomic_fetch_add(&outer->turn, 1, __ATOMIC_RELEASE);
        ls_wake(&outer->turn, 1);
    } else {
        ls_wake(&outer->word, 1);
    }
}

void ls_outer_dissolve(LsOuter* outer)
{
    __atomic_store_n(&outer->dissolved, 1, __ATOMIC_SEQ_CST);
    /* Who went to sleep just before is woken; who goes to sleep just now wakes by itself. */
    if (outer->kind == LS_SPIN_THEN_PARK) {
        ls_wake(&outer->word, INT_MAX);
    } else if (outer->kind == LS_RESTRICTED) {
        __atomic_fetch_add(&outer->turn, 1, __ATOMIC_RELEASE);
        ls_wake(&outer->turn, INT_MAX);
    }
}
