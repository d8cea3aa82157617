/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/preload/segment.h"
#include "core/preload/substitute.h"
#include "core/preload/waiting.h"

#include <pthread.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Threads' blocks: handed out at a thread's first lock, handed on when it ends; their tables grow.
 */

__thread struct LsSelf ls_self __attribute__((tls_model("initial-exec")));

static pthread_key_t key_of_end; /* its destructor is how a thread's end is learnt of */
static bool has_key_of_end;
static uint32_t free_blocks;

enum
{
    FIRST_HOT = 64,
    FIRST_COLD = 32,
    TABLES_BYTES = FIRST_HOT * sizeof(LsHotCell) + FIRST_COLD * sizeof(LsColdCell),
    HOT_BITS_MAX = 20, /* cells of a thread: a million locks */
    COLD_BITS_MAX = 16
};
_Static_assert((int)TABLES_BYTES <= (int)LS_PAGE, "a thread's first tables are one page");

/* The page from which blocks are handed out, and in its low bits how many of it are; 0: none yet.
 */
static uint64_t blocks_handed_out;

/* A handler that a signal brings in between sees a thread that does not count, and goes past. */
static void pause_counting(void)
{
    ls_self.paused = ls_self.block;
    ls_self.block = NULL;
    __atomic_signal_fence(__ATOMIC_SEQ_CST);
}

static void resume_counting(LsThread* block)
{
    __atomic_signal_fence(__ATOMIC_SEQ_CST);
    ls_self.block = block;
    ls_self.paused = NULL;
}

/* A table's word: its place and its size, so that a reader has both of the same table. */
static uint64_t table_word(uint64_t offset, unsigned bits)
{
    return offset | bits;
}

static unsigned bits_of(uint64_t word)
{
    return (unsigned)(word & 63);
}

static bool is_lock(uint64_t key)
{
    return key >> LS_ADDRESS_BITS != LS_CONDITION;
}

static void take_tables(LsThread* block)
{
    ls_self.hot = ls_at(block->hot & ~63ULL);
    ls_self.hot_shift = 64 - bits_of(block->hot);
    ls_self.cold = ls_at(block->cold & ~63ULL);
    ls_self.cold_shift = 64 - bits_of(block->cold);
    ls_self.hot_used = 0;
    block->acquisitions_before = 0;
    for (uint64_t i = 0; i < 1ULL << bits_of(block->hot); ++i) {
        ls_self.hot_used += ls_self.hot[i].site != 0;
        if (ls_self.hot[i].site != 0 && is_lock(ls_self.hot[i].key))
            block->acquisitions_before += ls_self.hot[i].acquisitions;
    }
    ls_self.cold_used = 0;
    block->contended_before = 0;
    block->wait_ns_before = 0;
    for (uint64_t i = 0; i < 1ULL << bits_of(block->cold); ++i) {
        ls_self.cold_used += ls_self.cold[i].site != 0;
        if (ls_self.cold[i].site != 0 && is_lock(ls_self.cold[i].key)) {
            block->contended_before += ls_self.cold[i].contended;
            block->wait_ns_before += ls_self.cold[i].wait_ns;
        }
    }
}

static LsThread* take_free_block(void)
{
    if (__atomic_load_n(&free_blocks, __ATOMIC_RELAXED) == 0)
        return NULL;
    uint64_t offset = __atomic_load_n(&ls_header->first_thread, __ATOMIC_ACQUIRE);
    while (offset != 0) {
        LsThread* const block = ls_at(offset);
        uint32_t nobody = 0;
        /* Acquire: with the block come the counts that its last thread left (release in
         * thread_ends). */
        if (__atomic_load_n(&block->tid, __ATOMIC_RELAXED) == 0
            && __atomic_compare_exchange_n(
                &block->tid, &nobody, LS_BEING_MADE, false, __ATOMIC_ACQUIRE, __ATOMIC_RELAXED))
        {
            __atomic_fetch_sub(&free_blocks, 1, __ATOMIC_RELAXED);
            return block;
        }
        offset = block->next; /* set before the block was published, never changed */
    }
    return NULL;
}

