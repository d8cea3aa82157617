/* SPDX-License-Identifier: GPL-3.0-or-later */
/* THREADS threads take one mutex for SECONDS, some hundred nanoseconds at a time. Prints for each
 * millisecond of the monotonic clock in which it was taken when that was, ms, and how often. */
#define _POSIX_C_SOURCE 200809L
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum
{
    NS_PER_MS = 1000000
};

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static int64_t first_ms;
static int64_t milliseconds;
static int* taken; /* by millisecond; guarded by the mutex */
static volatile int over;

static int64_t now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return ((int64_t)t.tv_sec * 1000000000 + t.tv_nsec) / NS_PER_MS;
}

static void* work(void* argument)
{
    while (!over) {
        pthread_mutex_lock(&mutex);
        const int64_t at = now_ms() - first_ms;
        if (at < milliseconds)
            ++taken[at];
        for (volatile int i = 0; i < 100; ++i) {
        }
        pthread_mutex_unlock(&mutex);
    }
    return argument;
}

int main(int count, char** arguments)
{
    const long thread_count = count > 1 ? atol(arguments[1]) : 64;
    const long seconds = count > 2 ? atol(arguments[2]) : 10;
    pthread_t* const threads = calloc((size_t)thread_count, sizeof *threads);
    milliseconds = 1000 * (seconds + 1);
    taken = calloc((size_t)milliseconds, sizeof *taken);
    if (!threads || !taken)
        return 1;
    first_ms = now_ms();
    for (long i = 0; i < thread_count; ++i)
        pthread_create(&threads[i], NULL, work, NULL);
    const struct timespec running = {seconds, 0};
    nanosleep(&running, NULL);
    over = 1;
    for (long i = 0; i < thread_count; ++i)
        pthread_join(threads[i], NULL);
    for (int64_t at = 0; at < milliseconds; ++at)
        if (taken[at] != 0)
            printf("%lld %d\n", (long long)(first_ms + at), taken[at]);
    return 0;
}
