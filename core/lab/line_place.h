// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/thread_slot.h"

#include <atomic>
#include <cstdint>
#include <optional>

namespace lockscope::lab {

/// A worker's place in the line for a lock that callers spin for, and how it is held there: asleep, by a signal, until
/// it is let go. The signal is SIGURG, by which Go's runtime preempts its goroutines; it is ignored where nobody
/// handles it.
///
/// Who is at the guard is held and nobody else: elsewhere a worker may hold a lock of the program's (the allocator's,
/// the gate's) and is only asked for its CPU (sched_yield). So whoever lets go may itself take those locks. A worker that
/// is held may hold the guard's lock, and until it is let go nobody gets through. One thread holds and lets go; the
/// worker makes itself known.
class LinePlace
{
public:
    explicit LinePlace(const measure::ThreadSlot& slot);
    LinePlace(const LinePlace&) = delete;
    LinePlace& operator=(const LinePlace&) = delete;
    ~LinePlace() = default;

    /// The calling thread is the place's worker, from here to the end of this object.
    class Here
    {
    public:
        explicit Here(const LinePlace& place);
        Here(const Here&) = delete;
        Here& operator=(const Here&) = delete;
        ~Here();
    };

    /// False when it is parked, or on its way there.
    [[nodiscard]] bool underWay() const;
    /// Whether it is at the guard, waiting or not.
    [[nodiscard]] bool atGuard() const;
    /// The time that it has had on a CPU, ns; none when its thread has ended.
    [[nodiscard]] std::optional<std::uint64_t> cpuTimeNs() const;
    /// Since when it has waited, a reading of WaitClock; 0 when it does not, or its wait is not timed.
    [[nodiscard]] std::uint64_t waitingSince() const;
    [[nodiscard]] bool held() const;

    void hold(); ///< asks it to wait here, if it is at the guard
    void letGo();

    /// On the worker's thread, in the signal's handler: nothing that may not be done there.
    void giveWay() const;

private:
    void signal() const;

    const measure::ThreadSlot& m_slot;
    /// A futex: 1 while it is held.
    std::atomic<std::uint32_t> m_held {0};
};

} // namespace lockscope::lab
