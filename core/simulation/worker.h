// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/cache_line.h"
#include "core/measure/states.h"
#include "core/simulation/ticks.h"

#include <array>
#include <cstdint>

namespace lockscope::simulation {

/// What a worker's next event means.
enum class EventKind : std::uint8_t
{
    Task, ///< it asks for its next task
    Native, ///< its work on the native side is done
    Lock, ///< a step of the lock's own
    Critical, ///< its work under the lock is done
    Callback ///< its work on the runtime side is done
};

/// What a worker has done since the run began.
struct WorkerCounts
{
    std::uint64_t calls = 0;
    std::uint64_t contended = 0;
    Ticks wait = 0; ///< lock-wait time that has ended
    std::array<Ticks, measure::kStateCount> states{}; ///< time by state
    std::uint64_t sleeps = 0; ///< times that it gave its CPU up
    std::uint64_t preemptions = 0; ///< times that its CPU was taken away
};

/// A worker of a run. For one thread.
struct alignas(measure::kCacheLine) Worker
{
    EventKind phase = EventKind::Task;
    measure::State state = measure::State::Native;
    measure::State stateOnCpu = measure::State::Native; ///< what it goes back to from Preempted
    std::uint8_t step = 0; ///< the lock's own
    bool running = false; ///< has a CPU
    bool asleep = false; ///< parked, and not yet woken
    bool waiting = false; ///< for its lock, on its CPU or until it has one again
    bool resuming = false; ///< has its CPU again, and its lock has not heard of it yet
    bool contended = false; ///< in this taking of the lock
    bool leaving = false; ///< takes the lock after the callback
    bool callContended = false; ///< in this call, where it takes the lock twice
    std::uint32_t cpu = 0;
    measure::State later = measure::State::Native; ///< the state from laterAt on
    Ticks laterAt = kNever;
    Ticks since = 0; ///< until when its time is counted
    Ticks failedAt = 0; ///< when its first attempt at the lock failed
    Ticks callWait = 0; ///< waited in this call, where it takes the lock twice
    Ticks parkedAt = 0; ///< when it last went to sleep
    Ticks remaining = kNever; ///< of its activity, while it has no CPU
    WorkerCounts counts;

    /// The state changes then, now or later; what was said to come before has come, or is cut
    /// short.
    void enter(measure::State next, Ticks at)
    {
        if (laterAt != kNever)
            change(at < laterAt ? at : laterAt);
        later = next;
        laterAt = at;
    }

    /// Counts the time until now.
    void accountTime(Ticks now)
    {
        if (laterAt <= now)
            change(laterAt);
        count(now);
    }

    /// The state that it is in, or is said to come next.
    [[nodiscard]] measure::State newestState() const { return laterAt == kNever ? state : later; }

private:
    void count(Ticks until)
    {
        counts.states[static_cast<std::size_t>(state)] += until - since;
        since = until;
    }
    void change(Ticks at)
    {
        count(at);
        state = later;
        laterAt = kNever;
    }
};

} // namespace lockscope::simulation
