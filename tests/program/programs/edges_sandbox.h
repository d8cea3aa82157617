/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Part of edges.c: a program that has itself killed for a system call that it does not make. */
#pragma once

#include "edges_signals.h"

#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

/* Those that the library makes somewhere, and a program that locks does not. */
static void filters(void)
{
#define KILL(number)                                                                               \
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, number, 0, 1),                                             \
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS)
    struct sock_filter rules[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
        KILL(__NR_process_vm_readv),
        KILL(__NR_prctl),
        KILL(__NR_openat),
        KILL(__NR_gettid),
        KILL(__NR_ftruncate),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, __NR_madvise, 0, 3),
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, args[2])),
        KILL(23), /* MADV_POPULATE_WRITE */
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    };
#undef KILL
    struct sock_fprog program = {.len = sizeof rules / sizeof rules[0], .filter = rules};
    CHECK(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0);
    CHECK(prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0) == 0);
}

/* 2 + 2 * 10,000 + 100, and a child, which is not seen. */
static void seals_itself(void)
{
    filters();
    waits_once();
    for (int i = 0; i < 2; ++i) {
        static pthread_mutex_t many[100];
        for (int j = 0; j < 100; ++j)
            pass(&many[j], PASSES);
    }
    CHECK(begun(passes) == NULL);
    const pid_t child = fork();
    if (child == 0) {
        waits_once();
        _exit(good ? 0 : 1);
    }
    CHECK(ended_well(child));
}
