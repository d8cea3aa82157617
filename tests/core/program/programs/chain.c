/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Stands still in a chain of calls that the test knows, and writes its registers to standard
 * output: ip, sp, bp, bx, r12 to r15. Argument: "main", "thread", or "load FILE", which waits for a
 * byte of standard input, loads a library and stands in a function of it. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <pthread.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

struct registers
{
    uint64_t ip, sp, bp, bx, r12, r13, r14, r15;
};

static volatile int g_after;

#if defined(__x86_64__)
#define PUBLISH(r)                                                                                 \
    __asm__ volatile("leaq 0(%%rip), %%rax\n\tmovq %%rax, 0(%0)\n\tmovq %%rsp, 8(%0)\n\t"          \
                     "movq %%rbp, 16(%0)\n\tmovq %%rbx, 24(%0)\n\tmovq %%r12, 32(%0)\n\t"          \
                     "movq %%r13, 40(%0)\n\tmovq %%r14, 48(%0)\n\tmovq %%r15, 56(%0)\n\t"          \
                     :                                                                             \
                     : "r"(r)                                                                      \
                     : "rax", "memory")
#else
#define PUBLISH(r) memset((r), 0, sizeof(*(r)))
#endif

static inline __attribute__((always_inline)) int inlined_step(int depth)
{
    struct registers registers;
    PUBLISH(&registers); /* LINE: inlined_step */
    if (write(STDOUT_FILENO, &registers, sizeof(registers)) != sizeof(registers))
        return 1;
    for (;;)
        pause();
    return depth;
}

__attribute__((noinline)) int chain_inner(int depth)
{
    const int got = inlined_step(depth + 1); /* LINE: chain_inner */
    g_after += got;
    return got;
}

/* Its frame has an unknown size, so that it is left by the frame pointer alone. */
__attribute__((noinline)) int chain_middle(int depth)
{
    char room[depth * 16 + 16];
    memset(room, depth, sizeof(room));
    const int got = chain_inner(depth + room[3]); /* LINE: chain_middle */
    g_after += room[5];
    return got;
}

__attribute__((noinline)) int chain_outer(int depth)
{
    const int got = chain_middle(depth + 1); /* LINE: chain_outer */
    g_after += got;
    return got;
}

static void* thread_body(void* depth)
{
    g_after = chain_outer(*(const int*)depth); /* LINE: thread_body */
    return NULL;
}

static int load(const char* file)
{
    char byte = 0;
    if (write(STDOUT_FILENO, "x", 1) != 1 || read(STDIN_FILENO, &byte, 1) != 1)
        return 2;
    void* library = dlopen(file, RTLD_NOW);
    if (!library)
        return 3;
    int (*function)(int (*)(int)) = (int (*)(int (*)(int)))dlsym(library, "loaded_function");
    return function ? function(chain_inner) : 4;
}

int main(int argc, char** argv)
{
    int depth = argc;
    if (argc == 3)
        return load(argv[2]);
    if (argc == 2 && strcmp(argv[1], "thread") == 0) {
        pthread_t thread;
        if (pthread_create(&thread, NULL, thread_body, &depth) != 0)
            return 1;
        pthread_join(thread, NULL);
        return 0;
    }
    g_after = chain_outer(depth); /* LINE: main */
    return 0;
}
