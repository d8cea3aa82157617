/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Waits of known length: one thread holds a lock of the kind that the first argument names (of a
 * read-write lock the other side) for so many microseconds while another waits; for a condition it
 * lets the other wait so long. Prints the ns that were waited, by a clock of this program's own,
 * and how often. */
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
static pthread_spinlock_t spin;
static sem_t semaphore;
static pthread_mutex_t of_condition = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t condition = PTHREAD_COND_INITIALIZER;
static int happened;
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

static int is(const char* name)
{
    return strcmp(kind, name) == 0;
}

static void take(int waits)
{
    if (is("mutex"))
        pthread_mutex_lock(&mutex);
    else if (is("spin"))
        pthread_spin_lock(&spin);
    else if (is("semaphore"))
        sem_wait(&semaphore);
    else if (is("condition")) {
        if (waits) {
            pthread_mutex_lock(&of_condition);
            while (!happened)
                pthread_cond_wait(&condition, &of_condition);
            happened = 0;
            pthread_mutex_unlock(&of_condition);
        }
    } else if (is("read") == waits) /* a reader waits for a writer, a writer for a reader */
        pthread_rwlock_rdlock(&rwlock);
    else
        pthread_rwlock_wrlock(&rwlock);
}

static void release(int waited)
{
    if (is("mutex"))
        pthread_mutex_unlock(&mutex);
    else if (is("spin"))
        pthread_spin_unlock(&spin);
    else if (is("semaphore"))
        sem_post(&semaphore);
    else if (is("condition")) {
        if (!waited) {
            pthread_mutex_lock(&of_condition);
            happened = 1;
            pthread_cond_signal(&condition);
            pthread_mutex_unlock(&of_condition);
        }
    } else
        pthread_rwlock_unlock(&rwlock);
}

static void* hold(void* argument)
{
    take(0);
    sem_post(&held);
    usleep((useconds_t)hold_us);
    release(0);
    return argument;
}

int main(int count, char** arguments)
{
    kind = count > 1 ? arguments[1] : "mutex";
    hold_us = count > 2 ? atol(arguments[2]) : 20000;
    rounds = count > 3 ? atol(arguments[3]) : 10;
    unsigned long long waited = 0;
    sem_init(&held, 0, 0);
    sem_init(&semaphore, 0, 1);
    pthread_spin_init(&spin, PTHREAD_PROCESS_PRIVATE);
    for (long i = 0; i < rounds; ++i) {
        pthread_t holder;
        pthread_create(&holder, NULL, hold, NULL);
        sem_wait(&held);
        const unsigned long long begin = now();
        take(1);
        waited += now() - begin;
        release(1);
        pthread_join(holder, NULL);
    }
    printf("%llu %ld\n", waited, rounds);
    return 0;
}
