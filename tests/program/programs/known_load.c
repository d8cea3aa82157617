/* SPDX-License-Identifier: GPL-3.0-or-later */
/* known_load THREADS HOLD_NS OUTSIDE_NS SECONDS: threads that take one mutex, work under it for a
 * time that is known and outside it for another, each between half and three halves of its mean,
 * and print acquisitions a second. With a fifth argument they sleep outside instead; with THREADS 0
 * there are as many as CPUs. */
#define _GNU_SOURCE
#include <pthread.h>
#include <sched.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static pthread_mutex_t the_lock = PTHREAD_MUTEX_INITIALIZER;
static uint64_t hold_ns, outside_ns, end_ns;
static int sleeps;
static uint64_t taken; /* guarded by the lock */

static uint64_t now_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

static void busy(uint64_t ns)
{
    const uint64_t until = now_ns() + ns;
    while (now_ns() < until) {
    }
}

static uint64_t varied(uint64_t mean, uint64_t* seed)
{
    *seed = *seed * 6364136223846793005u + 1442695040888963407u;
    return mean / 2 + (uint64_t)((double)mean * (double)(*seed >> 11) / 9007199254740992.0);
}

static void* work(void* seed_of)
{
    uint64_t seed = (uintptr_t)seed_of * 7919 + 1;
    while (now_ns() < end_ns) {
        pthread_mutex_lock(&the_lock);
        busy(varied(hold_ns, &seed));
        ++taken;
        pthread_mutex_unlock(&the_lock);
        const uint64_t outside = varied(outside_ns, &seed);
        if (sleeps) {
            const struct timespec time = {0, (long)outside};
            nanosleep(&time, NULL);
        } else {
            busy(outside);
        }
    }
    return NULL;
}

int main(int argc, char** argv)
{
    if (argc < 5)
        return 2;
    long threads = atol(argv[1]);
    hold_ns = strtoull(argv[2], NULL, 10);
    outside_ns = strtoull(argv[3], NULL, 10);
    const double seconds = atof(argv[4]);
    sleeps = argc > 5;
    cpu_set_t cpus;
    if (threads == 0 && sched_getaffinity(0, sizeof cpus, &cpus) == 0)
        threads = CPU_COUNT(&cpus);
    if (threads < 1 || threads > 1000)
        return 2;
    const uint64_t began = now_ns();
    end_ns = began + (uint64_t)(seconds * 1e9);
    pthread_t ids[1000];
    for (long i = 0; i < threads; ++i)
        if (pthread_create(&ids[i], NULL, work, (void*)(i + 1)) != 0)
            return 1;
    for (long i = 0; i < threads; ++i)
        pthread_join(ids[i], NULL);
    printf("%.1f\n", (double)taken / ((double)(now_ns() - began) / 1e9));
    return 0;
}