/* Where a new block may stand; 0 when no memory is to be had. */
static uint64_t place_of_block(void)
{
    /* Relaxed: whoever is given a place is alone with what lies there, which nobody has written
     * before; and that the page may be touched is the kernel's to know, whose call was over before
     * the page was handed out. */
    uint64_t now = __atomic_load_n(&blocks_handed_out, __ATOMIC_RELAXED);
    uint64_t page = 0;
    for (;;) {
        const uint64_t used = now % LS_PAGE;
        const bool has_room = used != 0 && used < LS_THREADS_PER_PAGE;
        /* Of threads that begin at once, each with a page, one has its page handed out. */
        if (!has_room && page == 0 && (page = ls_allocate(LS_PAGE)) == 0)
            return 0;
        if (__atomic_compare_exchange_n(&blocks_handed_out,
                                        &now,
                                        has_room ? now + 1 : page + 1,
                                        false,
                                        __ATOMIC_RELAXED,
                                        __ATOMIC_RELAXED))
            return has_room ? now - used + used * sizeof(LsThread) : page;
    }
}

static LsThread* make_block(void)
{
    const uint64_t tables = ls_allocate(TABLES_BYTES);
    const uint64_t offset = tables != 0 ? place_of_block() : 0;
    if (offset == 0)
        return NULL;
    LsThread* const block = ls_at(offset);
    block->tid = LS_BEING_MADE;
    block->hot = table_word(tables, 6);
    block->cold = table_word(tables + FIRST_HOT * sizeof(LsHotCell), 5);
    uint64_t first = __atomic_load_n(&ls_header->first_thread, __ATOMIC_RELAXED);
    do
        block->next = first;
    while (!__atomic_compare_exchange_n(
        &ls_header->first_thread, &first, offset, false, __ATOMIC_RELEASE, __ATOMIC_RELAXED));
    return block;
}

bool ls_begin_watching(void)
{
    if (!ls_active.on)
        return false;
    if (ls_self.paused || ls_self.block) { /* a signal handler within what follows */
        __atomic_fetch_add(&ls_header->lost, 1, __ATOMIC_RELAXED);
        return false;
    }
    if (ls_header->full && __atomic_load_n(&free_blocks, __ATOMIC_RELAXED) == 0) {
        __atomic_fetch_add(&ls_header->lost, 1, __ATOMIC_RELAXED);
        return false;
    }
    static LsThread being_made;
    ls_self.paused = &being_made;
    __atomic_signal_fence(__ATOMIC_SEQ_CST);
    const uint32_t tid = ls_sealed ? ls_thread_number_sealed() : (uint32_t)syscall(SYS_gettid);
    LsThread* block = take_free_block();
    if (!block)
        block = make_block();
    if (!block) {
        __atomic_fetch_add(&ls_header->lost, 1, __ATOMIC_RELAXED);
        ls_self.paused = NULL;
        return false;
    }
    block->started_ns = ls_now();
    if (!ls_self.counted)
        ls_add(&block->threads, 1);
    ls_self.counted = true;
    take_tables(block);
    __atomic_store_n(&block->generation, block->generation + 1, __ATOMIC_RELEASE);
    __atomic_store_n(
        &block->tid, tid, __ATOMIC_RELEASE); /* after it: of the next thread, not of the last */
    ls_self.countdown = 1;
    ls_self.interval = 1;
    ls_self.timed = 0;
    ls_self.depth = 0;
    ls_self.stack_ns = 0;
    resume_counting(block);
    if (has_key_of_end)
        pthread_setspecific(
            key_of_end,
            block); /* of a key this early the C library keeps the place in the thread */
    return true;
}

/* The thread ends: its block is free for another. It may still lock, in a destructor that comes
 * later, and is then given a block again, and this is called again. */
static void thread_ends(void* value)
{
    LsThread* const block = value;
    if (!ls_self.block || block != ls_self.block || !ls_active.on)
        return;
    pause_counting();
    ls_self.paused = NULL;
    ls_give_back_nodes();
    __atomic_store_n(&block->since, 0, __ATOMIC_RELEASE);
    ls_add(&block->lived_ns, ls_now() - block->started_ns);
    __atomic_store_n(&block->tid, 0, __ATOMIC_RELEASE); /* with all that it counted */
    __atomic_fetch_add(&free_blocks, 1, __ATOMIC_RELAXED);
}

void ls_prepare_threads(void)
{
    enum
    {
        WITHOUT_MEMORY =
            32 /* glibc: PTHREAD_KEY_2NDLEVEL_SIZE; for later keys a thread allocates */
    };
    has_key_of_end = pthread_key_create(&key_of_end, thread_ends) == 0;
    if (has_key_of_end && key_of_end >= WITHOUT_MEMORY) {
        pthread_key_delete(key_of_end);
        has_key_of_end = false;
    }
}

void ls_forget_threads(void)
{
    memset(&ls_self, 0, sizeof ls_self);
    free_blocks = 0;
    blocks_handed_out = 0; /* what follows is another file */
    if (has_key_of_end)
        pthread_setspecific(key_of_end, NULL);
}

