/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a lock and unlock cost that nobody else wants, with a second thread alive: LOCKS mutexes in
 * turn, PAIRS times. Prints nanoseconds a pair. */
#define _POSIX_C_SOURCE 200809L
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

static void* idle(void* argument)
{
    for (;;)
        pause();
    return argument;
}

int main(int count, char** arguments)
{
    enum
    {
        APART = 64 /* bytes: no two locks share a cache line */
    };
    const long locks = count > 1 ? atol(arguments[1]) : 1;
    const long pairs = count > 2 ? atol(arguments[2]) : 10000000;
    pthread_t thread;
    pthread_create(&thread, NULL, idle, NULL);
    char* const memory = aligned_alloc(APART, (size_t)(locks * APART));
    for (long i = 0; i < locks; ++i)
        pthread_mutex_init((pthread_mutex_t*)(void*)(memory + i * APART), NULL);
    struct timespec begin;
    struct timespec end;
    clock_gettime(CLOCK_MONOTONIC, &begin);
    for (long i = 0, lock = 0; i < pairs; ++i) {
        pthread_mutex_t* const mutex = (pthread_mutex_t*)(void*)(memory + lock * APART);
        pthread_mutex_lock(mutex);
        pthread_mutex_unlock(mutex);
        lock = lock + 1 == locks ? 0 : lock + 1;
    }
    clock_gettime(CLOCK_MONOTONIC, &end);
    const double ns =
        (double)(end.tv_sec - begin.tv_sec) * 1e9 + (double)(end.tv_nsec - begin.tv_nsec);
    printf("%.3f\n", ns / (double)pairs);
    return 0;
}
