/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two threads that take two mutexes in opposite order, and wait for each other for ever. A third
 * one waits for a condition all the while, and MORE threads for the second mutex. */
#include <pthread.h>
#include <semaphore.h>
#include <stdlib.h>
#include <unistd.h>

static pthread_mutex_t left = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t right = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t idle = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t never = PTHREAD_COND_INITIALIZER;
static pthread_barrier_t held; /* each has its first */

static void* left_first(void* argument)
{
    pthread_mutex_lock(&left);
    pthread_barrier_wait(&held);
    pthread_mutex_lock(&right);
    return argument;
}

static void* right_first(void* argument)
{
    pthread_mutex_lock(&right);
    pthread_barrier_wait(&held);
    pthread_mutex_lock(&left);
    return argument;
}

static void* too_late(void* argument)
{
    pthread_mutex_lock(&right);
    return argument;
}

static void* wait_for_work(void* argument)
{
    pthread_mutex_lock(&idle);
    for (;;)
        pthread_cond_wait(&never, &idle);
    return argument;
}

int main(int count, char** arguments)
{
    pthread_t threads[3];
    pthread_barrier_init(&held, NULL, 3);
    pthread_create(&threads[0], NULL, left_first, NULL);
    pthread_create(&threads[1], NULL, right_first, NULL);
    pthread_create(&threads[2], NULL, wait_for_work, NULL);
    pthread_barrier_wait(&held);
    for (long more = count > 1 ? atol(arguments[1]) : 0; more > 0; --more) {
        pthread_t thread;
        pthread_create(&thread, NULL, too_late, NULL);
    }
    alarm(60); /* whoever forgets it is not kept for ever */
    pthread_join(threads[0], NULL);
    return 0;
}
