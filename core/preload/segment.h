/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/preload/watching.h"

/* This process's file, mapped. */

/* Its begin; null while there is none. */
extern LsHeader* ls_header LS_HIDDEN;

/* Memory of the file, whole pages, zeroed, that is really there: 0 when there is none left. Safe
 * from any thread. */
uint64_t ls_allocate(uint64_t bytes) LS_HIDDEN;

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
