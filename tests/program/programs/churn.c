/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Many short threads, some at a time, each with LOOPS acquisitions, one of them in a destructor of
 * its own data. */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_key_t key;
static long loops;
static long passes;

static void pass(void)
{
    pthread_mutex_lock(&mutex);
    ++passes;
    pthread_mutex_unlock(&mutex);
}

static void last(void* value)
{
    (void)value;
    pass();
}

static void* work(void* argument)
{
    pthread_setspecific(key, &key);
    for (long i = 1; i < loops; ++i)
        pass();
    return argument;
}

int main(int count, char** arguments)
{
    enum
    {
        AT_A_TIME = 8
    };
    const long threads = count > 1 ? atol(arguments[1]) : 2000;
    loops = count > 2 ? atol(arguments[2]) : 10;
    pthread_key_create(&key, last);
    for (long i = 0; i < threads; i += AT_A_TIME) {
        pthread_t some[AT_A_TIME];
        for (int j = 0; j < AT_A_TIME; ++j)
            pthread_create(&some[j], NULL, work, NULL);
        for (int j = 0; j < AT_A_TIME; ++j)
            pthread_join(some[j], NULL);
    }
    printf("%ld\n", passes);
    return 0;
}
