// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/clock.h"
#include "core/measure/quality/noise_meter.h"
#include "core/measure/quality/quality.h"
#include "core/measure/run_sums.h"
#include "core/measure/snapshot_queue.h"
#include "core/measure/worker_tracker.h"

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <exception>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace lockscope::measure {

/// One thread that looks at every worker's phase some hundred times a second, and makes a snapshot
/// of all workers and totals 1 to 60 times a second.
///
/// Its clock runs while the workers do: it stands still between pause() and resume(). Thread-safe.
class Sampler
{
public:
    /// Time between two looks at all workers' phases: 500 Hz. README.md, States, has why.
    static constexpr std::chrono::microseconds kPhasePeriod{2000};
    /// The same where workers keep all CPUs busy: each look then takes one of theirs for some 20 us
    /// (a wake-up and two switches). On two CPUs looking every millisecond cost the workload 2 to 4
    /// %, every two 1.2 %.
    static constexpr std::chrono::microseconds kBusyPhasePeriod{4000};

    /// Without phases, for workers that have no probe, the thread wakes for the snapshots alone.
    explicit Sampler(double snapshotsPerSecond,
                     bool samplePhases = true,
                     bool countHardware = false);
    Sampler(const Sampler&) = delete;
    Sampler& operator=(const Sampler&) = delete;
    ~Sampler();

    void setRate(double snapshotsPerSecond);

    /// Before the workers start: reads what goes on around them, so that this takes none of their
    /// time. resume() does it where it was not done.
    void lookAround();

    /// These workers make calls from here on; said while others do, those are replaced and the
    /// clock goes on. The records outlive the sampler; a worker keeps its record for as long as it
    /// lives. `cpuFree`: the workers leave one that the sampler may run on. `cpus`: that they may
    /// use, 0 when not known.
    void resume(SteadyClock::time_point at,
                const std::vector<WorkerRecord*>& workers,
                bool cpuFree = true,
                int cpus = 0);

    /// No worker has made calls since `at`: the running interval ends there.
    void pause(SteadyClock::time_point at);

    /// The change came into force at `at`; goes into the next snapshot.
    void noteChange(ConfigChange change, SteadyClock::time_point at);
    /// A broken invariant, one sentence; goes into the next snapshot and the summary.
    void noteViolation(std::string sentence);

    /// Throws std::runtime_error, once, when the sampler's thread had no memory to go on; then it
    /// has paused.
    [[nodiscard]] std::vector<SnapshotPtr> poll();

    /// The summary's figures are of what comes from here on, but for broken invariants; snapshots
    /// go on as they were.
    void countFromHere();

    /// Between two readings of what disturbs the workers; each costs about 0.1 ms of the sampler's
    /// time.
    static constexpr std::chrono::seconds kNoisePeriod{1};

    /// The run so far, or since countFromHere(), but for host and probe. Throws as poll().
    [[nodiscard]] RunSummary summary() const;

private:
    void run(const std::stop_token& stop);
    void sample(const std::stop_token& stop);
    void throwProblem() const;
    /// Reads all counters at, as nearly as can be, one moment: that moment.
    SteadyClock::time_point count(bool atRest = false);
    void takeSnapshot(SteadyClock::time_point at); ///< of what was counted
    [[nodiscard]] std::chrono::nanoseconds sourceTime(SteadyClock::time_point at) const;
    void checkInvariants(const Snapshot& snapshot);

    const bool m_samplePhases;
    const bool m_countHardware;
    mutable std::mutex m_mutex; ///< guards everything below but the queue
    std::condition_variable_any m_wake;
    std::chrono::nanoseconds m_period; ///< of snapshots
    std::chrono::microseconds m_phasePeriod = kPhasePeriod;
    bool m_running = false;
    SteadyClock::time_point m_resumedAt;
    SteadyClock::time_point m_intervalBegin;
    SteadyClock::time_point m_due; ///< of the next snapshot
    std::chrono::nanoseconds m_elapsedBefore{0}; ///< of the stretches before m_resumedAt
    std::chrono::nanoseconds m_elapsed{0}; ///< up to the last snapshot
    std::uint64_t m_sequence = 0;
    std::uint32_t m_switchCursor = 0; ///< whose switches are read next
    std::deque<WorkerTracker> m_trackers; ///< by worker index, of all workers there ever were
    std::size_t m_active = 0; ///< how many of them have run in this interval
    std::size_t m_workers = 0; ///< how many of them run now
    double m_workerSeconds = 0; ///< workers x elapsed, summed
    Totals m_total;
    RunSums m_sums; ///< of the summary
    NoiseMeter m_noise;
    bool m_lookedAround = false; ///< for the resume() that comes
    SteadyClock::time_point m_noiseReadAt;
    CpuDemand m_demand; ///< the summary's
    int m_cpus = 0; ///< that the workers may use; 0: not known
    std::vector<ConfigChange> m_changes;
    std::vector<std::string> m_violations; ///< for the next snapshot
    mutable std::exception_ptr m_problem; ///< of the thread, until it was thrown
    SnapshotQueue m_queue;
    std::jthread m_thread;
};

} // namespace lockscope::measure
