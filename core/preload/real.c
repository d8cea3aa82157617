/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/preload/real.h"

#include <dlfcn.h>
#include <stddef.h>

/* Weak: an old or future C library that does not export one of them leaves a null, and dlsym finds
 * the other name. */
#if defined(__x86_64__)
#define LS_BASE "GLIBC_2.2.5"
#elif defined(__aarch64__)
#define LS_BASE "GLIBC_2.17"
#endif

#ifdef LS_BASE
#define LS_FROM_START(name, type, ...)                                                             \
    extern type ls_c_##name(__VA_ARGS__) __attribute__((weak));                                    \
    __asm__(".symver ls_c_" #name ", __pthread_" #name "@" LS_BASE)
LS_FROM_START(mutex_lock, int, pthread_mutex_t*);
LS_FROM_START(mutex_trylock, int, pthread_mutex_t*);
LS_FROM_START(mutex_unlock, int, pthread_mutex_t*);
LS_FROM_START(mutex_destroy, int, pthread_mutex_t*);
LS_FROM_START(rwlock_rdlock, int, pthread_rwlock_t*);
LS_FROM_START(rwlock_tryrdlock, int, pthread_rwlock_t*);
LS_FROM_START(rwlock_wrlock, int, pthread_rwlock_t*);
LS_FROM_START(rwlock_trywrlock, int, pthread_rwlock_t*);
LS_FROM_START(rwlock_unlock, int, pthread_rwlock_t*);
LS_FROM_START(once, int, pthread_once_t*, void (*)(void));

struct LsReal ls_real = {
    .mutex_lock = ls_c_mutex_lock,
    .mutex_trylock = ls_c_mutex_trylock,
    .mutex_unlock = ls_c_mutex_unlock,
    .mutex_destroy = ls_c_mutex_destroy,
    .read_lock = ls_c_rwlock_rdlock,
    .read_trylock = ls_c_rwlock_tryrdlock,
    .write_lock = ls_c_rwlock_wrlock,
    .write_trylock = ls_c_rwlock_trywrlock,
    .rwlock_unlock = ls_c_rwlock_unlock,
    .once = ls_c_once,
};
#else
struct LsReal ls_real;
#endif

struct Name
{
    size_t place; /* in LsReal */
    const char* symbol;
    const char* version; /* the one that is meant where there are several; null: the default */
};

#if defined(__x86_64__)
#define LS_CONDITION "GLIBC_2.3.2" /* before it a condition variable had another shape */
#else
#define LS_CONDITION NULL
#endif

#define LS_AT(name) offsetof(struct LsReal, name)
static const struct Name kNames[] = {
    {LS_AT(mutex_lock), "pthread_mutex_lock", NULL},
    {LS_AT(mutex_trylock), "pthread_mutex_trylock", NULL},
    {LS_AT(mutex_unlock), "pthread_mutex_unlock", NULL},
    {LS_AT(mutex_destroy), "pthread_mutex_destroy", NULL},
    {LS_AT(mutex_timedlock), "pthread_mutex_timedlock", NULL},
    {LS_AT(mutex_clocklock), "pthread_mutex_clocklock", NULL},
    {LS_AT(read_lock), "pthread_rwlock_rdlock", NULL},
    {LS_AT(read_trylock), "pthread_rwlock_tryrdlock", NULL},
    {LS_AT(read_timedlock), "pthread_rwlock_timedrdlock", NULL},
    {LS_AT(read_clocklock), "pthread_rwlock_clockrdlock", NULL},
    {LS_AT(write_lock), "pthread_rwlock_wrlock", NULL},
    {LS_AT(write_trylock), "pthread_rwlock_trywrlock", NULL},
    {LS_AT(write_timedlock), "pthread_rwlock_timedwrlock", NULL},
    {LS_AT(write_clocklock), "pthread_rwlock_clockwrlock", NULL},
    {LS_AT(rwlock_unlock), "pthread_rwlock_unlock", NULL},
    {LS_AT(rwlock_destroy), "pthread_rwlock_destroy", NULL},
    {LS_AT(spin_lock), "pthread_spin_lock", NULL},
    {LS_AT(spin_trylock), "pthread_spin_trylock", NULL},
    {LS_AT(spin_unlock), "pthread_spin_unlock", NULL},
    {LS_AT(semaphore_wait), "sem_wait", NULL},
    {LS_AT(semaphore_trywait), "sem_trywait", NULL},
    {LS_AT(semaphore_timedwait), "sem_timedwait", NULL},
    {LS_AT(semaphore_clockwait), "sem_clockwait", NULL},
    {LS_AT(once), "pthread_once", NULL},
    {LS_AT(condition_wait), "pthread_cond_wait", LS_CONDITION},
    {LS_AT(condition_timedwait), "pthread_cond_timedwait", LS_CONDITION},
    {LS_AT(condition_clockwait), "pthread_cond_clockwait", NULL},
    {LS_AT(prctl), "prctl", NULL},
};

void ls_find_real(void)
{
    for (size_t i = 0; i < sizeof kNames / sizeof kNames[0]; ++i) {
        void** place = (void**)((char*)&ls_real + kNames[i].place);
        void* found =
            kNames[i].version ? dlvsym(RTLD_NEXT, kNames[i].symbol, kNames[i].version) : NULL;
        if (!found)
            found = dlsym(RTLD_NEXT, kNames[i].symbol);
        /* One word, and whoever else looks finds the same: relaxed. What another preloaded library
         * puts in front of the C library's is taken over from the names that were there from the
         * start. */
        if (found)
            __atomic_store_n(place, found, __ATOMIC_RELAXED);
    }
}
