/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/preload/watching.h"

/* This process's file, mapped. */

/* Its begin; null while there is none. */
extern LsHeader* ls_header LS_HIDDEN;

/* How often this process came out of a fork: what was begun before, in a thread that forks in a
 * signal handler, belongs to a file that is not there any more. */
extern uint32_t ls_forks LS_HIDDEN;

/* Memory of the file, whole pages, zeroed, that is really there: 0 when there is none left. Safe
 * from any thread. */
uint64_t ls_allocate(uint64_t bytes) LS_HIDDEN;

/* No system call is to be made any more. (sandbox.c) */
extern bool ls_sealed LS_HIDDEN;
uint64_t ls_allocate_sealed(uint64_t size) LS_HIDDEN;
/* This thread's number, as the kernel has it. */
uint32_t ls_thread_number_sealed(void) LS_HIDDEN;

static inline void* ls_at(uint64_t offset)
{
    return (char*)ls_header + offset;
}

static inline uint64_t ls_offset(const void* place)
{
    return (uint64_t)((const char*)place - (const char*)ls_header);
}

/* Forgets what a child has of its parent's threads and locks. */
void ls_forget_threads(void) LS_HIDDEN;
void ls_forget_locks(void) LS_HIDDEN;
/* Once in a process: how a thread's end is learnt of. */
void ls_prepare_threads(void) LS_HIDDEN;
