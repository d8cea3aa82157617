// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/guards/ck_locks.h"
#include "core/guards/tsan_annotations.h"
#include "core/measure/cache_line.h"
#include "core/measure/topology.h"

#include <array>
#include <cstddef>
#include <memory>
#include <vector>

#include <sched.h>

/// Concurrency Kit's locks as Lock types.
///
/// Ordering: the kit's ck_pr_fence_lock() and ck_pr_fence_unlock() make lock an acquire and unlock
/// a release on every machine that it supports.
namespace lockscope::guards {

template<bool BackingOff>
class CkTestAndSet
{
public:
    CkTestAndSet() { lockscope_ck_fas_init(&m_lock); }
    void lock()
    {
        BackingOff ? lockscope_ck_fas_lock_backing_off(&m_lock) : lockscope_ck_fas_lock(&m_lock);
        taken(this);
    }
    bool try_lock()
    {
        const bool held = lockscope_ck_fas_trylock(&m_lock);
        if (held)
            taken(this);
        return held;
    }
    void unlock()
    {
        aboutToRelease(this);
        lockscope_ck_fas_unlock(&m_lock);
    }

private:
    lockscope_ck_fas m_lock{};
};

class CkTicket
{
public:
    CkTicket() { lockscope_ck_ticket_init(&m_lock); }
    void lock()
    {
        lockscope_ck_ticket_lock(&m_lock);
        taken(this);
    }
    bool try_lock()
    {
        const bool held = lockscope_ck_ticket_trylock(&m_lock);
        if (held)
            taken(this);
        return held;
    }
    void unlock()
    {
        aboutToRelease(this);
        lockscope_ck_ticket_unlock(&m_lock);
    }

private:
    lockscope_ck_ticket m_lock{};
};

/// The node is the thread's: it holds no two of these at once.
class CkMcs
{
public:
    CkMcs() { lockscope_ck_mcs_init(&m_lock); }
    void lock()
    {
        lockscope_ck_mcs_lock(&m_lock, &t_node);
        taken(this);
    }
    bool try_lock()
    {
        const bool held = lockscope_ck_mcs_trylock(&m_lock, &t_node);
        if (held)
            taken(this);
        return held;
    }
    void unlock()
    {
        aboutToRelease(this);
        lockscope_ck_mcs_unlock(&m_lock, &t_node);
    }

private:
    struct alignas(measure::kCacheLine) Node : lockscope_ck_mcs_node
    {};
    static inline thread_local Node t_node{};
    lockscope_ck_mcs m_lock{};
};

/// Nodes change hands with every pass, so each is owned by one at a time, a thread or a lock, and
/// freed by whoever owns it in the end. The kit has no try for it; in two steps it tells whether
/// one waits.
class CkClh
{
public:
    CkClh() { lockscope_ck_clh_init(&m_lock, std::make_unique<Node>().release()); }
    CkClh(const CkClh&) = delete;
    CkClh& operator=(const CkClh&) = delete;
    ~CkClh() { delete static_cast<Node*>(m_lock.tail); }

    void lock()
    {
        lockscope_ck_clh_lock(&m_lock, t_own.node);
        taken(this);
    }
    bool enter()
    {
        const bool held = lockscope_ck_clh_enter(&m_lock, t_own.node);
        if (held)
            taken(this);
        return held;
    }
    void await()
    {
        lockscope_ck_clh_await(t_own.node);
        taken(this);
    }
    void unlock()
    {
        aboutToRelease(this);
        lockscope_ck_clh_unlock(&t_own.node);
    }

private:
    struct alignas(measure::kCacheLine) Node : lockscope_ck_clh_node
    {};
    struct Own
    {
        Own()
            : node(std::make_unique<Node>().release())
        {}
        Own(const Own&) = delete;
        Own& operator=(const Own&) = delete;
        ~Own() { delete static_cast<Node*>(node); }
        lockscope_ck_clh_node* node;
    };
    static inline thread_local Own t_own;
    lockscope_ck_clh m_lock{};
};

/// The kit has no try for it; in two steps it tells whether one waits.
class CkAnderson
{
public:
    CkAnderson() { lockscope_ck_anderson_init(&m_lock, m_slots.data(), kSlots); }
    CkAnderson(const CkAnderson&) = delete;
    CkAnderson& operator=(const CkAnderson&) = delete;
    ~CkAnderson() = default;

    void lock()
    {
        lockscope_ck_anderson_lock(&m_lock, &t_slot);
        taken(this);
    }
    bool enter()
    {
        const bool held = lockscope_ck_anderson_enter(&m_lock, &t_slot);
        if (held)
            taken(this);
        return held;
    }
    void await()
    {
        lockscope_ck_anderson_await(t_slot);
        taken(this);
    }
    void unlock()
    {
        aboutToRelease(this);
        lockscope_ck_anderson_unlock(&m_lock, t_slot);
    }

private:
    static constexpr unsigned kSlots = 512; ///< more than there can be workers, a power of two
    static inline thread_local lockscope_ck_anderson_slot* t_slot = nullptr;
    std::vector<lockscope_ck_anderson_slot> m_slots{kSlots};
    lockscope_ck_anderson m_lock{};
};

/// A cohort for each NUMA node: the lock goes round within one, ten times at most, before it goes
/// to another. A caller belongs to the node of the CPU that it is on when it comes.
class CkCohort
{
public:
    CkCohort()
        : m_cohorts(static_cast<std::size_t>(measure::numaNodes()))
    {
        lockscope_ck_ticket_init(&m_global.lock);
        for (Cohort& cohort : m_cohorts)
            lockscope_ck_cohort_init(&cohort.cohort, &m_global.lock);
    }
    CkCohort(const CkCohort&) = delete;
    CkCohort& operator=(const CkCohort&) = delete;
    ~CkCohort() = default;

    void lock()
    {
        t_mine = &mine();
        lockscope_ck_cohort_lock(t_mine);
        taken(this);
    }
    bool try_lock()
    {
        t_mine = &mine();
        const bool held = lockscope_ck_cohort_trylock(t_mine);
        if (held)
            taken(this);
        return held;
    }
    void unlock()
    {
        aboutToRelease(this);
        lockscope_ck_cohort_unlock(t_mine);
    }

private:
    struct alignas(measure::kCacheLine) Cohort
    {
        lockscope_ck_cohort cohort{};
    };
    struct alignas(measure::kCacheLine) Global
    {
        lockscope_ck_ticket lock{};
    };

    lockscope_ck_cohort& mine()
    {
        if (m_cohorts.size() == 1)
            return m_cohorts.front().cohort;
        return m_cohorts[static_cast<std::size_t>(measure::numaNodeOf(sched_getcpu()))].cohort;
    }

    static inline thread_local lockscope_ck_cohort* t_mine = nullptr;
    std::vector<Cohort> m_cohorts;
    Global m_global;
};

} // namespace lockscope::guards
