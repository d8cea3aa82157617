/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A program of which it is known what is worth fixing: `worthy KIND SECONDS`.
 *
 * hold N: one thread does all of the work, under one mutex, N us at a time, and prints a line for
 * every ten times; another looks there from time to time.
 * wrong N: the same, beside threads that wait far longer for another mutex, and hold up nobody.
 * none: each of two threads has a mutex of its own. */
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static pthread_mutex_t work = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t chatter = PTHREAD_MUTEX_INITIALIZER;
static uint64_t hold_ns;
static uint64_t end_ns;
static uint64_t units; /* guarded by work */

static uint64_t now_ns(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (uint64_t)time.tv_sec * 1000000000U + (uint64_t)time.tv_nsec;
}

static void stay_busy(uint64_t ns)
{
    for (const uint64_t end = now_ns() + ns; now_ns() < end;) {
    }
}

static void* works(void* unused)
{
    while (now_ns() < end_ns) {
        pthread_mutex_lock(&work);
        stay_busy(hold_ns);
        if (++units % 10 == 0)
            puts("ten");
        pthread_mutex_unlock(&work);
        stay_busy(hold_ns / 6);
    }
    return unused;
}

static void* looks(void* unused)
{
    uint64_t seen = 0;
    while (now_ns() < end_ns) {
        pthread_mutex_lock(&work);
        seen += units;
        pthread_mutex_unlock(&work);
        usleep(200);
    }
    return seen == 1 ? NULL : unused;
}

/* Holds it asleep. */
static void* chats(void* unused)
{
    while (now_ns() < end_ns) {
        pthread_mutex_lock(&chatter);
        usleep(2000);
        pthread_mutex_unlock(&chatter);
    }
    return unused;
}

static void* works_alone(void* unused)
{
    pthread_mutex_t own = PTHREAD_MUTEX_INITIALIZER;
    while (now_ns() < end_ns) {
        pthread_mutex_lock(&own);
        stay_busy(5000);
        pthread_mutex_unlock(&own);
    }
    return unused;
}

int main(int count, char** arguments)
{
    if (count < 3)
        return 2;
    const char* const kind = arguments[1];
    end_ns = now_ns() + strtoull(arguments[2], NULL, 10) * 1000000000U;
    hold_ns = count > 3 ? strtoull(arguments[3], NULL, 10) * 1000U : 0;
    setvbuf(stdout, NULL, _IOLBF, 0);
    pthread_t threads[6];
    int started = 0;
    const int is_none = strcmp(kind, "none") == 0;
    pthread_create(&threads[started++], NULL, is_none ? works_alone : works, NULL);
    pthread_create(&threads[started++], NULL, is_none ? works_alone : looks, NULL);
    if (strcmp(kind, "wrong") == 0)
        for (int i = 0; i < 3; ++i)
            pthread_create(&threads[started++], NULL, chats, NULL);
    for (int i = 0; i < started; ++i)
        pthread_join(threads[i], NULL);
    return 0;
}
