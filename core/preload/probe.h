/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/preload/watching.h"

/* What counting adds to a lock and unlock that nobody else wants, on this machine: the median of
 * pairs of stretches with and without it, in a process that does nothing else (LOCKSCOPE_PROBE in
 * its environment). Prints nanoseconds to standard output and ends the process. */
void ls_print_cost_and_exit(void) LS_HIDDEN LS_COLD;
