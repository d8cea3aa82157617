/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A library that edges.c loads: takes a mutex so often, or releases it. */
#include <pthread.h>

void take(pthread_mutex_t* mutex, int times)
{
    if (times < 0)
        pthread_mutex_unlock(mutex);
    for (int i = 0; i < times; ++i) {
        pthread_mutex_lock(mutex);
        pthread_mutex_unlock(mutex);
    }
}
