// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/thread_slot.h"

#include <atomic>
#include <cstdint>
#include <optional>

namespace lockscope::lab {

/// A worker's place in the queue for a lock that callers spin for, and how it is held there:
/// asleep, by a signal, until it is let go. The signal is SIGURG, by which Go's runtime preempts
/// its goroutines; it is ignored where nobody handles it.
///
/// Who is at the guard is held and nobody else: a worker that is held may have the guard's lock,
/// and on its first pass the allocator's or the C library's (thread-local objects are made there),
/// but never the gate's. So whoever holds workers may take the gate's lock, and nothing else that
/// somebody at a guard may have, and lets all of them go in the end. One thread holds and lets go;
/// the worker makes itself known.
class WorkerSuspender
{
public:
    explicit WorkerSuspender(const measure::ThreadSlot& slot);
    WorkerSuspender(const WorkerSuspender&) = delete;
    WorkerSuspender& operator=(const WorkerSuspender&) = delete;
    ~WorkerSuspender() = default;

    /// The calling thread is the place's worker, from here to the end of this object.
    class Here
    {
    public:
        explicit Here(WorkerSuspender& place);
        Here(const Here&) = delete;
        Here& operator=(const Here&) = delete;
        ~Here();
    };

    /// False when it is parked or on its way there, waits for a task, or has no probe.
    [[nodiscard]] bool underWay() const;
    /// Whether it is at the guard, waiting or not.
    [[nodiscard]] bool atGuard() const;
    /// The time that it has had on a CPU, ns; none when its thread has ended.
    [[nodiscard]] std::optional<std::uint64_t> cpuTimeNs() const;
    /// Since when it has waited, a reading of WaitClock, whether it has the lock by now or not; 0
    /// when it does not wait.
    [[nodiscard]] std::uint64_t waitingSince() const;
    /// Whether it has the lock, which it has waited for.
    [[nodiscard]] bool holdsAfterWait() const;
    /// Whether it has been asked to sleep, and neither was let go nor found to be elsewhere.
    [[nodiscard]] bool isSuspended() const;

    void suspend(); ///< asks it to sleep, if it is at the guard
    void resume();

    /// On the worker's thread, in the signal's handler: nothing that may not be done there.
    void parkInHandler();

private:
    void signal() const;

    const measure::ThreadSlot& m_slot;
    /// A futex: 1 while isSuspended().
    std::atomic<std::uint32_t> m_held{0};
};

} // namespace lockscope::lab
