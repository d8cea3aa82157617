/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/preload/patience.h"

/* The queue of MCS, and the nodes that threads stand in it with. */

enum
{
    NODES = 8 /* of a thread: so many substituted mutexes it may hold at once */
};

/* A place in a queue. One that was left behind stays busy. */
struct LsNode
{
    LsNode* next;
    uint32_t granted;
    uint32_t busy; /* in a queue, or its thread has the lock */
} __attribute__((aligned(LS_LINE)));

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
            /* Acquire: whoever let the lock go for this thread is done with the node. */
            if (__atomic_load_n(&node->busy, __ATOMIC_ACQUIRE) != 0)
                continue;
            node->busy = 1;
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

static void give_node(LsNode* node)
{
    __atomic_store_n(&node->busy, 0, __ATOMIC_RELEASE);
}

/* --- MCS: John M. Mellor-Crummey and Michael L. Scott, ACM TOCS 9(1), 1991 --- */

bool ls_queue_try(LsOuter* outer, LsNode** node)
{
    if (__atomic_load_n(&outer->tail, __ATOMIC_RELAXED) != NULL)
        return false;
    LsNode* const mine = free_node();
    LsNode* nobody = NULL;
    if (!mine)
        return false;
    *node = mine;
    if (__atomic_compare_exchange_n(
            &outer->tail, &nobody, mine, false, __ATOMIC_ACQ_REL, __ATOMIC_RELAXED))
        return true;
    give_node(mine);
    return false;
}

bool ls_queue_wait(LsOuter* outer, LsNode** node, const pthread_mutex_t* behind)
{
    LsNode* const mine = free_node();
    if (!mine)
        return false;
    *node = mine;
    LsNode* const before = __atomic_exchange_n(&outer->tail, mine, __ATOMIC_ACQ_REL);
    if (!before)
        return true;
    /* Its thread waits for this link before it has the node for something else. */
    __atomic_store_n(&before->next, mine, __ATOMIC_RELEASE);
    struct LsPatience patience = {0};
    while (__atomic_load_n(&mine->granted, __ATOMIC_ACQUIRE) == 0)
        if (!ls_spin(outer, &patience, behind, 1))
            return false; /* the node stays busy: who is before may still write to it */
    return true;
}

void ls_queue_release(LsOuter* outer, LsNode* node)
{
    LsNode* next = __atomic_load_n(&node->next, __ATOMIC_ACQUIRE);
    if (!next) {
        LsNode* last = node;
        if (__atomic_compare_exchange_n(
                &outer->tail, &last, NULL, false, __ATOMIC_RELEASE, __ATOMIC_RELAXED))
        {
            give_node(node);
            return;
        }
        for (uint32_t turns = 1; !(next = __atomic_load_n(&node->next, __ATOMIC_ACQUIRE)); ++turns)
            if (turns % LS_SPINS != 0)
                ls_relax();
            else
                sched_yield();
    }
    __atomic_store_n(&next->granted, 1, __ATOMIC_RELEASE);
    give_node(node);
}
