/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/preload/segment.h"

#include "core/preload/probe.h"
#include "core/preload/real.h"
#include "core/preload/substitution.h"
#include "core/preload/waiting.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#ifndef MADV_POPULATE_WRITE
#define MADV_POPULATE_WRITE 23 /* Linux 5.14 */
#endif
#ifndef MADV_WIPEONFORK
#define MADV_WIPEONFORK 18
#endif

LsHeader* ls_header;
uint32_t ls_forks;
struct LsActive ls_active __attribute__((aligned(4096)));

enum
{
    FOLDER_BYTES = 128
};
static char folder[FOLDER_BYTES]; /* where Lockscope wants the files; empty: nobody watches */
static uint64_t writable; /* bytes of the mapping that may be touched */
static bool populates; /* the kernel can be asked for pages, so that a full disk is an answer and
                          not a signal */

static const uint64_t kCapacity = 1ULL << 30; /* of addresses, not of memory */
static const uint64_t kCapacityAllocated = 8ULL
    << 20; /* where pages cannot be asked for: all at once */
static const uint64_t kStep = 1ULL << 20;

/* Opens more of the mapping to be written. Not all from the start: a program that locks its memory
 * (mlockall) would have the kernel fetch a page for every address that may be touched. */
static bool open_up_to(uint64_t end)
{
    uint64_t now = __atomic_load_n(&writable, __ATOMIC_ACQUIRE);
    if (end <= now)
        return true;
    const uint64_t next = (end + kStep - 1) / kStep * kStep;
    const uint64_t wanted = next < ls_header->capacity ? next : ls_header->capacity;
    if (mprotect(ls_header, wanted, PROT_READ | PROT_WRITE) != 0)
        return false;
    while (now < wanted
           && !__atomic_compare_exchange_n(
               &writable, &now, wanted, false, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE))
    {}
    return true;
}

uint64_t ls_allocate(uint64_t bytes)
{
    const uint64_t size = (bytes + LS_PAGE - 1) / LS_PAGE * LS_PAGE;
    if (__atomic_load_n(&ls_header->full, __ATOMIC_RELAXED))
        return 0;
    if (ls_sealed)
        return ls_allocate_sealed(size);
    const int error = errno; /* a lock leaves it as it was */
    /* Relaxed: whoever is given an offset is alone with what lies there. */
    const uint64_t offset = __atomic_fetch_add(&ls_header->used, size, __ATOMIC_RELAXED);
    const bool there = offset + size <= ls_header->capacity && open_up_to(offset + size)
        && (!populates || madvise(ls_at(offset), size, MADV_POPULATE_WRITE) == 0);
    if (!there)
        __atomic_store_n(&ls_header->full, 1, __ATOMIC_RELAXED);
    errno = error;
    return there ? offset : 0;
}

static char* append_number(char* end, uint64_t value)
{
    char digits[20];
    int n = 0;
    do
        digits[n++] = (char)('0' + value % 10);
    while ((value /= 10) != 0);
    while (n > 0)
        *end++ = digits[--n];
    return end;
}

