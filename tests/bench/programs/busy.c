/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Something to watch: THREADS threads take LOCKS mutexes at random for SECONDS, and sleep a while
 * after every 50. One pass in 20 is of the lock that all want, and holds it for HELD us: with 64
 * threads, 5 make them wait now and then, 200 nearly always. Prints how often they took a lock. */
#define _GNU_SOURCE
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum
{
    PASSES = 50, /* between two sleeps */
    SLEEP_NS = 5000000,
    HOT_EVERY = 20
};

static pthread_mutex_t* locks;
static long lock_count;
static long held_ns;
static volatile int over;
static long long passes;

static long long now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static void* work(void* argument)
{
    uint64_t random = 88172645463325252ULL + (uint64_t)(uintptr_t)argument * 7919;
    const struct timespec a_while = {0, SLEEP_NS};
    long long taken = 0;
    while (!over) {
        for (int i = 0; i < PASSES; ++i) {
            random ^= random << 13;
            random ^= random >> 7;
            random ^= random << 17;
            const int hot = random % HOT_EVERY == 0;
            pthread_mutex_t* const lock =
                &locks[hot ? 0 : random / HOT_EVERY % (uint64_t)lock_count];
            pthread_mutex_lock(lock);
            for (const long long end = hot ? now() + held_ns : 0; hot && now() < end;) {
            }
            pthread_mutex_unlock(lock);
        }
        taken += PASSES;
        nanosleep(&a_while, NULL);
    }
    __atomic_fetch_add(&passes, taken, __ATOMIC_RELAXED);
    return argument;
}

int main(int count, char** arguments)
{
    const long thread_count = count > 1 ? atol(arguments[1]) : 64;
    lock_count = count > 2 ? atol(arguments[2]) : 1000;
    const long seconds = count > 3 ? atol(arguments[3]) : 10;
    held_ns = 1000 * (count > 4 ? atol(arguments[4]) : 5);
    locks = calloc((size_t)lock_count, sizeof *locks); /* as from PTHREAD_MUTEX_INITIALIZER */
    pthread_t* const threads = calloc((size_t)thread_count, sizeof *threads);
    if (!locks || !threads)
        return 1;
    for (long i = 0; i < thread_count; ++i)
        pthread_create(&threads[i], NULL, work, (void*)(i + 1));
    const struct timespec running = {seconds, 0};
    nanosleep(&running, NULL);
    over = 1;
    for (long i = 0; i < thread_count; ++i)
        pthread_join(threads[i], NULL);
    printf("%lld\n", passes);
    return 0;
}
