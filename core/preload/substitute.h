/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/preload/watching.h"

#include <pthread.h>

/*
 * Locks that can stand in front of a program's mutex. None of them keeps threads apart: the mutex
 * behind it does. So whoever waits in one may leave it at any moment for the mutex, and one that is
 * dissolved, or that somebody never lets go, costs time and nothing else.
 *
 * A substitute is never used twice. When it is dissolved, those who wait in it leave; what they
 * leave behind (a ticket, a node of a queue) is used by nobody any more.
 */

enum
{
    LS_LINE = 64,
    LS_COMPETE = 2 /* restricted: one holds, one is next */
};

typedef struct LsOuter
{
    uint32_t kind; /* LsSubstitute */
    uint32_t dissolved;
    uint32_t word __attribute__((aligned(LS_LINE))); /* ticket: the next to be drawn; MCS, parking,
                                                        back-off: 0 free; restricted: how many
                                                        compete */
    uint32_t sleepers; /* restricted */
    uint32_t turn; /* restricted: what sleepers sleep on */
    uint32_t serving __attribute__((aligned(LS_LINE))); /* ticket */
    struct LsNode* tail; /* MCS: of those who wait */
} LsOuter;

/* A new one, of a kind that is not LS_OWN; null when there is no memory. */
LsOuter* ls_outer_make(enum LsSubstitute kind) LS_HIDDEN;

static inline bool ls_change(uint32_t* word, uint32_t from, uint32_t to)
{
    return __atomic_compare_exchange_n(word, &from, to, false, __ATOMIC_ACQUIRE, __ATOMIC_RELAXED);
}

/* Takes it if nobody has it, or, where that is not fair to who waits, if nobody wants it. */
static inline bool ls_outer_try(LsOuter* outer)
{
    const uint32_t word = __atomic_load_n(&outer->word, __ATOMIC_RELAXED);
    switch (outer->kind) {
    case LS_TICKET:
        return word == __atomic_load_n(&outer->serving, __ATOMIC_RELAXED)
            && ls_change(&outer->word, word, word + 1);
    case LS_MCS:
        return word == 0 && __atomic_load_n(&outer->tail, __ATOMIC_RELAXED) == NULL
            && ls_change(&outer->word, 0, 1);
    case LS_RESTRICTED:
        return word < LS_COMPETE && ls_change(&outer->word, word, word + 1);
    default:
        return word == 0 && ls_change(&outer->word, 0, 1);
    }
}

/* Waits for it; false when it was left without: it is dissolved, or nobody lets it go while the
 * mutex behind it is free. */
bool ls_outer_wait(LsOuter* outer, const pthread_mutex_t* behind) LS_HIDDEN;
bool ls_queue_wait(LsOuter* outer, const pthread_mutex_t* behind) LS_HIDDEN; /* of MCS (queue.c) */

/* What is left of letting it go: somebody who sleeps. */
void ls_outer_wake(LsOuter* outer) LS_HIDDEN;

/* Lets it go, after the mutex behind it was: any thread. */
static inline void ls_outer_release(LsOuter* outer)
{
    switch (outer->kind) {
    case LS_TICKET:
        /* Who has it alone writes here. */
        __atomic_store_n(&outer->serving, outer->serving + 1, __ATOMIC_RELEASE);
        return;
    case LS_SPIN_THEN_PARK:
        if (LS_UNLIKELY(__atomic_exchange_n(&outer->word, 0, __ATOMIC_RELEASE) == 2))
            ls_outer_wake(outer);
        return;
    case LS_RESTRICTED:
        /* Sequentially consistent, as is who goes to sleep: it sees that there is room, or this
         * sees that it sleeps. */
        if (__atomic_sub_fetch(&outer->word, 1, __ATOMIC_SEQ_CST) == 0
            && LS_UNLIKELY(__atomic_load_n(&outer->sleepers, __ATOMIC_SEQ_CST) != 0))
            ls_outer_wake(outer);
        return;
    default: /* MCS, back-off */
        __atomic_store_n(&outer->word, 0, __ATOMIC_RELEASE);
    }
}

/* Sends all away who wait in it. */
void ls_outer_dissolve(LsOuter* outer) LS_HIDDEN;

/* Memory of this process alone, zeroed, never given back; null when there is none. */
void* ls_outer_memory(uint64_t bytes) LS_HIDDEN;

/* This thread ends: its nodes are for others. In a child of a fork: nobody's are anybody's. */
void ls_give_back_nodes(void) LS_HIDDEN;
void ls_forget_outers(void) LS_HIDDEN;