static uint64_t capacity_allowed(void)
{
    uint64_t capacity = kCapacity;
    struct rlimit limit;
    /* No more of the addresses than a sixteenth of what the program may have: it is the program's
     * limit. */
    if (getrlimit(RLIMIT_AS, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY
        && limit.rlim_cur / 16 < capacity)
        capacity = limit.rlim_cur / 16;
    /* A file that grows beyond its limit is a signal. */
    if (getrlimit(RLIMIT_FSIZE, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY
        && limit.rlim_cur < capacity)
        capacity = limit.rlim_cur;
    return capacity / LS_PAGE * LS_PAGE;
}

/* The file, mapped but not to be touched yet; null when it cannot be had. */
static void* map_file(uint64_t* capacity)
{
    char path[FOLDER_BYTES + 64];
    char* end = stpcpy(path, folder);
    *end++ = '/';
    end = append_number(end, (uint64_t)getpid());
    *end++ = '.';
    end = append_number(end, ls_now());
    *end = 0;
    const int file = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (file < 0)
        return NULL;
    void* mapping = MAP_FAILED;
    *capacity = capacity_allowed();
    while (*capacity >= 16 * LS_PAGE) {
        if (ftruncate(file, (off_t)*capacity) == 0)
            mapping = mmap(NULL, *capacity, PROT_NONE, MAP_SHARED | MAP_NORESERVE, file, 0);
        if (mapping != MAP_FAILED)
            break;
        *capacity = *capacity / 8 / LS_PAGE * LS_PAGE;
    }
    if (mapping != MAP_FAILED) {
        mprotect(mapping, 2 * LS_PAGE, PROT_READ | PROT_WRITE);
        populates = madvise(mapping, 2 * LS_PAGE, MADV_POPULATE_WRITE) == 0;
        if (!populates) {
            if (*capacity > kCapacityAllocated)
                *capacity = kCapacityAllocated;
            if (posix_fallocate(file, 0, (off_t)*capacity) != 0) {
                munmap(mapping, *capacity);
                mapping = MAP_FAILED;
            }
        }
    }
    close(file);
    if (mapping == MAP_FAILED) {
        unlink(path);
        return NULL;
    }
    madvise(mapping, *capacity, MADV_DONTDUMP); /* not into the program's core files */
    return mapping;
}

/* Makes this process's file and begins to count. Without it the program runs as it always does. */
static void begin(void)
{
    /* A filter that kills for a system call which it does not know must not meet ours. */
    if (folder[0] == 0 || ls_sealed || prctl(PR_GET_SECCOMP, 0, 0, 0, 0) > 0)
        return;
    uint64_t capacity = 0;
    LsHeader* const header = map_file(&capacity);
    if (!header)
        return;
    writable = 2 * LS_PAGE;
    header->version = LS_LAYOUT_VERSION;
    header->pid = (uint32_t)getpid();
    header->parent = (uint32_t)getppid();
    struct stat name_space;
    if (stat("/proc/self/ns/pid", &name_space) == 0)
        header->pid_namespace = name_space.st_ino;
    header->started_ns = ls_now();
    header->capacity = capacity;
    header->used = LS_FIRST_BLOCK;
    ls_header = header;
    __atomic_store_n(&header->magic, LS_MAGIC, __ATOMIC_RELEASE);
    ls_active.on = 1;
}

/* In a child: nothing of the parent's is the child's. Only this thread is left of it. */
static void begin_in_child(void)
{
    ls_active.on = 0;
    ++ls_forks;
    if (ls_header && !ls_sealed)
        munmap(ls_header, ls_header->capacity);
    ls_header = NULL;
    ls_forget_threads();
    ls_forget_locks();
    ls_forget_substitutes();
    begin();
}

__attribute__((constructor)) static void begin_in_program(int count,
                                                          char** arguments,
                                                          char** environment)
{
    (void)count;
    (void)arguments;
    static const char kName[] = "LOCKSCOPE_PRELOAD=";
    static const char kProbe[] = "LOCKSCOPE_PROBE=";
    bool probe = false;
    ls_find_real();
    /* The loader hands the environment over; environ may not be set yet. */
    for (char** variable = environment; variable && *variable; ++variable) {
        probe = probe || strncmp(*variable, kProbe, sizeof kProbe - 1) == 0;
        if (strncmp(*variable, kName, sizeof kName - 1) != 0)
            continue;
        const char* const value = *variable + sizeof kName - 1;
        if (value[0] == '/' && strlen(value) < sizeof folder)
            strcpy(folder, value);
    }
    if (folder[0] == 0)
        return;
    if (madvise(&ls_active, sizeof ls_active, MADV_WIPEONFORK) != 0)
        return; /* a child by a raw clone would count for its parent */
    ls_prepare_threads();
    pthread_atfork(NULL, NULL, begin_in_child);
    begin();
    if (probe && ls_active.on)
        ls_print_cost_and_exit();
}

__attribute__((destructor)) static void end(void)
{
    if (ls_header && ls_active.on)
        __atomic_store_n(&ls_header->ended, 1, __ATOMIC_RELEASE);
}
