/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/preload/waiting.h"

/* The record of a lock; null when it never was contended. Any thread. */
LsLock* ls_known_lock(uint64_t key) LS_HIDDEN;

/* Makes what records are found by, before no more system calls are to be made. */
void ls_prepare_index(void) LS_HIDDEN;

/* The same, made where there is none yet; null when there is no room for one more. The registers,
 * or null, are those of the first who waits, whose stack is kept. */
LsLock* ls_lock_of(uint64_t key,
                   uint64_t site,
                   uint32_t flags,
                   const LsRegisters* registers) LS_HIDDEN;