/* Twice to four times the cells, filled before the word that leads to them is stored. What the old
 * ones had is never changed again: who still reads them reads what was true. */
static bool grow_hot(LsThread* block)
{
    const unsigned bits = bits_of(block->hot);
    if (bits >= HOT_BITS_MAX)
        return false;
    const unsigned wider = bits < 8 ? 8 : bits + 1;
    const uint64_t offset = ls_allocate(sizeof(LsHotCell) << wider);
    if (offset == 0)
        return false;
    LsHotCell* const cells = ls_at(offset);
    const uint64_t mask = (1ULL << wider) - 1;
    for (uint64_t i = 0; i < 1ULL << bits; ++i) {
        if (ls_self.hot[i].site == 0)
            continue;
        uint64_t place = ls_hash_of_site(ls_self.hot[i].key, ls_self.hot[i].site) >> (64 - wider);
        while (cells[place].site != 0)
            place = (place + 1) & mask;
        cells[place] = ls_self.hot[i];
    }
    __atomic_store_n(&block->hot, table_word(offset, wider), __ATOMIC_RELEASE);
    ls_self.hot = cells;
    ls_self.hot_shift = 64 - wider;
    return true;
}

void ls_count_new(uint64_t key, uint64_t site)
{
    LsThread* const block = ls_self.block;
    pause_counting();
    const uint64_t size = 1ULL << (64 - ls_self.hot_shift);
    /* At most half full; and, where no more memory is to be had, never so full that a search would
     * not end. */
    if (2 * (ls_self.hot_used + 1) > size && !grow_hot(block)
        && ls_self.hot_used + size / 8 >= size) {
        ls_add(&block->lost, 1);
        resume_counting(block);
        return;
    }
    const uint64_t mask = (1ULL << (64 - ls_self.hot_shift)) - 1;
    uint64_t place = ls_hash_of_site(key, site) >> ls_self.hot_shift;
    while (ls_self.hot[place].site != 0)
        place = (place + 1) & mask;
    ls_self.hot[place].key = key;
    ls_self.hot[place].acquisitions = 1;
    __atomic_store_n(&ls_self.hot[place].site, site, __ATOMIC_RELEASE);
    ++ls_self.hot_used;
    resume_counting(block);
}

static bool grow_cold(LsThread* block)
{
    const unsigned bits = bits_of(block->cold);
    if (bits >= COLD_BITS_MAX)
        return false;
    const unsigned wider = bits < 8 ? 8 : bits + 1;
    const uint64_t offset = ls_allocate(sizeof(LsColdCell) << wider);
    if (offset == 0)
        return false;
    LsColdCell* const cells = ls_at(offset);
    const uint64_t mask = (1ULL << wider) - 1;
    for (uint64_t i = 0; i < 1ULL << bits; ++i) {
        const LsColdCell* const cell = &ls_self.cold[i];
        if (cell->site == 0)
            continue;
        uint64_t place = ls_hash_of_site(cell->key, cell->site) >> (64 - wider);
        while (cells[place].site != 0)
            place = (place + 1) & mask;
        cells[place] = *cell;
    }
    __atomic_store_n(&block->cold, table_word(offset, wider), __ATOMIC_RELEASE);
    ls_self.cold = cells;
    ls_self.cold_shift = 64 - wider;
    return true;
}

LsColdCell* ls_cold_cell(uint64_t key, uint64_t site)
{
    const uint64_t hash = ls_hash_of_site(key, site);
    uint64_t mask = (1ULL << (64 - ls_self.cold_shift)) - 1;
    uint64_t place = hash >> ls_self.cold_shift;
    for (; ls_self.cold[place].site != 0; place = (place + 1) & mask)
        if (ls_self.cold[place].key == key && ls_self.cold[place].site == site)
            return &ls_self.cold[place];
    LsThread* const block = ls_self.block;
    LsColdCell* cell = NULL;
    pause_counting();
    if (2 * (ls_self.cold_used + 1) <= mask + 1 || grow_cold(block)
        || ls_self.cold_used + (mask + 1) / 8 <= mask)
    {
        mask = (1ULL << (64 - ls_self.cold_shift)) - 1;
        place = hash >> ls_self.cold_shift;
        while (ls_self.cold[place].site != 0)
            place = (place + 1) & mask;
        cell = &ls_self.cold[place];
        cell->key = key;
        __atomic_store_n(&cell->site, site, __ATOMIC_RELEASE);
        ++ls_self.cold_used;
    }
    resume_counting(block);
    return cell;
}
