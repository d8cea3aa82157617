/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/preload/waiting.h"

#include <pthread.h>

/* What other kinds of lock need of the mutexes' side. */

uint32_t ls_mutex_flags(const pthread_mutex_t* mutex) LS_HIDDEN;
int ls_mutex_lock(pthread_mutex_t* mutex, uint64_t site) LS_HIDDEN;
int ls_mutex_trylock(pthread_mutex_t* mutex, uint64_t site) LS_HIDDEN;
int ls_mutex_timedlock(pthread_mutex_t* mutex, uint64_t site, const struct timespec* end) LS_HIDDEN;
int ls_mutex_destroy(pthread_mutex_t* mutex) LS_HIDDEN;
/* Without an end where that is null. (condition.c) */
int ls_condition_wait(pthread_cond_t* condition,
                      pthread_mutex_t* mutex,
                      uint64_t site,
                      const struct timespec* end) LS_HIDDEN;
int ls_once(pthread_once_t* control, void (*routine)(void), uint64_t site) LS_HIDDEN;
/* Releases a mutex whose hold is timed, that others wait for, or that may have a substitute. */
int ls_mutex_release(pthread_mutex_t* mutex, uint64_t site) LS_HIDDEN;
