/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Waits of known length: one thread holds a mutex (or the write side, the read side of a read-write
 * lock, by the first argument) for so many milliseconds while another waits. Prints the ns that
 * were waited, by a clock of this program's own, and how often. */
#define _GNU_SOURCE
#include <pthread.h>
#include <semaphore.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_rwlock_t rwlock = PTHREAD_RWLOCK_INITIALIZER;
static const char* kind;
static sem_t held;
static long hold_us;
static long rounds;

static unsigned long long now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (unsigned long long)t.tv_sec * 1000000000ULL + (unsigned long long)t.tv_nsec;
}

static void take(int waits)
{
    if (strcmp(kind, "mutex") == 0)
        pthread_mutex_lock(&mutex);
    else if ((strcmp(kind, "read") == 0)
             == waits) /* a reader waits for a writer, a writer for a reader */
        pthread_rwlock_rdlock(&rwlock);
    else
        pthread_rwlock_wrlock(&rwlock);
}

static void release(void)
{
    if (strcmp(kind, "mutex") == 0)
        pthread_mutex_unlock(&mutex);
    else
        pthread_rwlock_unlock(&rwlock);
}

static void* hold(void* argument)
{
    take(0);
    sem_post(&held);
    usleep((useconds_t)hold_us);
    release();
    return argument;
}

int main(int count, char** arguments)
{
    kind = count > 1 ? arguments[1] : "mutex";
    hold_us = count > 2 ? atol(arguments[2]) : 20000;
    rounds = count > 3 ? atol(arguments[3]) : 10;
    unsigned long long waited = 0;
    sem_init(&held, 0, 0);
    for (long i = 0; i < rounds; ++i) {
        pthread_t holder;
        pthread_create(&holder, NULL, hold, NULL);
        sem_wait(&held);
        const unsigned long long begin = now();
        take(1);
        waited += now() - begin;
        release();
        pthread_join(holder, NULL);
    }
    printf("%llu %ld\n", waited, rounds);
    return 0;
}
