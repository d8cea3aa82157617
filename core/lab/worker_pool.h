// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lab/gate.h"
#include "core/lab/placement.h"
#include "core/lab/worker_suspender.h"
#include "core/measure/worker_tracker.h"

#include <oneapi/tbb/task_arena.h>

#include <atomic>
#include <chrono>
#include <deque>
#include <exception>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

namespace lockscope::lab {

/// The workers: threads that really run at once, whatever the number of CPUs, each with a record of
/// its own for good, all coming to the gate. Workers that are not wanted any more stay parked
/// there.
///
/// Each worker is a thread of the pool's that enters the lab's oneTBB arena, where a slot is kept
/// for it, by `task_arena::execute`, and stays inside until it is dismissed. There is no task: not
/// one is made, queued or stolen, so none can outlive the thread that made it, whose parts of
/// oneTBB it would still refer to (a task of `task_group::defer` did, from oneTBB 2021.13 to
/// 2022.2, and every run ended with a segmentation fault). And oneTBB makes no thread: those that
/// it makes end the program when the system refuses them another one or memory, because they start
/// each other, where nobody can catch. What oneTBB keeps for a worker is made on the worker's
/// thread, where its refusal is caught, and released by that thread as it ends; the arena is made
/// and released by the control thread after all workers have been joined.
///
/// For one thread, the lab's control thread, from prepare() to disband(); everything but the
/// getters only while the workers are parked.
class WorkerPool
{
public:
    /// Workers are given up when nobody has come for `patience`.
    WorkerPool(Gate& gate, std::chrono::milliseconds patience);
    WorkerPool(const WorkerPool&) = delete;
    WorkerPool& operator=(const WorkerPool&) = delete;
    ~WorkerPool();

    /// Has at least so many workers parked at the gate, placed so. Throws std::runtime_error when
    /// the system does not give that many threads, or the memory for them: then there are none.
    void prepare(int workers, const CpuPlacement& placement);

    /// Lets every worker go, waits for its thread and forgets it, but for its record.
    void disband();

    /// Throws std::runtime_error when a worker had to stop in the middle of its calls (no memory).
    /// Thread-safe.
    void checkWorkers() const;
    /// Whether checkWorkers() would throw. Thread-safe.
    [[nodiscard]] bool workerFailed() const;

    /// The records of the first so many workers, by index.
    [[nodiscard]] std::vector<measure::WorkerRecord*> records(int workers);
    /// The records of all workers that there ever were.
    [[nodiscard]] const std::deque<measure::WorkerRecord>& records() const { return m_records; }
    /// Likewise where they stand in a wait queue.
    [[nodiscard]] std::deque<WorkerSuspender>& places() { return m_places; }

private:
    /// Brings so many more up; throws as prepare() does.
    void add(int more);
    /// Starts the threads of the workers from `first` on; throws std::system_error, std::bad_alloc.
    void startThreads(int first, int workers);
    /// Waits for all of them as long as they keep coming.
    [[nodiscard]] bool allCome();

    /// The life of a worker's thread: never throws, what stops it is kept as m_failure.
    void live(int worker) noexcept;
    void work(int worker);
    void bind(int worker);
    void fail(std::exception_ptr problem);
    [[nodiscard]] std::exception_ptr failure() const;

    Gate& m_gate;
    std::chrono::milliseconds m_patience;
    std::deque<measure::WorkerRecord> m_records; ///< by worker; never shrinks
    int m_present = 0; ///< workers that there are
    std::deque<WorkerSuspender> m_places; ///< by worker, as the records
    std::vector<int> m_bound; ///< by worker: the placement version that it is bound for
    std::optional<CpuPlacement> m_placement; ///< changed only while all are parked
    int m_niceness = 0; ///< likewise
    int m_placementVersion = 0; ///< of both
    std::optional<oneapi::tbb::task_arena> m_arena; ///< from the first worker to disband()
    std::vector<std::thread> m_threads; ///< by worker
    mutable std::mutex m_failureMutex;
    std::exception_ptr m_failure; ///< the first of a worker's, until disband()
};

} // namespace lockscope::lab
