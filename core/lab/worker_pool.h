// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lab/gate.h"
#include "core/lab/line_place.h"
#include "core/lab/placement.h"
#include "core/measure/worker_tracker.h"

#include <chrono>
#include <deque>
#include <memory>
#include <optional>
#include <vector>

namespace lockscope::lab {

/// The workers: tasks in arenas of their own that really run at once, whatever the number of CPUs, each
/// with a record and a thread of its own for good, all coming to the gate. Workers that are not wanted
/// any more stay parked there: bringing arenas down and up again for every change is slow, and oneTBB of
/// these years can hang when it is done often (oneTBB issue 1281). For one thread, the lab's control
/// thread; everything but the getters only while the workers are parked.
class WorkerPool
{
public:
    /// Workers are given up when nobody has come for `patience`.
    WorkerPool(Gate& gate, std::chrono::milliseconds patience);
    WorkerPool(const WorkerPool&) = delete;
    WorkerPool& operator=(const WorkerPool&) = delete;
    ~WorkerPool();

    /// Has at least so many workers parked at the gate, placed so. Throws std::runtime_error when the
    /// system does not give that many threads: then there are none.
    void prepare(int workers, const CpuPlacement& placement);

    /// The records of the first so many workers, by index.
    [[nodiscard]] std::vector<const measure::WorkerRecord*> records(int workers) const;
    /// The records of all workers that there ever were.
    [[nodiscard]] const std::deque<measure::WorkerRecord>& records() const { return m_records; }
    /// Likewise where they stand in a line.
    [[nodiscard]] std::deque<LinePlace>& places() { return m_places; }

private:
    class Crew;

    /// Brings so many more up; throws as prepare() does.
    void add(int more);
    /// Waits for all of them as long as they keep coming.
    [[nodiscard]] bool allCome();
    /// Lets every worker go and forgets them, but for their records.
    void disband();

    /// The life of a worker's thread.
    void work(int worker);
    void bind(int worker);

    Gate& m_gate;
    std::chrono::milliseconds m_patience;
    std::deque<measure::WorkerRecord> m_records; ///< by worker; never shrinks
    int m_present = 0; ///< workers that there are
    std::deque<LinePlace> m_places; ///< by worker, as the records
    std::vector<int> m_bound; ///< by worker: the placement version that it is bound for
    std::optional<CpuPlacement> m_placement; ///< changed only while all are parked
    int m_niceness = 0; ///< likewise
    int m_placementVersion = 0; ///< of both
    std::vector<std::unique_ptr<Crew>> m_crews;
};

} // namespace lockscope::lab
