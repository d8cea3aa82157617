/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Part of edges.c: threads of C11. */
#pragma once

#include <threads.h>
#include <time.h>

static mtx_t c11;
static cnd_t c11_condition;
static once_flag c11_once = ONCE_FLAG_INIT;
static int c11_onces;

static void c11_first(void)
{
    ++c11_onces;
}

static int c11_work(void* argument)
{
    for (int i = 0; i < PASSES; ++i) {
        CHECK(mtx_lock(&c11) == thrd_success);
        CHECK(mtx_unlock(&c11) == thrd_success);
        call_once(&c11_once, c11_first);
    }
    return argument != NULL;
}

static int c11_does_not_get_it(void* argument)
{
    const struct timespec end = {0, 0};
    CHECK(mtx_trylock(&c11) == thrd_busy);
    CHECK(mtx_timedlock(&c11, &end) == thrd_timedout);
    return argument != NULL;
}

static void c11_begun(int (*work)(void*))
{
    thrd_t thread;
    int result = 1;
    CHECK(thrd_create(&thread, work, NULL) == thrd_success);
    CHECK(thrd_join(thread, &result) == thrd_success && result == 0);
}

/* 102 of a mutex, 100 of a once, and one wait for a condition. */
static void is_of_c11(void)
{
    CHECK(mtx_init(&c11, mtx_timed) == thrd_success && cnd_init(&c11_condition) == thrd_success);
    c11_begun(c11_work);
    CHECK(c11_onces == 1);
    struct timespec end;
    timespec_get(&end, TIME_UTC);
    CHECK(mtx_timedlock(&c11, &end) == thrd_success);
    c11_begun(c11_does_not_get_it);
    CHECK(cnd_timedwait(&c11_condition, &c11, &end) == thrd_timedout);
    CHECK(mtx_unlock(&c11) == thrd_success);
    CHECK(mtx_trylock(&c11) == thrd_success);
    CHECK(mtx_unlock(&c11) == thrd_success);
    mtx_destroy(&c11);
    cnd_destroy(&c11_condition);
}
