/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What programs do at the edge of what a library may expect of them, one a run, each with a known
 * number of acquisitions. Prints "good" when all of it went as it goes without that library. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum
{
    PASSES = 100
};

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t condition = PTHREAD_COND_INITIALIZER;
static sem_t semaphore;
static int good = 1;
static const char* beside; /* a library in this program's folder */

static void check(int truth, const char* what)
{
    if (!truth) {
        printf("not so: %s\n", what);
        good = 0;
    }
}
#define CHECK(truth) check(truth, #truth)

static void pass(pthread_mutex_t* lock, int times)
{
    for (int i = 0; i < times; ++i) {
        CHECK(pthread_mutex_lock(lock) == 0);
        CHECK(pthread_mutex_unlock(lock) == 0);
    }
}

static void pause_for(long ns)
{
    const struct timespec a_while = {0, ns};
    nanosleep(&a_while, NULL);
}

static void* begun(void* (*work)(void*))
{
    pthread_t thread;
    void* result = NULL;
    CHECK(pthread_create(&thread, NULL, work, NULL) == 0);
    CHECK(pthread_join(thread, &result) == 0);
    return result;
}

static int ended_well(pid_t child)
{
    int status = 0;
    return child > 0 && waitpid(child, &status, 0) == child && status == 0;
}

static void* passes(void* argument)
{
    pass(&mutex, PASSES);
    return argument;
}

/* 200: it closes all descriptors that it did not open. */
static void closes_descriptors(void)
{
    pass(&mutex, PASSES);
    closefrom(3);
    CHECK(begun(passes) == NULL);
}

/* The first process takes it 100 times, the one that stays 200 times. */
static void goes_into_the_background(void)
{
    pass(&mutex, PASSES);
    const pid_t child = fork();
    if (child == 0) {
        setsid();
        if (fork() != 0)
            _exit(0);
        closefrom(3);
        pass(&mutex, 2 * PASSES);
        _exit(0);
    }
    CHECK(ended_well(child));
}

/* 200, and a child of another user, who may not write where we do. */
static void becomes_another_user(void)
{
    pass(&mutex, PASSES);
    if (geteuid() == 0)
        CHECK(setgid(65534) == 0 && setuid(65534) == 0);
    pass(&mutex, PASSES);
    const pid_t child = fork();
    if (child == 0) {
        pass(&mutex, PASSES);
        _exit(good ? 0 : 1);
    }
    CHECK(ended_well(child));
}

static void* ends_all(void* argument)
{
    pass(&mutex, PASSES);
    puts("good");
    fflush(stdout);
    _exit(0);
    return argument;
}

static void* executes(void* argument)
{
    pass(&mutex, PASSES);
    execl("/proc/self/exe", "edges", "passes", (char*)NULL);
    return argument;
}

static void passes_alone(void)
{
    pass(&mutex, PASSES);
}

static void ends_from_a_thread(void)
{
    (void)begun(ends_all);
}

static void executes_from_a_thread(void)
{
    (void)begun(executes);
}

/* 30,000 by one thread. */
static void takes_many(void)
{
    enum
    {
        MANY = 10000
    };
    static pthread_mutex_t many[MANY]; /* zeros: as from PTHREAD_MUTEX_INITIALIZER */
    for (int i = 0; i < MANY; ++i)
        pass(&many[i], 3);
}

/* 2,000, of locks that come and go at one place. */
static void takes_in_used_memory(void)
{
    for (int i = 0; i < 1000; ++i) {
        pthread_mutex_t* const made = malloc(sizeof *made);
        CHECK(made && pthread_mutex_init(made, NULL) == 0);
        pass(made, 2);
        CHECK(pthread_mutex_destroy(made) == 0);
        memset(made, 0xff, sizeof *made);
        free(made);
    }
}

/* 30,000. */
static void has_many_threads(void)
{
    pthread_t threads[300];
    pthread_attr_t small;
    pthread_attr_init(&small);
    pthread_attr_setstacksize(&small, 65536);
    for (int i = 0; i < 300; ++i)
        CHECK(pthread_create(&threads[i], &small, passes, NULL) == 0);
    for (int i = 0; i < 300; ++i)
        pthread_join(threads[i], NULL);
}

/* 200. What it may not do it does not do. */
static void keeps_its_memory(void)
{
    if (mlockall(MCL_CURRENT | MCL_FUTURE) != 0)
        puts("mlockall is not allowed here");
    pass(&mutex, PASSES);
    CHECK(begun(passes) == NULL);
}

/* 200: what a library does that looks in itself and what it needs first is not seen, nor what one
 * does in a namespace of its own. */
static void loads(void)
{
    pass(&mutex, PASSES);
    void* const deep = dlopen(beside, RTLD_NOW | RTLD_DEEPBIND);
    CHECK(deep != NULL);
    void (*take)(pthread_mutex_t*, int) = NULL;
    *(void**)&take = deep ? dlsym(deep, "take") : NULL;
    CHECK(take != NULL);
    if (take) {
        take(&mutex, PASSES);
        CHECK(pthread_mutex_lock(&mutex) == 0);
        take(&mutex, -1); /* unlocks */
        CHECK(pthread_mutex_lock(&mutex) == 0);
        CHECK(pthread_mutex_unlock(&mutex) == 0);
        pass(&mutex, PASSES - 2);
    }
    void* const apart = dlmopen(LM_ID_NEWLM, beside, RTLD_NOW);
    CHECK(apart != NULL);
    *(void**)&take = apart ? dlsym(apart, "take") : NULL;
    if (take) {
        static pthread_mutex_t own = PTHREAD_MUTEX_INITIALIZER;
        take(&own, PASSES);
    }
}

/* 20, nested. */
static void nests(void)
{
    static pthread_mutex_t nested[20];
    for (int i = 0; i < 20; ++i)
        CHECK(pthread_mutex_lock(&nested[i]) == 0);
    for (int i = 0; i < 20; ++i)
        CHECK(pthread_mutex_unlock(&nested[i]) == 0);
}

#include "edges_c11.h"
#include "edges_sandbox.h" /* which waits as those do */
#include "edges_signals.h"

int main(int count, char** arguments)
{
    static const struct
    {
        const char* name;
        void (*does)(void);
    } ways[] = {
        {"passes", passes_alone},
        {"closefrom", closes_descriptors},
        {"daemon", goes_into_the_background},
        {"user", becomes_another_user},
        {"exit", ends_from_a_thread},
        {"exec", executes_from_a_thread},
        {"many", takes_many},
        {"reused", takes_in_used_memory},
        {"threads", has_many_threads},
        {"mlockall", keeps_its_memory},
        {"loads", loads},
        {"cancel", cancels},
        {"errno", keeps_errno},
        {"interrupt", interrupts},
        {"nest", nests},
        {"gate", is_a_gate},
        {"c11", is_of_c11},
        {"sandbox", seals_itself},
    };
    beside = count > 2 ? arguments[2] : "";
    for (size_t i = 0; i < sizeof ways / sizeof ways[0]; ++i)
        if (count > 1 && strcmp(arguments[1], ways[i].name) == 0) {
            ways[i].does();
            puts(good ? "good" : "bad");
            return good ? 0 : 1;
        }
    return 2;
}
