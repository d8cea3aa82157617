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

typedef struct LsNode LsNode;

enum
{
    LS_LINE = 64,
    LS_COMPETE = 2 /* restricted: one holds, one is next */
};

typedef struct LsOuter
{
    uint32_t kind; /* LsSubstitute */
    uint32_t dissolved;
    uint32_t word __attribute__((aligned(LS_LINE))); /* ticket: the next to be drawn; parking,
                                                        back-off: 0 free; restricted: how many
                                                        compete */
    uint32_t sleepers; /* restricted */
    uint32_t turn; /* restricted: what sleepers sleep on */
    uint32_t serving __attribute__((aligned(LS_LINE))); /* ticket */
    LsNode* tail; /* MCS */
} LsOuter;

/* A new one, of a kind that is not LS_OWN; null when there is no memory. */
LsOuter* ls_outer_make(enum LsSubstitute kind) LS_HIDDEN;

static inline bool ls_change(uint32_t* word, uint32_t from, uint32_t to)
{
    return __atomic_compare_exchange_n(word, &from, to, false, __ATOMIC_ACQUIRE, __ATOMIC_RELAXED);
}

/* (queue.c) */
bool ls_queue_try(LsOuter* outer, LsNode** node) LS_HIDDEN;
bool ls_queue_wait(LsOuter* outer, LsNode** node, const pthread_mutex_t* behind) LS_HIDDEN;
void ls_queue_release(LsOuter* outer, LsNode* node) LS_HIDDEN;

/* Takes it if nobody has it. What is written to *node belongs to who has it, and goes to
 * ls_outer_release. */
static inline bool ls_outer_try(LsOuter* outer, LsNode** node)
{
    *node = NULL;
    const uint32_t word = __atomic_load_n(&outer->word, __ATOMIC_RELAXED);
    switch (outer->kind) {
    case LS_TICKET:
        return word == __atomic_load_n(&outer->serving, __ATOMIC_RELAXED)
            && ls_change(&outer->word, word, word + 1);
    case LS_MCS:
        return ls_queue_try(outer, node);
    case LS_RESTRICTED:
        return word < LS_COMPETE && ls_change(&outer->word, word, word + 1);
    default:
        return word == 0 && ls_change(&outer->word, 0, 1);
    }
}

/* Waits for it; false when it was left without: it is dissolved, or nobody lets it go while the
 * mutex behind it is free. */
bool ls_outer_wait(LsOuter* outer, LsNode** node, const pthread_mutex_t* behind) LS_HIDDEN;

/* What is left of letting it go: a queue, or somebody who sleeps. */
void ls_outer_release_slowly(LsOuter* outer, LsNode* node) LS_HIDDEN;

/* Lets it go, after the mutex behind it was: any thread. */
static inline void ls_outer_release(LsOuter* outer, LsNode* node)
{
    switch (outer->kind) {
    case LS_TICKET:
        /* Who has it alone writes here. */
        __atomic_store_n(&outer->serving, outer->serving + 1, __ATOMIC_RELEASE);
        return;
    case LS_BACK_OFF:
        __atomic_store_n(&outer->word, 0, __ATOMIC_RELEASE);
        return;
    case LS_SPIN_THEN_PARK:
        if (LS_LIKELY(__atomic_exchange_n(&outer->word, 0, __ATOMIC_RELEASE) != 2))
            return;
        break;
    default:
        break;
    }
    ls_outer_release_slowly(outer, node);
}

/* Sends all away who wait in it. */
void ls_outer_dissolve(LsOuter* outer) LS_HIDDEN;

/* Memory of this process alone, zeroed, never given back; null when there is none. */
void* ls_outer_memory(uint64_t bytes) LS_HIDDEN;

/* This thread ends: its nodes are for others. In a child of a fork: nobody's are anybody's. */
void ls_give_back_nodes(void) LS_HIDDEN;
void ls_forget_outers(void) LS_HIDDEN;
