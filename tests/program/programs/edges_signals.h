/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Part of edges.c: threads that are cancelled or interrupted. */
#pragma once

#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <time.h>

static void* takes_for_ever(void* argument)
{
    for (;;) { /* never has to wait, and is cancelled all the same */
        sem_wait(&semaphore);
        sem_post(&semaphore);
    }
    return argument;
}

static void unlocks(void* lock)
{
    CHECK(pthread_mutex_unlock(lock) == 0);
}

static void* waits_for_ever(void* argument)
{
    CHECK(pthread_mutex_lock(&mutex) == 0);
    pthread_cleanup_push(unlocks, &mutex);
    for (;;)
        pthread_cond_wait(&condition, &mutex);
    pthread_cleanup_pop(0);
    return argument;
}

static void* waits_for_semaphore(void* argument)
{
    static sem_t none;
    sem_init(&none, 0, 0);
    sem_wait(&none);
    return argument;
}

/* 101: one by a thread that is cancelled. */
static void cancels(void)
{
    sem_init(&semaphore, 0, 1);
    void* (*const works[])(void*) = {takes_for_ever, waits_for_ever, waits_for_semaphore};
    for (int i = 0; i < 3; ++i) {
        pthread_t thread;
        void* result = NULL;
        CHECK(pthread_create(&thread, NULL, works[i], NULL) == 0);
        pause_for(50000000);
        CHECK(pthread_cancel(thread) == 0);
        CHECK(pthread_join(thread, &result) == 0 && result == PTHREAD_CANCELED);
    }
    pass(&mutex, PASSES);
}

static void* holds_a_while(void* argument)
{
    CHECK(pthread_mutex_lock(&mutex) == 0);
    pause_for(30000000);
    CHECK(pthread_mutex_unlock(&mutex) == 0);
    return argument;
}

/* One lock that had to be waited for. */
static void waits_once(void)
{
    pthread_t holder;
    CHECK(pthread_create(&holder, NULL, holds_a_while, NULL) == 0);
    pause_for(5000000);
    CHECK(pthread_mutex_lock(&mutex) == 0);
    CHECK(pthread_mutex_unlock(&mutex) == 0);
    CHECK(pthread_join(holder, NULL) == 0);
}

/* 2: what goes wrong within does not show. */
static void keeps_errno(void)
{
    errno = EXDEV;
    waits_once();
    CHECK(errno == EXDEV);
    sem_init(&semaphore, 0, 1);
    CHECK(sem_wait(&semaphore) == 0 && errno == EXDEV);
    /* Said to be wrong though nobody holds anything. */
    const struct timespec none = {0, -1};
    sem_init(&semaphore, 0, 1);
    CHECK(sem_timedwait(&semaphore, &none) == -1 && errno == EINVAL);
    pthread_rwlock_t lock = PTHREAD_RWLOCK_INITIALIZER;
    CHECK(pthread_rwlock_timedrdlock(&lock, &none) == EINVAL);
    pthread_mutex_t other = PTHREAD_MUTEX_INITIALIZER;
    CHECK(pthread_mutex_clocklock(&other, CLOCK_BOOTTIME, &none) == EINVAL);
}

static void* releases(void* argument)
{
    pause_for(300000000);
    CHECK(pthread_mutex_unlock(&mutex) == 0);
    return argument;
}

/* 42: a mutex that another thread releases, as a gate. */
static void is_a_gate(void)
{
    pthread_t holder;
    CHECK(pthread_create(&holder, NULL, holds_a_while, NULL) == 0);
    pause_for(5000000);
    CHECK(pthread_mutex_lock(&mutex) == 0);
    CHECK(begun(releases) == NULL);
    CHECK(pthread_join(holder, NULL) == 0);
    pass(&mutex, 40);
}

static sigjmp_buf place;

static void jumps(int number)
{
    (void)number;
    siglongjmp(place, 1);
}

static void forks(int number)
{
    (void)number;
    const pid_t child = fork();
    if (child > 0)
        CHECK(ended_well(child));
}

/* 102: a jump out of a wait, and a child that comes out of one. */
static void interrupts(void)
{
    static sem_t none;
    sem_init(&none, 0, 0);
    signal(SIGALRM, jumps);
    if (sigsetjmp(place, 1) == 0) {
        alarm(1);
        sem_wait(&none);
    }
    pass(&mutex, PASSES);
    struct sigaction action = {.sa_handler = forks, .sa_flags = SA_RESTART};
    sigaction(SIGALRM, &action, NULL);
    const pid_t self = getpid();
    pthread_t holder;
    CHECK(pthread_create(&holder, NULL, holds_a_while, NULL) == 0);
    pause_for(5000000);
    timer_t timer;
    struct sigevent event = {.sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGALRM};
    const struct itimerspec at = {.it_value = {0, 5000000}};
    CHECK(timer_create(CLOCK_MONOTONIC, &event, &timer) == 0);
    struct timespec end;
    clock_gettime(CLOCK_REALTIME, &end);
    end.tv_nsec += 300000000;
    end.tv_sec += end.tv_nsec / 1000000000;
    end.tv_nsec %= 1000000000;
    CHECK(timer_settime(timer, 0, &at, NULL) == 0);
    const int result = pthread_mutex_timedlock(&mutex, &end);
    if (getpid() != self) /* here nobody holds it any more but in its word */
        _exit(result == 0 || result == ETIMEDOUT ? 0 : 1);
    CHECK(result == 0);
    CHECK(pthread_mutex_unlock(&mutex) == 0);
    CHECK(pthread_join(holder, NULL) == 0);
}
