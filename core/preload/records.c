/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/preload/records.h"

#include "core/preload/segment.h"
#include "core/preload/substitution.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/uio.h>
#include <unistd.h>

/* Records of locks that were contended: where they are in the file, and how they are found again.
 */

uint32_t ls_gate[LS_GATES] __attribute__((aligned(64)));

enum
{
    INDEX_BITS = 15,
    INDEX_SIZE = 1 << INDEX_BITS
};
_Static_assert(INDEX_SIZE >= 2 * LS_LOCKS_MAX, "a search ends");

static uint32_t* record_index; /* of this process alone: a record's page number; 0: free */
static uint64_t spare; /* offset of a record that lost a race */

void ls_forget_locks(void)
{
    memset(ls_gate, 0, sizeof ls_gate);
    if (record_index && !ls_sealed)
        munmap(record_index, INDEX_SIZE * sizeof *record_index);
    record_index = NULL;
    spare = 0;
}

static uint32_t* index_made(void)
{
    uint32_t* index = __atomic_load_n(&record_index, __ATOMIC_ACQUIRE);
    if (index || ls_sealed)
        return index;
    const int error = errno;
    void* const made = mmap(NULL,
                            INDEX_SIZE * sizeof *index,
                            PROT_READ | PROT_WRITE,
                            MAP_PRIVATE | MAP_ANONYMOUS,
                            -1,
                            0);
    if (made == MAP_FAILED) {
        errno = error;
        return NULL;
    }
    if (__atomic_compare_exchange_n(
            &record_index, &index, made, false, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE))
        return made;
    munmap(made, INDEX_SIZE * sizeof *index);
    return index;
}

void ls_prepare_index(void)
{
    (void)index_made();
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

LsLock* ls_known_lock(uint64_t key)
{
    uint32_t* const index = __atomic_load_n(&record_index, __ATOMIC_ACQUIRE);
    uint32_t* slot;
    return index ? find(index, key, &slot) : NULL;
}

/* Tells the reader of a record. */
static void enlist(uint64_t offset)
{
    const uint64_t number = __atomic_fetch_add(&ls_header->locks, 1, __ATOMIC_RELAXED);
    if (number >= LS_LOCKS_MAX) /* more threads at once than were reckoned with */
        return;
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
    if (ls_sealed)
        return 0;
    const int error = errno;
    struct iovec local = {to, most};
    struct iovec remote = {(void*)(uintptr_t)from, most};
    const ssize_t copied = process_vm_readv(getpid(), &local, 1, &remote, 1, 0);
    errno = error;
    return copied > 0 ? (uint32_t)copied : 0;
}

LsLock* ls_lock_of(uint64_t key, uint64_t site, uint32_t flags, const LsRegisters* registers)
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
    } else {
        made->birth.sequence = 0; /* of one that lost a race before */
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
    ls_consider_lock(made);
    return made;
}
