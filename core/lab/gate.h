// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

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
/// A worker comes here whenever its loop returns: because a pause was asked for, or because the tasks
/// are used up. The control thread waits until all are here, makes its change, and lets all go at
/// once. The gate's mutex orders what the workers published before what control reads then, and what
/// control changed before what the workers run next. Thread-safe.
class Gate
{
public:
    /// `allParked` is called, on a worker's thread, whenever the last one has parked.
    explicit Gate(std::function<void()> allParked);

    /// Worker side: parks, and returns the experiment to run; null to leave for good.
    [[nodiscard]] Experiment* park();

    /// Control side. Expects so many workers from now on.
    void expect(int workers);

    /// Asks every worker to park at its next batch boundary; does not wait.
    void requestPause();

    /// What the loops look at between batches.
    [[nodiscard]] const std::atomic<bool>& pauseFlag() const { return m_pause; }

    /// Lets all parked workers run the experiment. Only while all are parked.
    void release(Experiment& experiment);

    /// Lets all workers leave for good: those parked, and those still on their way here.
    void dismiss();

    [[nodiscard]] bool allParked() const;

    /// Waits until all expected workers are parked.
    void waitAllParked();
    /// Likewise until the time is up; true when all are parked.
    [[nodiscard]] bool waitAllParkedFor(std::chrono::nanoseconds atMost);

    /// When the last worker parked. Only while all are parked.
    [[nodiscard]] measure::SteadyClock::time_point parkedSince() const;

private:
    [[nodiscard]] bool allParkedLocked() const { return m_parked == m_expected; }

    std::function<void()> m_onAllParked;
    /// On a line of its own: every worker reads it between batches, it changes with a pause alone.
    alignas(64) std::atomic<bool> m_pause {false};
    alignas(64) mutable std::mutex m_mutex; ///< guards what follows
    std::condition_variable m_released;
    std::condition_variable m_allHere;
    std::uint64_t m_round = 0; ///< grows with each release
    Experiment* m_experiment = nullptr;
    bool m_dismissed = true;
    int m_expected = 0;
    int m_parked = 0;
    measure::SteadyClock::time_point m_parkedSince;
};

} // namespace lockscope::lab
