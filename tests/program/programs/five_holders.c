/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Five holders of one mutex, of 1 to 5 parts of the time, each in a function of its own, and
 * waiters that lose all of it: go 66999 and its fellows, whose profiles blame the wrong one. Prints
 * for each holder the thread time, ns, that others waited for it, by clocks of this program's own.
 */
#define _GNU_SOURCE
#include <pthread.h>
#include <semaphore.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

enum
{
    WAITERS = 4
};

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static sem_t held;
static sem_t go;
static long unit_us;
static unsigned long long began[WAITERS];
static unsigned long long released;

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
        usleep((useconds_t)(n * unit_us));                                                         \
        released = now();                                                                          \
        pthread_mutex_unlock(&mutex);                                                              \
        __asm__ volatile("" ::: "memory"); /* no tail call: the return address is in here */       \
    }
HOLDER(1)
HOLDER(2)
HOLDER(3)
HOLDER(4)
HOLDER(5)

static void* hold(void* argument)
{
    static void (*const holders[])(void) = {hold_1, hold_2, hold_3, hold_4, hold_5};
    holders[(long)argument]();
    return NULL;
}

static void* wait_once(void* argument)
{
    began[(long)argument] = now();
    pthread_mutex_lock(&mutex);
    pthread_mutex_unlock(&mutex);
    return NULL;
}

int main(int count, char** arguments)
{
    unit_us = count > 1 ? atol(arguments[1]) : 10000;
    const long rounds = count > 2 ? atol(arguments[2]) : 3;
    unsigned long long lost[5] = {0};
    sem_init(&held, 0, 0);
    sem_init(&go, 0, 0);
    for (long round = 0; round < rounds; ++round) {
        for (long n = 0; n < 5; ++n) {
            pthread_t holder;
            pthread_t waiters[WAITERS];
            pthread_create(&holder, NULL, hold, (void*)n);
            sem_wait(&held);
            for (long i = 0; i < WAITERS; ++i)
                pthread_create(&waiters[i], NULL, wait_once, (void*)i);
            usleep(2000);
            sem_post(&go);
            pthread_join(holder, NULL);
            const unsigned long long end = released;
            for (long i = 0; i < WAITERS; ++i) {
                pthread_join(waiters[i], NULL);
                lost[n] += end > began[i] ? end - began[i] : 0;
            }
        }
    }
    for (int n = 0; n < 5; ++n)
        printf("hold_%d %llu\n", n + 1, lost[n]);
    return 0;
}
