/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/preload/watching.h"

/*
 * Which mutexes have a substitute, or a delay, because Lockscope wants it (LsControls). Nobody of
 * ours waits in this process for wishes: threads that come by anyhow look, and whoever sees that
 * they changed carries them out.
 */

/* Carries out what changed, if this thread is the first to see it, and takes all away when the
 * lease has run out. Cheap when nothing did. On paths that are slow anyhow. */
void ls_look_for_wishes(void) LS_HIDDEN;

struct LsOuter;
/* Nobody lets a substitute go: its mutex has its own lock again. */
void ls_substitute_is_stuck(struct LsOuter* outer) LS_HIDDEN;

/* A mutex was destroyed: what comes at its address is another. */
void ls_substituted_ends(uint64_t key) LS_HIDDEN;

/* A lock has its record now: one of its call site may be wished for. */
void ls_consider_lock(LsLock* lock) LS_HIDDEN;

/* No more system calls: all that was substituted has its own lock again. */
void ls_substitute_no_more(void) LS_HIDDEN;
/* In a child: nothing of the parent's stands. */
void ls_forget_substitutes(void) LS_HIDDEN;
