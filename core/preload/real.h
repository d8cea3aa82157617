/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <pthread.h>
#include <semaphore.h>

/*
 * The C library's own functions, which ours call. Found in the constructor (real.c), never on a
 * path: looking for a symbol takes the loader's lock and allocates. Those of mutexes and read-write
 * locks are there from the start, by the names with two underscores that the C library exports:
 * allocators take locks while dlsym itself allocates.
 */
struct LsReal
{
    int (*mutex_lock)(pthread_mutex_t*);
    int (*mutex_trylock)(pthread_mutex_t*);
    int (*mutex_unlock)(pthread_mutex_t*);
    int (*mutex_destroy)(pthread_mutex_t*);
    int (*mutex_timedlock)(pthread_mutex_t*, const struct timespec*);
    int (*mutex_clocklock)(pthread_mutex_t*, clockid_t, const struct timespec*);
    int (*read_lock)(pthread_rwlock_t*);
    int (*read_trylock)(pthread_rwlock_t*);
    int (*read_timedlock)(pthread_rwlock_t*, const struct timespec*);
    int (*read_clocklock)(pthread_rwlock_t*, clockid_t, const struct timespec*);
    int (*write_lock)(pthread_rwlock_t*);
    int (*write_trylock)(pthread_rwlock_t*);
    int (*write_timedlock)(pthread_rwlock_t*, const struct timespec*);
    int (*write_clocklock)(pthread_rwlock_t*, clockid_t, const struct timespec*);
    int (*rwlock_unlock)(pthread_rwlock_t*);
    int (*rwlock_destroy)(pthread_rwlock_t*);
    int (*spin_lock)(pthread_spinlock_t*);
    int (*spin_trylock)(pthread_spinlock_t*);
    int (*spin_unlock)(pthread_spinlock_t*);
    int (*semaphore_wait)(sem_t*);
    int (*semaphore_trywait)(sem_t*);
    int (*semaphore_timedwait)(sem_t*, const struct timespec*);
    int (*semaphore_clockwait)(sem_t*, clockid_t, const struct timespec*);
    int (*once)(pthread_once_t*, void (*)(void));
    int (*condition_wait)(pthread_cond_t*, pthread_mutex_t*);
    int (*condition_timedwait)(pthread_cond_t*, pthread_mutex_t*, const struct timespec*);
    int (*condition_clockwait)(pthread_cond_t*,
                               pthread_mutex_t*,
                               clockid_t,
                               const struct timespec*);
    int (*prctl)(int, unsigned long, unsigned long, unsigned long, unsigned long);
};

extern struct LsReal ls_real __attribute__((visibility("hidden")));

/* Finds what is not known yet. In the constructor; before it, when something of ours is called that
 * has no address yet. */
void ls_find_real(void) __attribute__((visibility("hidden"), cold));

/* The C library's function, found now where something was called before the constructor ran. */
#define LS_REAL(name)                                                                              \
    (__builtin_expect(ls_real.name != 0, 1) ? ls_real.name : (ls_find_real(), ls_real.name))
