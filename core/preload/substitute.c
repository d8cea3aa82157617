/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/preload/substitute.h"

#include "core/preload/segment.h"
#include "core/preload/substitution.h"
#include "core/preload/waiting.h"

#include <errno.h>
#include <limits.h>
#include <linux/futex.h>
#include <sched.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

/*
 * The locks themselves. Orders: whoever takes one acquires, whoever lets it go releases, as locks
 * do; nothing depends on it, since the mutex behind orders what it guards, but for a node of a
 * queue, which is its thread's again when the release of `busy` is seen.
 */

enum
{
    NODES = 8, /* of a thread: so many substituted mutexes it may hold at once */
    SPINS = 256, /* some microseconds between two looks around */
    PARK_NS = 10000000,
    STUCK_NS = 1000000000,
    STUCK_LOOKS = 64
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

static void* take(uint64_t bytes)
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
    LsOuter* const outer = take(sizeof *outer);
    if (outer)
        outer->kind = kind;
    return outer;
}

/* --- nodes --- */

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
            nodes = take(sizeof *nodes);
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

/* --- waiting --- */

static inline void relax(void)
{
#if defined(__x86_64__) || defined(__i386__)
    __builtin_ia32_pause();
#elif defined(__aarch64__)
    __asm__ volatile("yield");
#endif
}

struct Patience
{
    uint32_t turns;
    uint32_t looks; /* since the mutex behind was seen free, and has been ever since */
    uint64_t free_ns; /* when that was */
};

/* Whether to go on waiting. The mutex behind is free, and nobody comes to let the substitute go:
 * it was released where we do not see it (by the C library's own function, found by dlsym). */
static bool look_around(LsOuter* outer, struct Patience* patience, const pthread_mutex_t* behind)
{
    ls_look_for_wishes();
    if (!ls_substituting()) /* all were taken away; or this is a child, alone with the substitute */
        return false;
    if (__atomic_load_n(&outer->dissolved, __ATOMIC_RELAXED) != 0)
        return false;
    if (__atomic_load_n(&behind->__data.__lock, __ATOMIC_RELAXED) != 0) {
        patience->looks = 0;
        return true;
    }
    const uint64_t now = ls_now();
    if (patience->looks++ == 0)
        patience->free_ns = now;
    if (patience->looks < STUCK_LOOKS || now - patience->free_ns < STUCK_NS)
        return true;
    ls_substitute_is_stuck(outer);
    return false;
}

/* One turn of spinning; false: leave it. */
static inline bool spin(LsOuter* outer,
                        struct Patience* patience,
                        const pthread_mutex_t* behind,
                        uint32_t pauses)
{
    for (uint32_t i = 0; i < pauses; ++i)
        relax();
    if (__atomic_load_n(&outer->dissolved, __ATOMIC_RELAXED) != 0)
        return false;
    patience->turns += pauses;
    if (patience->turns < SPINS)
        return true;
    patience->turns = 0;
    sched_yield();
    return look_around(outer, patience, behind);
}

/* Whether it was woken, or the word was another; false after PARK_NS. */
static bool park(uint32_t* word, uint32_t value)
{
    const int error = errno;
    const struct timespec longest = {0, PARK_NS};
    const bool woken = syscall(SYS_futex, word, FUTEX_WAIT_PRIVATE, value, &longest, NULL, 0) == 0
        || errno != ETIMEDOUT;
    errno = error;
    return woken;
}

static void wake(uint32_t* word, int most)
{
    const int error = errno;
    syscall(SYS_futex, word, FUTEX_WAKE_PRIVATE, most, NULL, NULL, 0);
    errno = error;
}

/* --- ticket --- */

static bool wait_ticket(LsOuter* outer, const pthread_mutex_t* behind)
{
    enum
    {
        A_PLACE = 16, /* pauses for each who is before */
        FAR = 8
    };
    struct Patience patience = {0};
    const uint32_t mine = __atomic_fetch_add(&outer->word, 1, __ATOMIC_RELAXED);
    for (;;) {
        const uint32_t before = mine - __atomic_load_n(&outer->serving, __ATOMIC_ACQUIRE);
        if (before == 0)
            return true;
        if (!spin(outer, &patience, behind, A_PLACE * (before < FAR ? before : FAR)))
            return false;
    }
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

static bool wait_queue(LsOuter* outer, LsNode** node, const pthread_mutex_t* behind)
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
    struct Patience patience = {0};
    while (__atomic_load_n(&mine->granted, __ATOMIC_ACQUIRE) == 0)
        if (!spin(outer, &patience, behind, 1))
            return false; /* the node stays busy: who is before may still write to it */
    return true;
}

