/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Mutexes of every kind in every use, whose locks are swapped meanwhile: swapped SECONDS THREADS.
 * Each use counts what it did by itself and under its mutex; the two have to agree, and nobody may
 * wait for ever. Prints one line, "exact" or what is wrong, and how much was done.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum
{
    KINDS = 4,
    MOST = 64
};

struct Guarded
{
    pthread_mutex_t mutex;
    uint64_t count; /* under the mutex */
    int inside; /* 1: somebody is */
};

static struct Guarded of_kind[KINDS];
static struct Guarded waited; /* with a condition */
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static uint64_t tokens, taken;
static struct Guarded handed; /* locked here, unlocked there */
static int handed_over;
static struct Guarded left; /* by threads that are cancelled while they wait for a condition */
static pthread_cond_t never = PTHREAD_COND_INITIALIZER;
static volatile int stop;
static uint64_t done_by_kind[MOST][KINDS];
static uint64_t broken;

static void pass(struct Guarded* guarded)
{
    if (__atomic_exchange_n(&guarded->inside, 1, __ATOMIC_RELAXED) != 0)
        __atomic_fetch_add(&broken, 1, __ATOMIC_RELAXED);
    guarded->count += 1;
    for (volatile int i = 0; i < 30; ++i) {
    }
    __atomic_store_n(&guarded->inside, 0, __ATOMIC_RELAXED);
}

static uint32_t next(uint32_t* state)
{
    *state ^= *state << 13;
    *state ^= *state >> 17;
    return *state ^= *state << 5;
}

/* lock, try, timed; recursively where that is allowed. */
static void use_kind(int kind, uint32_t* random, uint64_t* done)
{
    struct Guarded* const guarded = &of_kind[kind];
    const uint32_t way = next(random) % 8;
    int got = 0;
    if (way == 0) {
        got = pthread_mutex_trylock(&guarded->mutex) == 0;
    } else if (way == 1) {
        struct timespec end;
        clock_gettime(CLOCK_REALTIME, &end);
        end.tv_nsec += 200000;
        if (end.tv_nsec >= 1000000000) {
            end.tv_nsec -= 1000000000;
            ++end.tv_sec;
        }
        got = pthread_mutex_timedlock(&guarded->mutex, &end) == 0;
    } else {
        got = pthread_mutex_lock(&guarded->mutex) == 0;
    }
    if (!got)
        return;
    if (kind == 1 && next(random) % 2 == 0) { /* recursive */
        if (pthread_mutex_lock(&guarded->mutex) != 0)
            __atomic_fetch_add(&broken, 1, __ATOMIC_RELAXED);
        pass(guarded);
        pthread_mutex_unlock(&guarded->mutex);
    } else {
        if (kind == 2 && pthread_mutex_lock(&guarded->mutex) != EDEADLK) /* errorcheck */
            __atomic_fetch_add(&broken, 1, __ATOMIC_RELAXED);
        pass(guarded);
    }
    ++*done;
    if (pthread_mutex_unlock(&guarded->mutex) != 0)
        __atomic_fetch_add(&broken, 1, __ATOMIC_RELAXED);
    if (kind == 2 && next(random) % 64 == 0 && pthread_mutex_unlock(&guarded->mutex) == 0)
        __atomic_fetch_add(&broken, 1, __ATOMIC_RELAXED); /* EPERM: it is not ours any more */
}

/* By a pointer that nobody sees through: one function for all of them, with the same call sites. */
static void (*volatile use)(int, uint32_t*, uint64_t*) = use_kind;

static void* works(void* number)
{
    const uintptr_t me = (uintptr_t)number;
    uint32_t random = 2463534242u + (uint32_t)me * 7919;
    while (!stop)
        for (int kind = 0; kind < KINDS; ++kind)
            use(kind, &random, &done_by_kind[me][kind]);
    return NULL;
}

static void* gives(void* unused)
{
    for (uint64_t i = 0; !stop; ++i) {
        pthread_mutex_lock(&waited.mutex);
        pass(&waited);
        ++tokens;
        if (i % 2 == 0)
            pthread_cond_signal(&changed);
        else
            pthread_cond_broadcast(&changed);
        pthread_mutex_unlock(&waited.mutex);
        if (i % 64 == 0)
            sched_yield();
    }
    pthread_mutex_lock(&waited.mutex);
    pthread_cond_broadcast(&changed);
    pthread_mutex_unlock(&waited.mutex);
    return unused;
}

static void* takes(void* unused)
{
    for (;;) {
        pthread_mutex_lock(&waited.mutex);
        while (tokens == 0 && !stop)
            pthread_cond_wait(&changed, &waited.mutex);
        pass(&waited);
        const int none = tokens == 0;
        if (!none) {
            --tokens;
            ++taken;
        }
        pthread_mutex_unlock(&waited.mutex);
        if (none)
            return unused;
    }
}

static void* locks_for_another(void* unused)
{
    while (!stop) {
        pthread_mutex_lock(&handed.mutex);
        pass(&handed);
        __atomic_store_n(&handed_over, 1, __ATOMIC_RELEASE);
        while (__atomic_load_n(&handed_over, __ATOMIC_ACQUIRE))
            sched_yield();
    }
    __atomic_store_n(&handed_over, 2, __ATOMIC_RELEASE);
    return unused;
}

