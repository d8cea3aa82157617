/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Five holders of one mutex, of 1 to 5 parts of the time, each from a function of its own; a waiter
 * that loses all of it. Prints for each the microseconds that it slept while it held. As go 66999's
 * reproducer. */
#define _GNU_SOURCE
#include <pthread.h>
#include <semaphore.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static sem_t held;
static sem_t go;
static long unit_us;
static unsigned long long slept_ns[5];

static unsigned long long now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (unsigned long long)t.tv_sec * 1000000000ULL + (unsigned long long)t.tv_nsec;
}

#define HOLDER(n)                                                                                  \
    __attribute__((noinline)) static void hold_##n(void)                                           \
    {                                                                                              \
        pthread_mutex_lock(&mutex);                                                                \
        sem_post(&held);                                                                           \
        sem_wait(&go);                                                                             \
        unsigned long long begin = now();                                                          \
        usleep((useconds_t)(n * unit_us));                                                         \
        slept_ns[n - 1] += now() - begin;                                                          \
        pthread_mutex_unlock(&mutex);                                                              \
        __asm__ volatile("" ::: "memory");                                                         \
    }
HOLDER(1)
HOLDER(2)
HOLDER(3)
HOLDER(4)
HOLDER(5)

static void* hold(void* argument)
{
    void (*const holders[])(void) = {hold_1, hold_2, hold_3, hold_4, hold_5};
    holders[(long)argument]();
    return NULL;
}

static void* wait_once(void* argument)
{
    pthread_mutex_lock(&mutex);
    pthread_mutex_unlock(&mutex);
    return argument;
}

int main(int count, char** arguments)
{
    unit_us = count > 1 ? atol(arguments[1]) : 10000;
    const long rounds = count > 2 ? atol(arguments[2]) : 3;
    const int waiters = count > 3 ? atoi(arguments[3]) : 4;
    sem_init(&held, 0, 0);
    sem_init(&go, 0, 0);
    for (long round = 0; round < rounds; ++round) {
        for (long n = 0; n < 5; ++n) {
            pthread_t holder;
            pthread_t waiting[64];
            pthread_create(&holder, NULL, hold, (void*)n);
            sem_wait(&held);
            for (int i = 0; i < waiters; ++i)
                pthread_create(&waiting[i], NULL, wait_once, NULL);
            usleep(5000); /* they wait by now; the holder sleeps only after this */
            sem_post(&go);
            pthread_join(holder, NULL);
            for (int i = 0; i < waiters; ++i)
                pthread_join(waiting[i], NULL);
        }
    }
    for (int n = 0; n < 5; ++n)
        printf("hold_%d %llu\n", n + 1, slept_ns[n] * (unsigned long long)waiters);
    return 0;
}
