/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/preload/watching.h"

#include <pthread.h>

/*
 * Locks that can stand in front of a program's mutex. None of them keeps threads apart: the mutex
 * behind it does. So whoever waits in one may leave it at any moment for the mutex, and one that is
 * dissolved, or that somebody never lets go, costs time and nothing else.
 *
 * A substitute is never used twice. When it is dissolved, those who wait in it leave; what they
 * leave behind (a ticket, a node of a queue) is used by nobody any more.
 */

typedef struct LsOuter LsOuter;
typedef struct LsNode LsNode;

/* A new one, of a kind that is not LS_OWN; null when there is no memory. */
LsOuter* ls_outer_make(enum LsSubstitute kind) LS_HIDDEN;

/* Takes it if nobody has it. What is written to *node belongs to who has it, and goes to
 * ls_outer_release. */
bool ls_outer_try(LsOuter* outer, LsNode** node) LS_HIDDEN;

/* Waits for it; false when it was left without: it is dissolved, or nobody lets it go while the
 * mutex behind it is free. */
bool ls_outer_wait(LsOuter* outer, LsNode** node, const pthread_mutex_t* behind) LS_HIDDEN;

/* Lets it go, after the mutex behind it was: any thread. */
void ls_outer_release(LsOuter* outer, LsNode* node) LS_HIDDEN;

/* Sends all away who wait in it. */
void ls_outer_dissolve(LsOuter* outer) LS_HIDDEN;

/* This thread ends: its nodes are for others. In a child of a fork: nobody's are anybody's. */
void ls_give_back_nodes(void) LS_HIDDEN;
void ls_forget_outers(void) LS_HIDDEN;
