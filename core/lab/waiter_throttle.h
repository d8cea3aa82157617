// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lab/worker_suspender.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <vector>

namespace lockscope::lab {

/// Gets callers that spin through their lock while a pause waits for them.
///
/// A pause waits for the calls under way. Where more callers spin than there are CPUs, the one
/// whose turn it is, or who holds the lock, may have no CPU, and those who have one spin until
/// their time slice is over: with slices of milliseconds 64 callers in a queue took seconds. So
/// those who wait are held asleep, but for as many as there are CPUs: those who have waited
/// longest, because in a fair lock it is their turn. Who goes, has had a CPU and did not get
/// through sleeps until the next look. When nobody gets through for long (the lock is not fair, or
/// one that is held has it), more may go at a time. Whoever is at the guard and cannot be told from
/// one that waits, because its wait is not timed, is let go and held in turn.
///
/// For one thread, the lab's control, and only between a pause and the rendezvous: calls that are
/// begun after it are not interfered with; of those under way that long, sleeping is measured as
/// what it is. It goes by what the probe says.
class WaiterThrottle
{
public:
    /// Callers that yield by themselves are through before, and sooner than if they were held.
    static constexpr std::chrono::milliseconds kPatience{2};
    /// Between two looks. Much less, and nobody would come to do anything between two changes of
    /// thread.
    static constexpr std::chrono::microseconds kPeriod{50};

    /// `suspenders`: of all workers that may be on their way; they outlive the drain. `cpus`: that
    /// these may use. Throws std::bad_alloc; look() does not.
    WaiterThrottle(std::deque<WorkerSuspender>& suspenders, int cpus);
    WaiterThrottle(const WaiterThrottle&) = delete;
    WaiterThrottle& operator=(const WaiterThrottle&) = delete;
    /// Lets all go.
    ~WaiterThrottle();

    /// Holds those who wait, and lets the next go.
    void look();

private:
    /// A worker, and what its CPU clock said when it was let go or held last, ns.
    struct Watched
    {
        WorkerSuspender* suspender;
        std::uint64_t runNs = 0;
    };

    /// One in the wait queue, and since when.
    struct Waiting
    {
        std::uint64_t since;
        Watched* worker;
    };

    /// Whether it has had a CPU since it was let go or held.
    [[nodiscard]] static bool hadTurn(Watched& worker);
    static void resume(Watched& worker);
    /// Twice as many may go at a time when for long nobody got through, half as many when somebody
    /// did.
    void adjust(std::size_t underWay);

    std::size_t m_cpus;
    std::size_t m_mayGo; ///< so many at a time
    std::size_t m_underWay = 0; ///< at the last look
    int m_looksInVain = 0; ///< since somebody got through
    std::vector<Watched> m_workers;
    std::vector<Waiting> m_line; ///< of the last look
};

} // namespace lockscope::lab
