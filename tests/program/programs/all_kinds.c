/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every kind of lock, a known number of times: THREADS threads, LOOPS rounds each. Prints what it
 * did. */
#define _GNU_SOURCE
#include <errno.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static pthread_mutex_t normal = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t recursive;
static pthread_mutex_t errorcheck;
static pthread_mutex_t adaptive;
static pthread_mutex_t robust;
static pthread_mutex_t inherit;
static pthread_rwlock_t rwlock = PTHREAD_RWLOCK_INITIALIZER;
static pthread_spinlock_t spin;
static sem_t semaphore;
static pthread_once_t once = PTHREAD_ONCE_INIT;
static pthread_barrier_t all_done;
static long loops;
static long counters[8];
static long onces;
static long failures;

static void first(void)
{
    ++onces;
}

static struct timespec in_a_while(void)
{
    struct timespec t;
    clock_gettime(CLOCK_REALTIME, &t);
    t.tv_sec += 100;
    return t;
}

static void check(int result)
{
    if (result != 0)
        __atomic_fetch_add(&failures, 1, __ATOMIC_RELAXED);
}

static void pass(pthread_mutex_t* mutex, long* counter)
{
    check(pthread_mutex_lock(mutex));
    ++*counter;
    check(pthread_mutex_unlock(mutex));
}

static void* work(void* argument)
{
    for (long i = 0; i < loops; ++i) {
        pass(&normal, &counters[0]);
        check(pthread_mutex_lock(&recursive));
        pass(&recursive, &counters[1]);
        check(pthread_mutex_unlock(&recursive));
        check(pthread_mutex_lock(&errorcheck));
        if (pthread_mutex_lock(&errorcheck) != EDEADLK)
            check(1);
        ++counters[2];
        check(pthread_mutex_unlock(&errorcheck));
        pass(&adaptive, &counters[3]);
        pass(&robust, &counters[4]);
        const struct timespec end = in_a_while();
        check(pthread_mutex_timedlock(&inherit, &end));
        ++counters[5];
        check(pthread_mutex_unlock(&inherit));
        check(pthread_rwlock_rdlock(&rwlock));
        check(pthread_rwlock_unlock(&rwlock));
        check(pthread_rwlock_wrlock(&rwlock));
        ++counters[6];
        check(pthread_rwlock_unlock(&rwlock));
        check(pthread_spin_lock(&spin));
        ++counters[7];
        check(pthread_spin_unlock(&spin));
        check(sem_wait(&semaphore));
        check(sem_post(&semaphore));
        check(pthread_once(&once, first));
    }
    pthread_barrier_wait(&all_done); /* each is a thread of its own to the end, and to be met */
    return argument;
}

static void make(pthread_mutex_t* mutex, int type, int is_robust, int protocol)
{
    pthread_mutexattr_t attributes;
    pthread_mutexattr_init(&attributes);
    pthread_mutexattr_settype(&attributes, type);
    if (is_robust)
        pthread_mutexattr_setrobust(&attributes, PTHREAD_MUTEX_ROBUST);
    pthread_mutexattr_setprotocol(&attributes, protocol);
    check(pthread_mutex_init(mutex, &attributes));
}

int main(int count, char** arguments)
{
    const int threads = count > 1 ? atoi(arguments[1]) : 4;
    loops = count > 2 ? atol(arguments[2]) : 20000;
    make(&recursive, PTHREAD_MUTEX_RECURSIVE, 0, PTHREAD_PRIO_NONE);
    make(&errorcheck, PTHREAD_MUTEX_ERRORCHECK, 0, PTHREAD_PRIO_NONE);
    make(&adaptive, PTHREAD_MUTEX_ADAPTIVE_NP, 0, PTHREAD_PRIO_NONE);
    make(&robust, PTHREAD_MUTEX_NORMAL, 1, PTHREAD_PRIO_NONE);
    make(&inherit, PTHREAD_MUTEX_NORMAL, 0, PTHREAD_PRIO_INHERIT);
    pthread_spin_init(&spin, 0);
    sem_init(&semaphore, 0, 1);
    pthread_barrier_init(&all_done, NULL, (unsigned)threads);
    pthread_t thread[256];
    for (int i = 0; i < threads; ++i)
        pthread_create(&thread[i], NULL, work, NULL);
    for (int i = 0; i < threads; ++i)
        pthread_join(thread[i], NULL);
    for (int i = 0; i < 8; ++i)
        printf("%ld ", counters[i]);
    printf("onces %ld failures %ld\n", onces, failures);
    return failures != 0;
}
