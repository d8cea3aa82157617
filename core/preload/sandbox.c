/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/preload/mutex.h"
#include "core/preload/real.h"
#include "core/preload/records.h"
#include "core/preload/segment.h"
#include "core/preload/substitution.h"

#include <linux/prctl.h>

/*
 * A program that puts itself into a sandbox: a filter of system calls may kill for one that it does
 * not know, and it does not know ours. What is needed for one comes by prctl, before it: from then
 * on no system call is made on a lock's path. Some memory is put by before; what does not fit there
 * is counted as lost.
 */

bool ls_sealed;

static uint64_t reserve; /* offset of the next free byte of it */
static uint64_t reserve_end;

uint64_t ls_allocate_sealed(uint64_t size)
{
    /* Relaxed: whoever is given an offset is alone with what lies there. */
    const uint64_t offset = __atomic_fetch_add(&reserve, size, __ATOMIC_RELAXED);
    if (offset != 0 && offset + size <= reserve_end)
        return offset;
    __atomic_store_n(&ls_header->full, 1, __ATOMIC_RELAXED);
    return 0;
}

uint32_t ls_thread_number_sealed(void)
{
    /* The C library knows it, and writes it into a mutex that is held. */
    pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
    ls_real.mutex_lock(&mutex);
    const uint32_t number = (uint32_t)mutex.__data.__owner;
    ls_real.mutex_unlock(&mutex);
    return number;
}

static LS_COLD void seal(void)
{
    enum
    {
        RESERVE = 4 << 20
    };
    static uint32_t begun;
    if (__atomic_exchange_n(&begun, 1, __ATOMIC_ACQ_REL) != 0)
        return;
    if (ls_header && ls_active.on) {
        ls_substitute_no_more();
        ls_prepare_index();
        const uint64_t offset = ls_allocate(RESERVE);
        if (offset != 0) {
            reserve_end = offset + RESERVE;
            reserve = offset;
        }
    }
    __atomic_store_n(&ls_sealed, true, __ATOMIC_RELEASE);
}

/* The C library's is variadic; what a caller did not give is whatever stood in the registers, and
 * is handed on so. */
LS_EXPORT int prctl(int option, unsigned long a, unsigned long b, unsigned long c, unsigned long d)
{
    if (option == PR_SET_NO_NEW_PRIVS || option == PR_SET_SECCOMP)
        seal();
    return LS_REAL(prctl)(option, a, b, c, d);
}
