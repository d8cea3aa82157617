/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/preload/patience.h"

/* The queue of MCS, and the nodes that threads stand in it with. */

enum
{
    NODES = 8 /* of a thread, which needs one, and others when some were left behind */
};

/* A place in a queue. One that was left behind stays busy. */
typedef struct LsNode
{
    struct LsNode* next;
    uint32_t granted;
    uint32_t busy; /* in a queue */
} __attribute__((aligned(LS_LINE))) LsNode;

struct LsNodes
{
    LsNode node[NODES];
    struct LsNodes* other; /* among those that belong to no thread */
};

static struct LsNodes* idle_nodes;
static uint32_t idle_taken; /* 1: somebody is at them */

static struct LsNodes* idle_nodes_taken(void)
{
    if (__atomic_exchange_n(&idle_taken, 1, __ATOMIC_ACQUIRE) != 0)
        return NULL; /* then new ones */
    struct LsNodes* const nodes = idle_nodes;
    if (nodes)
        idle_nodes = nodes->other;
    __atomic_store_n(&idle_taken, 0, __ATOMIC_RELEASE);
    return nodes;
}

void ls_give_back_nodes(void)
{
    struct LsNodes* const nodes = ls_self.nodes;
    ls_self.nodes = NULL;
    if (!nodes || __atomic_exchange_n(&idle_taken, 1, __ATOMIC_ACQUIRE) != 0)
        return; /* half a kilobyte is lost */
    nodes->other = idle_nodes;
    idle_nodes = nodes;
    __atomic_store_n(&idle_taken, 0, __ATOMIC_RELEASE);
}

void ls_forget_outers(void)
{
    idle_nodes = NULL;
    idle_taken = 0;
}

/* A node of this thread that is in no queue; null when there is none. */
static LsNode* free_node(void)
{
    for (int attempt = 0; attempt < 2; ++attempt) {
        for (int i = 0; ls_self.nodes && i < NODES; ++i) {
            LsNode* const node = &ls_self.nodes->node[i];
            /* Exchanged, as a signal handler may come between and take it; acquire: what was
             * written to it by who had it before comes first. */
            if (__atomic_exchange_n(&node->busy, 1, __ATOMIC_ACQUIRE) != 0)
                continue;
            node->granted = 0;
            node->next = NULL;
            return node;
        }
        /* None yet, or all left behind in queues that were dissolved. */
        struct LsNodes* nodes = ls_self.nodes ? NULL : idle_nodes_taken();
        if (!nodes)
            nodes = ls_outer_memory(sizeof *nodes);
        if (!nodes)
            return NULL;
        ls_self.nodes = nodes;
    }
    return NULL;
}

/* --- MCS: John M. Mellor-Crummey and Michael L. Scott, ACM TOCS 9(1), 1991, in front of a word, as
 * Linux has it (kernel/locking/qspinlock.c): who finds nobody takes the word, and only who waits
 * has a place in the queue, whose first waits for the word. So one atomic operation is enough where
 * nobody waits, and a node is used no longer than a wait. --- */

/* The first of the queue has the word, and leaves: the next one is first. False: nobody was told,
 * and somebody may still link to the node. */
static bool leave_queue(LsOuter* outer,
                        LsNode* node,
                        struct LsPatience* patience,
                        const pthread_mutex_t* behind)
{
    LsNode* next = __atomic_load_n(&node->next, __ATOMIC_ACQUIRE);
    LsNode* last = node;
    /* Release: who stands in the queue next finds the node as it was left. */
    if (!next
        && __atomic_compare_exchange_n(
            &outer->tail, &last, NULL, false, __ATOMIC_RELEASE, __ATOMIC_RELAXED))
        return true;
    /* Somebody is about to link to it, and has it until that is done; who was interrupted there may
     * wait for this thread, or be left behind by a fork, so this wait, too, may be left. */
    while (!next) {
        if (!ls_spin(outer, patience, behind, 1))
            return false;
        next = __atomic_load_n(&node->next, __ATOMIC_ACQUIRE);
    }
    __atomic_store_n(&next->granted, 1, __ATOMIC_RELEASE);
    return true;
}

bool ls_queue_wait(LsOuter* outer, const pthread_mutex_t* behind)
{
    LsNode* const mine = free_node();
    if (!mine)
        return false;
    struct LsPatience patience = {0};
    LsNode* const before = __atomic_exchange_n(&outer->tail, mine, __ATOMIC_ACQ_REL);
    if (before) {
        /* Its thread waits for this link before it has the node for something else. */
        __atomic_store_n(&before->next, mine, __ATOMIC_RELEASE);
        while (__atomic_load_n(&mine->granted, __ATOMIC_ACQUIRE) == 0)
            if (!ls_spin(outer, &patience, behind, 1))
                return false; /* the node stays busy: who is before may still write to it */
    }
    while (__atomic_load_n(&outer->word, __ATOMIC_RELAXED) != 0 || !ls_change(&outer->word, 0, 1))
        if (!ls_spin(outer, &patience, behind, 1))
            return false; /* busy, too: who is behind may link to it */
    if (leave_queue(outer, mine, &patience, behind))
        __atomic_store_n(&mine->busy, 0, __ATOMIC_RELEASE);
    return true;
}
