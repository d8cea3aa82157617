/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a lock and unlock cost of a mutex that has a substitute now and then, and of one that never
 * has, for SECONDS, some milliseconds of each in turn. The first is contended before that, or it
 * would not be known. Prints when each round began, s of the monotonic clock, and nanoseconds a
 * pair of the two. */
#define _POSIX_C_SOURCE 200809L
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

static pthread_mutex_t swapped = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t other = PTHREAD_MUTEX_INITIALIZER;
static volatile int over;

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void hold(void)
{
    const struct timespec a_while = {0, 100000};
    pthread_mutex_lock(&swapped);
    nanosleep(&a_while, NULL);
    pthread_mutex_unlock(&swapped);
}

static void* contend(void* argument)
{
    while (!over)
        hold();
    for (;;)
        pause(); /* a second thread stays alive */
    return argument;
}

static double ns_a_pair(pthread_mutex_t* mutex)
{
    enum
    {
        PAIRS = 200000
    };
    const double begin = now();
    for (int i = 0; i < PAIRS; ++i) {
        pthread_mutex_lock(mutex);
        pthread_mutex_unlock(mutex);
    }
    return (now() - begin) * 1e9 / PAIRS;
}

int main(int count, char** arguments)
{
    enum
    {
        CONTENDED = 3000
    };
    const double end = now() + (count > 1 ? atof(arguments[1]) : 10);
    pthread_t thread;
    pthread_create(&thread, NULL, contend, NULL);
    for (int i = 0; i < CONTENDED; ++i)
        hold();
    over = 1;
    while (now() < end) {
        const double begin = now();
        const double ns = ns_a_pair(&swapped);
        printf("%.6f %.3f %.3f\n", begin, ns, ns_a_pair(&other));
    }
    return 0;
}
