/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* NOLINTBEGIN(modernize-deprecated-headers, modernize-use-using, readability-identifier-naming): C,
 * which the library is in */
#include <stdint.h>

/*
 * What the preload library writes and Lockscope reads: one file for each process, in memory
 * (tmpfs).
 *
 *   0      LsHeader
 *   4096   LsControls (written by Lockscope, read by the library): the one page that Lockscope
 * writes 8192   blocks of whole pages, handed out one after another (LsHeader.used), never taken
 * back: pages of LsThread, LsHotCell[], LsColdCell[], LsLock, rings of holders' stacks, pages of
 * offsets of LsLock
 *
 * A word that both sides use is written by one thread, or by an atomic operation, and stands for
 * itself: counters only grow, a new table or record is filled before the word that leads to it is
 * stored (release). So a reader that copies words at any moment has counts that were true a moment
 * ago; what it reads half changed (a table that was replaced) is a little old, never wrong. All
 * offsets are from the file's begin.
 *
 * The reader takes the file for hostile: the program that it lies in can write anything there.
 */

#ifdef __cplusplus
extern "C" {
#endif

enum
{
    LS_LAYOUT_VERSION = 3,
    LS_PAGE = 4096,
    LS_LOCKS_MAX = 16384, /* contended locks of a process that have a record */
    LS_LOCKS_PER_PAGE = LS_PAGE / 8, /* offsets of records */
    LS_LOCK_PAGES = LS_LOCKS_MAX / LS_LOCKS_PER_PAGE,
    LS_REGISTERS = 8,
    LS_BIRTH_STACK_BYTES = 3800,
    LS_HOLDER_STACK_BYTES = 3992,
    LS_HOLDER_STACKS = 4, /* in a thread's ring */
    LS_WAIT_BUCKETS = 2048, /* the scheme of core/measure/histogram_buckets.h */
    LS_HOLD_WEIGHT =
        64 /* an uncontended hold in so many, at least, is timed, and counts for them */
};

static const uint32_t LS_BEING_MADE = 0xffffffff;
static const uint64_t LS_MAGIC = 0x3130504f4353434cULL; /* "LCSCOP01" */

/* What a lock is. Its number stands in the top byte of a key, above the address: a mutex's key is
 * its address. */
enum LsKind
{
    LS_MUTEX = 0,
    LS_READ = 1, /* the read side of a read-write lock */
    LS_WRITE = 2, /* its write side */
    LS_SPIN = 3,
    LS_SEMAPHORE = 4,
    LS_ONCE = 5,
    LS_CONDITION = 6, /* its waits are no lock waits */
    LS_KINDS = 7
};

/* Of a mutex, as it was when it was first contended: which ones can have a substitute. */
enum LsFlag
{
    LS_RECURSIVE = 1,
    LS_ERRORCHECK = 2,
    LS_ADAPTIVE = 4,
    LS_ROBUST = 8,
    LS_PRIORITY_INHERIT = 16,
    LS_PRIORITY_PROTECT = 32,
    LS_PROCESS_SHARED = 64,
    LS_DESTROYED = 128 /* pthread_*_destroy was called after the last use */
};

/* A lock that stands in front of a program's mutex, which is still taken and still alone keeps
 * threads apart. */
enum LsSubstitute
{
    LS_OWN = 0, /* none */
    LS_TICKET = 1,
    LS_MCS = 2,
    LS_SPIN_THEN_PARK = 3,
    LS_BACK_OFF = 4, /* test-and-set with exponential back-off */
    LS_RESTRICTED = 5, /* lets few compete, the others sleep */
    LS_SUBSTITUTES = 6
};

/* Why a lock that is to have a substitute has none. */
enum LsRefusal
{
    LS_NOT_REFUSED = 0,
    LS_NOT_ELIGIBLE = 1, /* robust, of a priority protocol, shared by processes */
    LS_NO_ROOM = 2, /* too many locks have one, or no memory */
    LS_SEALED = 3, /* the program is in a sandbox */
    LS_STUCK = 4 /* nobody let it go: the lock was released where the library does not see it */
};

/* Registers of a place in the program: where it is, and what a callee has to keep. On x86-64 rip
 * rsp rbp rbx r12 r13 r14 r15, elsewhere pc sp fp and zeros. */
typedef struct LsRegisters
{
    uint64_t at[LS_REGISTERS];
} LsRegisters;

/* A piece of a stack, from the stack pointer up, with the registers that belong to it. */
typedef struct LsStack
{
    uint64_t sequence; /* odd while it is written; 0 when there is none. Of a slot of a ring: 2 n
                          when n stacks have been written there */
    uint64_t lock; /* key */
    uint64_t site; /* return address of the call that was caught */
    uint64_t caused_ns; /* a holder's: what others waited during this hold, charged here */
    uint32_t tid;
    uint32_t bytes; /* of the stack */
    LsRegisters registers; /* the copy follows: LS_BIRTH_STACK_BYTES or LS_HOLDER_STACK_BYTES */
} LsStack;

/* A contended lock. What is marked "holder" is written by whoever holds the lock. */
typedef struct LsLock
{
    uint64_t key;
    uint64_t site; /* return address of the first contended acquisition */
    uint64_t first_ns;
    uint32_t flags;
    uint32_t generation; /* how often it was initialised again after it was known */
    uint32_t substitute; /* LsSubstitute in force for those who come now */
    uint32_t refusal; /* LsRefusal of the last wish */
    uint64_t delay_ns; /* in force: each hold is longer by that */
    uint64_t substituted_ns; /* when either changed last */
    uint64_t swaps; /* how often */
    /* A line of its own: every waiter writes it, twice. Low 16 bits: how many wait now, n. The
     * others: E, the sum of the ends of all waits that ended less the begins of all that began, ns.
     * E + n t is then what has been waited for this lock up to t by all threads together (mod
     * 2^48), and the difference over a hold is what that hold cost the others. */
    uint64_t waiting;
    uint64_t charged; /* that sum when it was last charged to a holder or a hand-over */
    uint64_t
        hand_over_ns; /* of it, what passed between a release and the next contended acquisition */
    uint64_t owner_changes; /* holder: contended acquisitions by another thread than the contended
                               one before */
    uint64_t wait_max_ns; /* holder */
    uint64_t hold_max_ns; /* holder */
    uint64_t hold_samples; /* holder: holds that were timed */
    uint32_t last_owner; /* holder: tid */
    uint32_t timeouts; /* waits that ended without the lock */
    uint64_t holds[LS_WAIT_BUCKETS]; /* holder: contended ones count 1, others for those that were
                                        not timed */
    uint32_t waits[LS_WAIT_BUCKETS]; /* holder (atomic where there can be several) */
    uint64_t padding[8];
    LsStack birth; /* of the first contended acquisition */
    uint8_t birth_copy[LS_BIRTH_STACK_BYTES];
} LsLock;

/* Acquisitions of one lock by one thread from one call site: what an uncontended pass touches. Two
 * to a cache line. */
typedef struct LsHotCell
{
    uint64_t key;
    uint64_t site; /* return address; 0: the cell is free; stored last (release) */
    uint64_t acquisitions;
    uint64_t unused;
} LsHotCell;

/* What one thread waited at one call site of one lock, and made others wait from there. */
typedef struct LsColdCell
{
    uint64_t key;
    uint64_t site; /* return address; 0: the cell is free; stored last (release) */
    uint64_t contended; /* waits from here that ended with the lock */
    uint64_t wait_ns;
    uint64_t releases; /* from here while others waited */
    uint64_t caused_ns;
} LsColdCell;

enum
{
    LS_HOLDER_SLOT = 4096, /* of a thread's ring: an LsStack and its copy */
    LS_THREADS_PER_PAGE = 16
};

/* A thread. They lie close together, as who waits is asked for some hundred times a second. When it
 * ends, its block is handed on to the next one: counters go on, `generation` grows. */
typedef struct LsThread
{
    uint64_t next; /* offset of the next block; 0 ends the list */
    uint32_t tid; /* 0: free; LS_BEING_MADE: not yet a thread's. Stored last (release) */
    uint32_t generation; /* 0: nobody's yet */
    uint64_t started_ns;
    uint64_t hot; /* offset of LsHotCell[1 << n] | n, offset a multiple of 64 */
    uint64_t cold; /* the same of LsColdCell */
    uint64_t stacks; /* offset of its ring of LS_HOLDER_STACKS slots; 0: none yet */
    uint64_t lost; /* acquisitions that found no cell */
    uint64_t lost_waits; /* contended ones, whose wait stands nowhere */

    /* The wait under way. since is 0 when there is none, stored last (release) and cleared first.
     */
    uint64_t since; /* ns on the monotonic clock */
    uint64_t wanted; /* key */
    uint64_t wanted_site;
    uint32_t owner; /* tid of who held it when the wait began; 0: not known */
    uint32_t number; /* of waits so far */
    LsRegisters registers;
    uint64_t stack_pointer; /* the begin of the stack that the registers belong to */
    /* What stood in the tables when this thread was given the block: the rest is its own. Of locks,
     * not of conditions. */
    uint64_t acquisitions_before;
    uint64_t contended_before;
    uint64_t wait_ns_before;
    uint64_t lived_ns; /* of all threads that had the block and ended, from their first lock on */
    uint64_t threads; /* that were given the block, each once: one that locks again after its end is
                         no other */
    uint64_t stacks_written; /* so far; the next goes to slot stacks_written % LS_HOLDER_STACKS.
                                Stored last (release) */
    uint64_t unused[5];
} LsThread;

typedef struct LsHeader
{
    uint64_t magic; /* stored last (release) */
    uint32_t version;
    uint32_t pid;
    uint32_t parent;
    uint32_t ended; /* 1: the library's destructor ran */
    uint64_t started_ns; /* monotonic; the zero of LsLock.waiting */
    uint64_t capacity; /* bytes of the file */
    uint64_t used; /* bytes handed out */
    uint64_t first_thread; /* offset */
    uint64_t locks; /* records made; the offset of the last ones may still be 0 */
    uint64_t lost; /* acquisitions that no thread could count, for want of a block */
    uint64_t lost_locks; /* contended acquisitions of locks that found no record */
    uint64_t full; /* 1: no more memory was to be had */
    uint64_t
        lock_pages[LS_LOCK_PAGES]; /* offsets of pages of LS_LOCKS_PER_PAGE offsets of LsLock */
    uint64_t pid_namespace; /* the inode of the one in which the numbers of processes and threads
                               count; 0: not known */
} LsHeader;

/* What Lockscope wants of a mutex, or of all that are first contended at one call site. */
typedef struct LsWish
{
    uint64_t lock; /* key; or, BY_SITE, what stands in LsLock.site */
    uint32_t substitute; /* LsSubstitute */
    uint32_t by_site; /* 1: of all such locks, those to come too */
    uint64_t delay_ns; /* busy, added to each hold; LS_DELAY_MAX_NS at most */
    uint64_t unused;
} LsWish;

enum
{
    LS_WISHES_MAX = 120,
    LS_DELAY_MAX_NS = 10000000
};

/* Wishes hold as long as their lease runs, which Lockscope prolongs several times a second: when
 * it ends, however that comes, the program goes on with its own locks. */
typedef struct LsControls
{
    uint64_t revision; /* of the wishes; odd while they are written, 0: there never were any */
    uint64_t lease_ns; /* monotonic: until when they hold */
    uint64_t wishes; /* how many of what follows */
    uint64_t unused[5];
    LsWish wish[LS_WISHES_MAX];
} LsControls;

enum
{
    LS_CONTROLS_OFFSET = LS_PAGE,
    LS_FIRST_BLOCK = 2 * LS_PAGE
};

#ifdef __cplusplus
} /* extern "C" */

static_assert(sizeof(LsHeader) <= LS_PAGE);
static_assert(sizeof(LsControls) <= LS_PAGE);
static_assert(sizeof(LsThread) * LS_THREADS_PER_PAGE == LS_PAGE);
static_assert(sizeof(LsHotCell) == 32 && sizeof(LsColdCell) == 48);
static_assert(sizeof(LsStack) % 8 == 0
              && sizeof(LsStack) + LS_HOLDER_STACK_BYTES <= LS_HOLDER_SLOT);
static_assert(sizeof(LsLock) % LS_PAGE == 0);
#else
_Static_assert(sizeof(LsHeader) <= LS_PAGE, "one page");
_Static_assert(sizeof(LsControls) <= LS_PAGE, "one page");
_Static_assert(sizeof(LsThread) * LS_THREADS_PER_PAGE == LS_PAGE, "four lines");
_Static_assert(sizeof(LsStack) + LS_HOLDER_STACK_BYTES <= LS_HOLDER_SLOT, "fits its slot");
_Static_assert(sizeof(LsLock) % LS_PAGE == 0, "whole pages");
#endif
/* NOLINTEND(modernize-deprecated-headers, modernize-use-using, readability-identifier-naming) */
