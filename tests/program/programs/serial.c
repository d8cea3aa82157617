/* SPDX-License-Identifier: GPL-3.0-or-later */
/* serial HELD_MS FREE_MS ROUNDS: one thread holds a mutex for so long, asleep as one is that reads
 * a file, and does without it for so long, over and over; three others want it all the time and
 * have it for a moment. Prints for how much of its time, of 1, it was held by that thread while
 * others waited, by clocks of this program's own. Sleeps, so that it is the same beside whatever
 * else runs. */
#define _GNU_SOURCE
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static atomic_int over;

static long long now_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000000000LL + now.tv_nsec;
}

static void sleep_ms(long ms)
{
    const struct timespec time = {ms / 1000, ms % 1000 * 1000000};
    nanosleep(&time, NULL);
}

__attribute__((noinline)) static void serve(void)
{
    pthread_mutex_lock(&mutex);
    pthread_mutex_unlock(&mutex);
    sleep_ms(1);
}

static void* want(void* nothing)
{
    while (!atomic_load(&over))
        serve();
    return nothing;
}

int main(int count, char** arguments)
{
    const long held_ms = count > 1 ? atol(arguments[1]) : 60;
    const long free_ms = count > 2 ? atol(arguments[2]) : 40;
    const long rounds = count > 3 ? atol(arguments[3]) : 30;
    pthread_t threads[3];
    for (int i = 0; i < 3; ++i)
        pthread_create(&threads[i], NULL, want, NULL);
    long long held_ns = 0;
    const long long begin = now_ns();
    for (long i = 0; i < rounds; ++i) {
        pthread_mutex_lock(&mutex);
        const long long from = now_ns();
        sleep_ms(held_ms);
        held_ns += now_ns() - from;
        pthread_mutex_unlock(&mutex);
        /* Not asleep: a thread that sleeps is waited for by nobody. */
        const long long until = now_ns() + free_ms * 1000000LL;
        while (now_ns() < until) {
        }
    }
    printf("held %.4f\n", (double)held_ns / (double)(now_ns() - begin));
    fflush(stdout);
    atomic_store(&over, 1);
    for (int i = 0; i < 3; ++i)
        pthread_join(threads[i], NULL);
    return 0;
}
