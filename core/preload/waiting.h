/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/preload/watching.h"

#include <time.h>

/* The contended paths: a wait, and a release that others waited for. Here a clock is read. */

/* A wait under way. */
struct LsWait
{
    uint64_t key;
    uint64_t site;
    uint64_t begin_ns;
    LsLock* lock; /* null: no record was to be had */
    uint32_t forks; /* ls_forks when it began */
    LsLock* home; /* whose sum of waits it goes into: of a read-write lock that of the write side */
};

/* Where this function is, and the registers that whoever unwinds it needs: the frame stays as it is
 * until the function returns. */
#if defined(__x86_64__)
#define LS_CAPTURE(registers)                                                                      \
    __asm__ volatile("leaq 0f(%%rip), %%rax\n"                                                     \
                     "0:\tmovq %%rax, 0(%0)\n\t"                                                   \
                     "movq %%rsp, 8(%0)\n\t"                                                       \
                     "movq %%rbp, 16(%0)\n\t"                                                      \
                     "movq %%rbx, 24(%0)\n\t"                                                      \
                     "movq %%r12, 32(%0)\n\t"                                                      \
                     "movq %%r13, 40(%0)\n\t"                                                      \
                     "movq %%r14, 48(%0)\n\t"                                                      \
                     "movq %%r15, 56(%0)"                                                          \
                     :                                                                             \
                     : "r"((registers)->at)                                                        \
                     : "rax", "memory")
#else
#define LS_CAPTURE(registers)                                                                      \
    do {                                                                                           \
        (registers)->at[0] = LS_SITE();                                                            \
        (registers)->at[1] = (uint64_t)(uintptr_t)__builtin_frame_address(0);                      \
        (registers)->at[2] = (uint64_t)(uintptr_t)__builtin_frame_address(0);                      \
        for (int ls_i = 3; ls_i < LS_REGISTERS; ++ls_i)                                            \
            (registers)->at[ls_i] = 0;                                                             \
    } while (0)
#endif

/* Nanoseconds of the monotonic clock. */
static inline uint64_t ls_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000000ULL + (uint64_t)now.tv_nsec;
}

/* What the C library's timed functions say EINVAL to at once, though nobody holds the lock: ours,
 * which try first, have to leave it to them. */
static inline bool ls_is_usual_clock(clockid_t clock)
{
    return clock == CLOCK_REALTIME || clock == CLOCK_MONOTONIC;
}

static inline bool ls_is_time(const struct timespec* end)
{
    return end->tv_nsec >= 0 && end->tv_nsec < 1000000000;
}

/* The wait begins: its record is published, the lock's gate opened. `registers` are those of the
 * caller's frame. (locks.c) */
void ls_wait_begins(struct LsWait* wait,
                    uint64_t key,
                    uint64_t site,
                    uint32_t owner,
                    uint32_t flags,
                    const LsRegisters* registers) LS_HIDDEN;

/* The wait is over, with the lock or without. */
void ls_wait_ends(struct LsWait* wait, bool acquired) LS_HIDDEN;

/* What is to be done after the release, when others do not wait for it any more. */
struct LsRelease
{
    uint64_t caused_ns; /* 0: nobody waited */
    uint64_t key;
    uint64_t site;
    uint64_t now_ns;
};

/* Before a lock is released: ends the hold that is timed, and charges its call site with what
 * others waited. */
void ls_releasing(struct LsRelease* release, uint64_t key, uint64_t site) LS_HIDDEN;

/* After it: now and then copies this thread's stack, for the reader to see who held. */
void ls_released(const struct LsRelease* release, const LsRegisters* registers) LS_HIDDEN;

/* A hold that is timed begins. */
void ls_hold_begins(uint64_t key, uint64_t now_ns, uint64_t weight) LS_HIDDEN;

/* Copies this thread's stack from `from` up, as much as there is of `most` bytes, and says how
 * much. (locks.c) */
uint32_t ls_copy_stack(uint8_t* to, uint64_t from, uint32_t most) LS_HIDDEN;

/* This thread's cell of a lock and a call site, made where it is not there yet; null when there is
 * no room. (threads.c) */
LsColdCell* ls_cold_cell(uint64_t key, uint64_t site) LS_HIDDEN;

/* After a wait for a condition: the mutex is held again. */
void ls_hold_resumes(uint64_t key) LS_HIDDEN;

/* A lock was destroyed, or made anew where one was. */
void ls_lock_ends(uint64_t key) LS_HIDDEN;

/* A wait as a statement: CALL is made while the record stands; its frame is this function's. */
#define LS_WAIT(wait, key, site, owner, flags)                                                     \
    do {                                                                                           \
        LsRegisters ls_registers;                                                                  \
        LS_CAPTURE(&ls_registers);                                                                 \
        ls_wait_begins(wait, key, site, owner, flags, &ls_registers);                              \
    } while (0)
