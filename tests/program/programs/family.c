/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A program and its children, each with a known number of acquisitions of one mutex: PARENT by two
 * threads of this one, CHILD by a forked one, none that count by one of a raw clone, and what its
 * argument says by this program executed anew: EXECUTED from a forked child, VFORKED from one of
 * vfork, SPAWNED by posix_spawn. First it closes all descriptors but the usual three. */
#define _GNU_SOURCE
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

enum
{
    PARENT = 2000,
    CHILD = 300,
    CLONED = 9000
};
#define EXECUTED "70"
#define VFORKED "71"
#define SPAWNED "72"

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;

static void pass(long times)
{
    for (long i = 0; i < times; ++i) {
        pthread_mutex_lock(&mutex);
        pthread_mutex_unlock(&mutex);
    }
}

static void* half(void* argument)
{
    pass(PARENT / 2);
    return argument;
}

static int ended(pid_t child)
{
    int status = 0;
    return child > 0 && waitpid(child, &status, 0) == child && WIFEXITED(status)
        && WEXITSTATUS(status) == 0;
}

int main(int count, char** arguments)
{
    if (count > 2 && strcmp(arguments[1], "executed") == 0) {
        pass(atol(arguments[2]));
        return 0;
    }
    for (int file = 3; file < 1024; ++file)
        close(file);
    pthread_t threads[2];
    for (int i = 0; i < 2; ++i)
        pthread_create(&threads[i], NULL, half, NULL);
    for (int i = 0; i < 2; ++i)
        pthread_join(threads[i], NULL);

    int good = 1;
    const pid_t forked = fork();
    if (forked == 0) {
        pass(CHILD);
        _exit(0);
    }
    good &= ended(forked);

    const pid_t cloned = (pid_t)syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0);
    if (cloned == 0) {
        pass(CLONED);
        _exit(0);
    }
    good &= ended(cloned);

    const pid_t executing = fork();
    if (executing == 0) {
        execl("/proc/self/exe", "family", "executed", EXECUTED, (char*)NULL);
        _exit(1);
    }
    good &= ended(executing);

    const pid_t borrowing = vfork();
    if (borrowing == 0) {
        execl("/proc/self/exe", "family", "executed", VFORKED, (char*)NULL);
        _exit(1);
    }
    good &= ended(borrowing);

    pid_t spawned = 0;
    char* const words[] = {"family", "executed", SPAWNED, NULL};
    good &= posix_spawn(&spawned, "/proc/self/exe", NULL, NULL, words, environ) == 0;
    good &= ended(spawned);
    puts(good ? "good" : "bad");
    return good ? 0 : 1;
}
