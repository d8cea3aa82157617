/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Waits at the end of chains of calls that are hard to follow: through the C library, deep, with
 * frames of unknown size, in the first thread and in others. Each chain is a function by its name;
 * prints for each the ns that were waited there, by this program's own clock. */
#define _GNU_SOURCE
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum
{
    ROUNDS = 300,
    HELD_US = 1000, /* by each */
    APART_US = 300,
    DEPTH = 20
};

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static volatile long after;
static __thread unsigned long long waited;

/* What follows a call is more than a return: no call becomes a jump. */
#define CHAIN __attribute__((noinline, noclone))

static unsigned long long now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (unsigned long long)t.tv_sec * 1000000000ULL + (unsigned long long)t.tv_nsec;
}

CHAIN static void pass(void)
{
    const unsigned long long begin = now();
    pthread_mutex_lock(&mutex);
    waited += now() - begin;
    usleep(HELD_US);
    pthread_mutex_unlock(&mutex);
    ++after;
}

CHAIN static void plainly(void)
{
    pass();
    ++after;
}

CHAIN static void fill(char* room, size_t size)
{
    memset(room, 1, size);
    pass();
    after += room[size - 1];
}

/* Its frame is found by the frame pointer alone. */
CHAIN static void unsized(void)
{
    const size_t size = (size_t)(after % 64) * 16 + 64;
    char room[size];
    fill(room, size);
    after += room[0];
}

CHAIN static void deeper(int depth)
{
    if (depth == 0)
        pass();
    else
        deeper(depth - 1);
    after += depth;
}

CHAIN static void deeply(void)
{
    deeper(DEPTH);
    ++after;
}

static int compare(const void* a, const void* b)
{
    pass();
    return *(const int*)a - *(const int*)b;
}

/* Two are compared once. */
CHAIN static void sorting(void)
{
    int two[2] = {2, 1};
    qsort(two, 2, sizeof two[0], compare);
    after += two[0];
}

struct work
{
    const char* name;
    void (*chain)(void);
    unsigned long long waited;
};

static void* work(void* argument)
{
    struct work* const some = argument;
    for (int i = 0; i < ROUNDS; ++i) {
        some->chain();
        usleep(APART_US);
    }
    some->waited = waited;
    return argument;
}

int main(void)
{
    struct work all[] = {{"unsized", unsized, 0},
                         {"deeply", deeply, 0},
                         {"sorting", sorting, 0},
                         {"plainly", plainly, 0}};
    enum
    {
        OTHERS = 3 /* the last one is this thread's */
    };
    pthread_t threads[OTHERS];
    for (int i = 0; i < OTHERS; ++i)
        pthread_create(&threads[i], NULL, work, &all[i]);
    work(&all[OTHERS]);
    for (int i = 0; i < OTHERS; ++i)
        pthread_join(threads[i], NULL);
    for (int i = 0; i <= OTHERS; ++i)
        printf("%s %llu\n", all[i].name, all[i].waited);
    return 0;
}
