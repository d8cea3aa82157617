/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Linked statically, without any library of C. */
void _start(void)
{
    for (;;) {
    }
}
