// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/worker_tracker.h"

#include <chrono>
#include <cstdint>
#include <deque>
#include <vector>

namespace lockscope::lab {

/// Gets callers that spin through their lock while a pause waits for them.
///
/// A pause waits for the calls under way. Where more callers spin than there are CPUs, the one whose turn it is,
/// or who holds the lock, may have no CPU, and those who have one spin until their time slice is over: with slices
/// of milliseconds 64 callers in a line took seconds. So who has used a CPU since the last look is asked, by a
/// signal, to give it up (sched_yield), and the CPUs go round ten times as fast and more. Go's runtime preempts its
/// goroutines likewise, and by the same signal: SIGURG, which is ignored where nobody handles it.
///
/// For one thread, the lab's control, and only between a pause and the rendezvous: a run is not interfered with.
class LineDrain
{
public:
    /// Callers that yield by themselves are through before, and sooner than if they were asked to.
    static constexpr std::chrono::milliseconds kPatience {2};
    /// Between two looks. Much less, and nobody would come to do anything between two changes of thread.
    static constexpr std::chrono::microseconds kPeriod {50};

    /// `workers`: all that may be on their way; outlives the drain.
    explicit LineDrain(const std::deque<measure::WorkerRecord>& workers);

    /// Asks those to give up their CPU who have used one since the last look.
    void look();

private:
    /// A worker, and what its CPU clock said when it was asked last, ns.
    struct Watched
    {
        const measure::ThreadSlot* slot;
        std::uint64_t runNs;
    };

    std::vector<Watched> m_workers;
};

} // namespace lockscope::lab