static void* unlocks_for_another(void* unused)
{
    for (;;) {
        const int over = __atomic_load_n(&handed_over, __ATOMIC_ACQUIRE);
        if (over == 2)
            return unused;
        if (over == 0) {
            sched_yield();
            continue;
        }
        pthread_mutex_unlock(&handed.mutex);
        __atomic_store_n(&handed_over, 0, __ATOMIC_RELEASE);
    }
}

static void* contends(void* count)
{
    while (!stop) {
        pthread_mutex_lock(&handed.mutex);
        pass(&handed);
        ++*(uint64_t*)count;
        pthread_mutex_unlock(&handed.mutex);
        sched_yield();
    }
    return NULL;
}

/* With a mutex of its own thread held, of which the child has a copy. */
static void* forks(void* count)
{
    struct Guarded* const guarded = &of_kind[0];
    while (!stop) {
        pthread_mutex_lock(&guarded->mutex);
        const pid_t child = fork();
        if (child == 0) {
            pthread_mutex_unlock(&guarded->mutex);
            for (int i = 0; i < 100; ++i) {
                pthread_mutex_lock(&guarded->mutex);
                pthread_mutex_unlock(&guarded->mutex);
            }
            _exit(pthread_mutex_trylock(&guarded->mutex));
        }
        pthread_mutex_unlock(&guarded->mutex);
        int status = 0;
        if (child < 0 || waitpid(child, &status, 0) != child || status != 0)
            __atomic_fetch_add(&broken, 1, __ATOMIC_RELAXED);
        ++*(uint64_t*)count;
        usleep(50000);
    }
    return NULL;
}

static void unlocks(void* guarded)
{
    pass(guarded);
    pthread_mutex_unlock(&((struct Guarded*)guarded)->mutex);
}

/* Whoever is cancelled in there has its mutex again, and lets it go. */
static void* is_cancelled(void* unused)
{
    pthread_mutex_lock(&left.mutex);
    pthread_cleanup_push(unlocks, &left);
    for (;;)
        pthread_cond_wait(&never, &left.mutex);
    pthread_cleanup_pop(0);
    return unused;
}

static void* cancels(void* count)
{
    uint32_t random = 88675123u;
    while (!stop) {
        pthread_t waits[3];
        for (int i = 0; i < 3; ++i)
            pthread_create(&waits[i], NULL, is_cancelled, NULL);
        usleep(next(&random) % 2000);
        for (int i = 0; i < 3; ++i)
            pthread_cancel(waits[i]);
        for (int i = 0; i < 3; ++i)
            pthread_join(waits[i], NULL);
        *(uint64_t*)count += 3;
    }
    return NULL;
}

int main(int argc, char** argv)
{
    const double seconds = argc > 1 ? atof(argv[1]) : 1;
    int threads = argc > 2 ? atoi(argv[2]) : 4;
    if (threads < 1 || threads > MOST)
        threads = 4;
    const int kinds[KINDS] = {PTHREAD_MUTEX_NORMAL,
                              PTHREAD_MUTEX_RECURSIVE,
                              PTHREAD_MUTEX_ERRORCHECK,
                              PTHREAD_MUTEX_ADAPTIVE_NP};
    for (int kind = 0; kind < KINDS; ++kind) {
        pthread_mutexattr_t attributes;
        pthread_mutexattr_init(&attributes);
        pthread_mutexattr_settype(&attributes, kinds[kind]);
        pthread_mutex_init(&of_kind[kind].mutex, &attributes);
    }
    pthread_mutex_init(&waited.mutex, NULL);
    pthread_mutex_init(&handed.mutex, NULL);
    pthread_mutex_init(&left.mutex, NULL);
    enum
    {
        OTHERS = 8
    };
    pthread_t worker[MOST], others[OTHERS];
    for (int i = 0; i < threads; ++i)
        pthread_create(&worker[i], NULL, works, (void*)(uintptr_t)i);
    uint64_t contended = 0, forked = 0, cancelled = 0;
    pthread_create(&others[0], NULL, gives, NULL);
    pthread_create(&others[1], NULL, takes, NULL);
    pthread_create(&others[2], NULL, takes, NULL);
    pthread_create(&others[3], NULL, locks_for_another, NULL);
    pthread_create(&others[4], NULL, unlocks_for_another, NULL);
    pthread_create(&others[5], NULL, contends, &contended);
    pthread_create(&others[6], NULL, forks, &forked);
    pthread_create(&others[7], NULL, cancels, &cancelled);
    usleep((useconds_t)(seconds * 1e6));
    stop = 1;
    for (int i = 0; i < threads; ++i)
        pthread_join(worker[i], NULL);
    for (int i = 0; i < OTHERS; ++i)
        pthread_join(others[i], NULL);
    uint64_t all = 0;
    for (int kind = 0; kind < KINDS; ++kind) {
        uint64_t done = 0;
        for (int i = 0; i < threads; ++i)
            done += done_by_kind[i][kind];
        all += done;
        if (of_kind[kind].count != done) {
            printf("kind %d: %lu under the mutex, %lu by the threads\n",
                   kind,
                   of_kind[kind].count,
                   done);
            return 1;
        }
    }
    if (left.count != cancelled || pthread_mutex_trylock(&left.mutex) != 0) {
        printf("of %lu threads that were cancelled %lu let go\n", cancelled, left.count);
        return 1;
    }
    if (broken != 0 || tokens != 0) {
        printf("broken %lu, tokens left %lu\n", broken, tokens);
        return 1;
    }
    printf("exact passes %lu taken %lu handed %lu forked %lu cancelled %lu\n",
           all,
           taken,
           handed.count,
           forked,
           cancelled);
    return 0;
}
