/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A library that is loaded while the program is being watched. */
static volatile int g_after;

int loaded_function(int (*next)(int))
{
    const int got = next(1); /* LINE: loaded_function */
    g_after = got;
    return got;
}
