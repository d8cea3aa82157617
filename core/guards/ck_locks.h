/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOCKSCOPE_CORE_GUARDS_CK_LOCKS_H
#define LOCKSCOPE_CORE_GUARDS_CK_LOCKS_H

/*
 * Concurrency Kit's locks behind plain C functions: not all of its headers are C++.
 *
 * Storage is the caller's, as large as the kit's own structure; every lock is made by its _init and
 * needs no destruction. Queue locks take a node that belongs to the calling thread from lock to
 * unlock.
 */

#include <stdbool.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

struct lockscope_ck_fas
{
    unsigned int storage;
};
void lockscope_ck_fas_init(struct lockscope_ck_fas* lock);
void lockscope_ck_fas_lock(struct lockscope_ck_fas* lock);
void lockscope_ck_fas_lock_backing_off(struct lockscope_ck_fas* lock);
bool lockscope_ck_fas_trylock(struct lockscope_ck_fas* lock);
void lockscope_ck_fas_unlock(struct lockscope_ck_fas* lock);

struct lockscope_ck_ticket
{
    unsigned long long storage;
};
void lockscope_ck_ticket_init(struct lockscope_ck_ticket* lock);
void lockscope_ck_ticket_lock(struct lockscope_ck_ticket* lock);
bool lockscope_ck_ticket_trylock(struct lockscope_ck_ticket* lock);
void lockscope_ck_ticket_unlock(struct lockscope_ck_ticket* lock);

struct lockscope_ck_mcs
{
    void* tail;
};
struct lockscope_ck_mcs_node
{
    void* storage[2];
};
void lockscope_ck_mcs_init(struct lockscope_ck_mcs* lock);
void lockscope_ck_mcs_lock(struct lockscope_ck_mcs* lock, struct lockscope_ck_mcs_node* node);
bool lockscope_ck_mcs_trylock(struct lockscope_ck_mcs* lock, struct lockscope_ck_mcs_node* node);
void lockscope_ck_mcs_unlock(struct lockscope_ck_mcs* lock, struct lockscope_ck_mcs_node* node);

/* A node changes hands: unlock leaves the caller with another one, for its next lock; the lock
 * always holds one itself, from its init on. */
struct lockscope_ck_clh_node
{
    void* storage[2];
};
struct lockscope_ck_clh
{
    struct lockscope_ck_clh_node* tail;
};
void lockscope_ck_clh_init(struct lockscope_ck_clh* lock, struct lockscope_ck_clh_node* first);
void lockscope_ck_clh_lock(struct lockscope_ck_clh* lock, struct lockscope_ck_clh_node* node);
/* lock in two steps: enter is true when the caller has the lock at once, else await returns when it
 * has. */
bool lockscope_ck_clh_enter(struct lockscope_ck_clh* lock, struct lockscope_ck_clh_node* node);
void lockscope_ck_clh_await(struct lockscope_ck_clh_node* node);
void lockscope_ck_clh_unlock(struct lockscope_ck_clh_node** node);

/* For at most `slots` threads at once, a power of two. */
struct lockscope_ck_anderson
{
    void* storage[10];
};
struct lockscope_ck_anderson_slot
{
    unsigned int storage[2];
};
void lockscope_ck_anderson_init(struct lockscope_ck_anderson* lock,
                                struct lockscope_ck_anderson_slot* slots,
                                unsigned int count);
void lockscope_ck_anderson_lock(struct lockscope_ck_anderson* lock,
                                struct lockscope_ck_anderson_slot** slot);
/* As with the lock of Craig, Landin and Hagersten. */
bool lockscope_ck_anderson_enter(struct lockscope_ck_anderson* lock,
                                 struct lockscope_ck_anderson_slot** slot);
void lockscope_ck_anderson_await(struct lockscope_ck_anderson_slot* slot);
void lockscope_ck_anderson_unlock(struct lockscope_ck_anderson* lock,
                                  struct lockscope_ck_anderson_slot* slot);

/* One cohort for each NUMA node, a ticket lock each, and a ticket lock among them. */
struct lockscope_ck_cohort
{
    void* storage[4];
    struct lockscope_ck_ticket local;
};
void lockscope_ck_cohort_init(struct lockscope_ck_cohort* cohort,
                              struct lockscope_ck_ticket* global);
void lockscope_ck_cohort_lock(struct lockscope_ck_cohort* cohort);
bool lockscope_ck_cohort_trylock(struct lockscope_ck_cohort* cohort);
void lockscope_ck_cohort_unlock(struct lockscope_ck_cohort* cohort);

#ifdef __cplusplus
}
#endif

#endif
