/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Mutexes that can have no substitute: refused SECONDS. In order: robust, of priority inheritance,
 * of priority protection, shared by processes, and one that is locked as usual and unlocked by the
 * C library's own function, past who stands in between. Two threads contend for each; prints how
 * often each was passed.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum
{
    MUTEXES = 5
};

static pthread_mutex_t mutexes[MUTEXES];
static uint64_t passes[MUTEXES];
static volatile int stop;
static int (*unlock_past)(pthread_mutex_t*);

static void* contend(void* number)
{
    const uintptr_t which = (uintptr_t)number;
    pthread_mutex_t* const mutex = &mutexes[which];
    while (!stop) {
        if (pthread_mutex_lock(mutex) != 0)
            return NULL;
        ++passes[which];
        for (volatile int i = 0; i < 20000; ++i) {
        }
        if (which == 4)
            unlock_past(mutex);
        else
            pthread_mutex_unlock(mutex);
    }
    return NULL;
}

int main(int argc, char** argv)
{
    const double seconds = argc > 1 ? atof(argv[1]) : 1;
    void* const library = dlopen("libc.so.6", RTLD_NOW);
    unlock_past = (int (*)(pthread_mutex_t*))(uintptr_t)dlsym(library, "pthread_mutex_unlock");
    for (int i = 0; i < MUTEXES; ++i) {
        pthread_mutexattr_t attributes;
        pthread_mutexattr_init(&attributes);
        if (i == 0)
            pthread_mutexattr_setrobust(&attributes, PTHREAD_MUTEX_ROBUST);
        else if (i == 1)
            pthread_mutexattr_setprotocol(&attributes, PTHREAD_PRIO_INHERIT);
        else if (i == 2)
            pthread_mutexattr_setprotocol(&attributes, PTHREAD_PRIO_PROTECT);
        else if (i == 3)
            pthread_mutexattr_setpshared(&attributes, PTHREAD_PROCESS_SHARED);
        pthread_mutex_init(&mutexes[i], &attributes);
    }
    pthread_t threads[2 * MUTEXES];
    for (int i = 0; i < 2 * MUTEXES; ++i)
        pthread_create(&threads[i], NULL, contend, (void*)(uintptr_t)(i / 2));
    usleep((useconds_t)(seconds * 1e6));
    stop = 1;
    for (int i = 0; i < 2 * MUTEXES; ++i)
        pthread_join(threads[i], NULL);
    for (int i = 0; i < MUTEXES; ++i)
        printf("%d %lu\n", i, passes[i]);
    return 0;
}