static void release_queue(LsOuter* outer, LsNode* node)
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
            if (turns % SPINS != 0)
                relax();
            else
                sched_yield();
    }
    __atomic_store_n(&next->granted, 1, __ATOMIC_RELEASE);
    give_node(node);
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
            relax();
    }
    struct Patience patience = {0};
    while (__atomic_exchange_n(&outer->word, 2, __ATOMIC_ACQUIRE) != 0) {
        park(&outer->word, 2);
        if (!look_around(outer, &patience, behind))
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
    struct Patience patience = {0};
    for (uint32_t pauses = FEWEST;; pauses = pauses < MOST ? 2 * pauses : pauses) {
        if (__atomic_load_n(&outer->word, __ATOMIC_RELAXED) == 0 && ls_change(&outer->word, 0, 1))
            return true;
        if (!spin(outer, &patience, behind, pauses))
            return false;
    }
}

/* --- restricted: Dave Dice and Alex Kogan, Avoiding Scalability Collapse by Restricting
 * Concurrency, 2019. Some compete for the mutex behind; the others sleep until nobody wants it, or
 * for PARK_NS at most, which is what keeps it fair. --- */

static bool wait_restricted(LsOuter* outer, const pthread_mutex_t* behind)
{
    LsNode* node;
    struct Patience patience = {0};
    for (;;) {
        const uint32_t turn = __atomic_load_n(&outer->turn, __ATOMIC_ACQUIRE);
        if (ls_outer_try(outer, &node))
            return true;
        __atomic_fetch_add(&outer->sleepers, 1, __ATOMIC_SEQ_CST);
        const bool woken = __atomic_load_n(&outer->word, __ATOMIC_SEQ_CST) < LS_COMPETE
            || park(&outer->turn, turn);
        __atomic_fetch_sub(&outer->sleepers, 1, __ATOMIC_RELAXED);
        if (!look_around(outer, &patience, behind))
            return false;
        if (!woken) {
            __atomic_fetch_add(&outer->word, 1, __ATOMIC_ACQUIRE);
            return true;
        }
    }
}

static void release_restricted(LsOuter* outer)
{
    /* Sequentially consistent, as is who goes to sleep: it sees that there is room, or this sees
     * that it sleeps. */
    if (__atomic_sub_fetch(&outer->word, 1, __ATOMIC_SEQ_CST) != 0
        || __atomic_load_n(&outer->sleepers, __ATOMIC_SEQ_CST) == 0)
        return;
    __atomic_fetch_add(&outer->turn, 1, __ATOMIC_RELEASE);
    wake(&outer->turn, 1);
}

/* --- all of them --- */

bool ls_outer_wait(LsOuter* outer, LsNode** node, const pthread_mutex_t* behind)
{
    *node = NULL;
    switch (outer->kind) {
    case LS_TICKET:
        return wait_ticket(outer, behind);
    case LS_MCS:
        return wait_queue(outer, node, behind);
    case LS_SPIN_THEN_PARK:
        return wait_parking(outer, behind);
    case LS_RESTRICTED:
        return wait_restricted(outer, behind);
    default:
        return wait_back_off(outer, behind);
    }
}

void ls_outer_release_slowly(LsOuter* outer, LsNode* node)
{
    if (outer->kind == LS_MCS)
        release_queue(outer, node);
    else if (outer->kind == LS_RESTRICTED)
        release_restricted(outer);
    else
        wake(&outer->word, 1);
}

void ls_outer_dissolve(LsOuter* outer)
{
    __atomic_store_n(&outer->dissolved, 1, __ATOMIC_SEQ_CST);
    /* Who went to sleep just before is woken; who goes to sleep just now wakes by itself. */
    if (outer->kind == LS_SPIN_THEN_PARK) {
        wake(&outer->word, INT_MAX);
    } else if (outer->kind == LS_RESTRICTED) {
        __atomic_fetch_add(&outer->turn, 1, __ATOMIC_RELEASE);
        wake(&outer->turn, INT_MAX);
    }
}
