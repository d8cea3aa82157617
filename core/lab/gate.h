// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/cache_line.h"
#include "core/measure/clock.h"

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>

namespace lockscope::lab {

class Experiment;

/// Where workers park and are released from: the rendezvous of every live change.
///
/// A worker comes here whenever its loop returns: because a pause was asked for, or because the
/// tasks are used up. The control thread waits until all are here, makes its change, and lets the
/// first so many go at once; the others stay parked, on standby. The gate's mutex orders what the
/// workers published before what control reads then, and what control changed before what the
/// workers run next. Thread-safe.
class Gate
{
public:
    /// `allParked` is called, on a worker's thread, whenever the last one has parked.
    explicit Gate(std::function<void()> allParked);

    /// Worker side: parks, and returns the experiment to run; null to leave for good.
    [[nodiscard]] Experiment* park(int worker);

    /// Control side. So many more workers are on their way here. Only while all are parked.
    void expect(int more);

    /// Asks every worker to park at its next batch boundary; does not wait. Any thread.
    void requestPause();

    /// What the loops look at between batches, and before each call where every pass may wait.
    [[nodiscard]] const std::atomic<bool>& pauseFlag() const { return m_pause; }

    /// Lets the first `workers` workers run the experiment. Only while all are parked.
    void release(Experiment& experiment, int workers);

    /// Lets all workers leave for good: those parked, and those still on their way here.
    void dismiss();

    /// As new. Only when all who were dismissed have left.
    void reset();

    [[nodiscard]] bool allParked() const;
    /// How many are parked.
    [[nodiscard]] int parked() const;

    /// Waits until all workers are parked.
    void waitAllParked();
    /// Likewise until the time is up; true when all are parked.
    [[nodiscard]] bool waitAllParkedFor(std::chrono::nanoseconds atMost);

    /// When the last worker parked. Only while all are parked.
    [[nodiscard]] measure::SteadyClock::time_point parkedSince() const;

private:
    [[nodiscard]] bool allParkedLocked() const { return m_parked == m_present; }

    std::function<void()> m_onAllParked;
    /// On a line of its own: every worker reads it again and again, it changes with a pause alone.
    alignas(measure::kCacheLine) std::atomic<bool> m_pause{false};
    alignas(measure::kCacheLine) mutable std::mutex m_mutex; ///< guards what follows
    std::condition_variable m_released; ///< for those who ran last
    std::condition_variable m_recalled; ///< for those on standby
    std::condition_variable m_allHere;
    std::uint64_t m_round = 0; ///< grows with each release
    Experiment* m_experiment = nullptr;
    bool m_dismissed = false;
    int m_present = 0;
    int m_parked = 0;
    int m_active = 0; ///< of the last release
    measure::SteadyClock::time_point m_parkedSince;
};

} // namespace lockscope::lab
