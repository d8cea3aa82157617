/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/guards/ck_locks.h"

#include <ck_cohort.h>
#include <ck_spinlock.h>

#define SAME_STORAGE(ours, theirs)                                                                 \
    _Static_assert(sizeof(ours) >= sizeof(theirs) && _Alignof(ours) >= _Alignof(theirs),           \
                   #ours " holds " #theirs)

SAME_STORAGE(struct lockscope_ck_fas, ck_spinlock_fas_t);
SAME_STORAGE(struct lockscope_ck_ticket, ck_spinlock_ticket_t);
SAME_STORAGE(struct lockscope_ck_mcs, ck_spinlock_mcs_t);
SAME_STORAGE(struct lockscope_ck_mcs_node, ck_spinlock_mcs_context_t);
SAME_STORAGE(struct lockscope_ck_clh_node, ck_spinlock_clh_t);
SAME_STORAGE(struct lockscope_ck_anderson, ck_spinlock_anderson_t);
SAME_STORAGE(struct lockscope_ck_anderson_slot, ck_spinlock_anderson_thread_t);

/* test-and-set, without and with exponential back-off */

void lockscope_ck_fas_init(struct lockscope_ck_fas* lock)
{
    ck_spinlock_fas_init((ck_spinlock_fas_t*)lock);
}

void lockscope_ck_fas_lock(struct lockscope_ck_fas* lock)
{
    ck_spinlock_fas_lock((ck_spinlock_fas_t*)lock);
}

void lockscope_ck_fas_lock_backing_off(struct lockscope_ck_fas* lock)
{
    ck_spinlock_fas_lock_eb((ck_spinlock_fas_t*)lock);
}

bool lockscope_ck_fas_trylock(struct lockscope_ck_fas* lock)
{
    return ck_spinlock_fas_trylock((ck_spinlock_fas_t*)lock);
}

void lockscope_ck_fas_unlock(struct lockscope_ck_fas* lock)
{
    ck_spinlock_fas_unlock((ck_spinlock_fas_t*)lock);
}

/* ticket */

void lockscope_ck_ticket_init(struct lockscope_ck_ticket* lock)
{
    ck_spinlock_ticket_init((ck_spinlock_ticket_t*)lock);
}

void lockscope_ck_ticket_lock(struct lockscope_ck_ticket* lock)
{
    ck_spinlock_ticket_lock((ck_spinlock_ticket_t*)lock);
}

bool lockscope_ck_ticket_trylock(struct lockscope_ck_ticket* lock)
{
    return ck_spinlock_ticket_trylock((ck_spinlock_ticket_t*)lock);
}

void lockscope_ck_ticket_unlock(struct lockscope_ck_ticket* lock)
{
    ck_spinlock_ticket_unlock((ck_spinlock_ticket_t*)lock);
}

/* Mellor-Crummey and Scott */

void lockscope_ck_mcs_init(struct lockscope_ck_mcs* lock)
{
    ck_spinlock_mcs_init((ck_spinlock_mcs_t*)&lock->tail);
}

void lockscope_ck_mcs_lock(struct lockscope_ck_mcs* lock, struct lockscope_ck_mcs_node* node)
{
    ck_spinlock_mcs_lock((ck_spinlock_mcs_t*)&lock->tail, (ck_spinlock_mcs_context_t*)node);
}

bool lockscope_ck_mcs_trylock(struct lockscope_ck_mcs* lock, struct lockscope_ck_mcs_node* node)
{
    return ck_spinlock_mcs_trylock((ck_spinlock_mcs_t*)&lock->tail,
                                   (ck_spinlock_mcs_context_t*)node);
}

void lockscope_ck_mcs_unlock(struct lockscope_ck_mcs* lock, struct lockscope_ck_mcs_node* node)
{
    ck_spinlock_mcs_unlock((ck_spinlock_mcs_t*)&lock->tail, (ck_spinlock_mcs_context_t*)node);
}

/* Craig, Landin and Hagersten */

void lockscope_ck_clh_init(struct lockscope_ck_clh* lock, struct lockscope_ck_clh_node* first)
{
    ck_spinlock_clh_init((ck_spinlock_clh_t**)&lock->tail, (ck_spinlock_clh_t*)first);
}

void lockscope_ck_clh_lock(struct lockscope_ck_clh* lock, struct lockscope_ck_clh_node* node)
{
    ck_spinlock_clh_lock((ck_spinlock_clh_t**)&lock->tail, (ck_spinlock_clh_t*)node);
}

/* ck_spinlock_clh_lock() of the kit's include/spinlock/clh.h, cut where it has to wait. */
bool lockscope_ck_clh_enter(struct lockscope_ck_clh* lock, struct lockscope_ck_clh_node* node)
{
    ck_spinlock_clh_t* mine = (ck_spinlock_clh_t*)node;
    mine->wait = true;
    ck_pr_fence_store_atomic();
    ck_spinlock_clh_t* previous = ck_pr_fas_ptr(&lock->tail, mine);
    mine->previous = previous;
    ck_pr_fence_load();
    if (ck_pr_load_uint(&previous->wait) == true)
        return false;
    ck_pr_fence_lock();
    return true;
}

void lockscope_ck_clh_await(struct lockscope_ck_clh_node* node)
{
    ck_spinlock_clh_t* previous = ((ck_spinlock_clh_t*)node)->previous;
    while (ck_pr_load_uint(&previous->wait) == true)
        ck_pr_stall();
    ck_pr_fence_lock();
}

void lockscope_ck_clh_unlock(struct lockscope_ck_clh_node** node)
{
    ck_spinlock_clh_unlock((ck_spinlock_clh_t**)node);
}

/* Anderson */

void lockscope_ck_anderson_init(struct lockscope_ck_anderson* lock,
                                struct lockscope_ck_anderson_slot* slots,
                                unsigned int count)
{
    ck_spinlock_anderson_init(
        (ck_spinlock_anderson_t*)lock, (ck_spinlock_anderson_thread_t*)slots, count);
}

void lockscope_ck_anderson_lock(struct lockscope_ck_anderson* lock,
                                struct lockscope_ck_anderson_slot** slot)
{
    ck_spinlock_anderson_lock((ck_spinlock_anderson_t*)lock, (ck_spinlock_anderson_thread_t**)slot);
}

/* ck_spinlock_anderson_lock() of the kit's include/spinlock/anderson.h for a number of slots that
   is a power of two, cut where it has to wait. */
bool lockscope_ck_anderson_enter(struct lockscope_ck_anderson* storage,
                                 struct lockscope_ck_anderson_slot** slot)
{
    ck_spinlock_anderson_t* lock = (ck_spinlock_anderson_t*)storage;
    ck_spinlock_anderson_thread_t* mine =
        lock->slots + (ck_pr_faa_uint(&lock->next, 1) & lock->mask);
    *slot = (struct lockscope_ck_anderson_slot*)mine;
    ck_pr_fence_load();
    if (ck_pr_load_uint(&mine->locked) == true)
        return false;
    ck_pr_store_uint(&mine->locked, true);
    ck_pr_fence_lock();
    return true;
}

void lockscope_ck_anderson_await(struct lockscope_ck_anderson_slot* slot)
{
    ck_spinlock_anderson_thread_t* mine = (ck_spinlock_anderson_thread_t*)slot;
    while (ck_pr_load_uint(&mine->locked) == true)
        ck_pr_stall();
    ck_pr_store_uint(&mine->locked, true);
    ck_pr_fence_lock();
}

void lockscope_ck_anderson_unlock(struct lockscope_ck_anderson* lock,
                                  struct lockscope_ck_anderson_slot* slot)
{
    ck_spinlock_anderson_unlock((ck_spinlock_anderson_t*)lock,
                                (ck_spinlock_anderson_thread_t*)slot);
}

/* cohorts (Dice, Marathe and Shavit 2012): ticket locks within and among them */

static void ticket_lock(void* lock, void* context)
{
    (void)context;
    ck_spinlock_ticket_lock(lock);
}

static void ticket_unlock(void* lock, void* context)
{
    (void)context;
    ck_spinlock_ticket_unlock(lock);
}

static bool ticket_locked(void* lock, void* context)
{
    (void)context;
    return ck_spinlock_ticket_locked(lock);
}

static bool ticket_trylock(void* lock, void* context)
{
    (void)context;
    return ck_spinlock_ticket_trylock(lock);
}

CK_COHORT_PROTOTYPE(
    lockscope, ticket_lock, ticket_unlock, ticket_locked, ticket_lock, ticket_unlock, ticket_locked)

_Static_assert(sizeof(((struct lockscope_ck_cohort*)NULL)->storage)
                   >= sizeof(struct ck_cohort_lockscope),
               "the storage holds a cohort");

void lockscope_ck_cohort_init(struct lockscope_ck_cohort* cohort,
                              struct lockscope_ck_ticket* global)
{
    lockscope_ck_ticket_init(&cohort->local);
    CK_COHORT_INIT(lockscope,
                   (struct ck_cohort_lockscope*)cohort->storage,
                   global,
                   &cohort->local,
                   CK_COHORT_DEFAULT_LOCAL_PASS_LIMIT);
}

void lockscope_ck_cohort_lock(struct lockscope_ck_cohort* cohort)
{
    CK_COHORT_LOCK(lockscope, (struct ck_cohort_lockscope*)cohort->storage, NULL, NULL);
}

/* Not the kit's: there whoever tries counts as waiting. An unlock in that moment keeps the global
   lock for the cohort, and when he who tried goes away, nobody of the cohort may come any more: the
   others wait for ever. */
bool lockscope_ck_cohort_trylock(struct lockscope_ck_cohort* storage)
{
    struct ck_cohort_lockscope* cohort = (struct ck_cohort_lockscope*)storage->storage;
    if (!ticket_trylock(cohort->local_lock, NULL))
        return false;
    if (cohort->release_state == CK_COHORT_STATE_GLOBAL
        && !ticket_trylock(cohort->global_lock, NULL)) {
        ticket_unlock(cohort->local_lock, NULL);
        return false;
    }
    ++cohort->acquire_count;
    return true;
}

void lockscope_ck_cohort_unlock(struct lockscope_ck_cohort* cohort)
{
    CK_COHORT_UNLOCK(lockscope, (struct ck_cohort_lockscope*)cohort->storage, NULL, NULL);
}
