// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lab/gate.h"
#include "core/lab/placement.h"
#include "core/measure/worker_tracker.h"

#include <deque>
#include <memory>
#include <vector>

namespace lockscope::lab {

/// The workers: tasks in an arena of their own that really run at once, whatever the number of CPUs,
/// each with a record of its own, all coming to the gate. For one thread, the lab's control thread;
/// everything but the getters only while the workers are parked.
class WorkerPool
{
public:
    explicit WorkerPool(Gate& gate);
    WorkerPool(const WorkerPool&) = delete;
    WorkerPool& operator=(const WorkerPool&) = delete;
    ~WorkerPool();

    /// Has so many workers parked at the gate, placed so; brings them up or lets them go. Throws
    /// std::runtime_error when the system does not give that many threads.
    void prepare(int workers, const CpuPlacement& placement);

    [[nodiscard]] int workers() const;
    [[nodiscard]] measure::WorkerRecord& record(int worker) { return m_records.at(worker); }

    /// The records of the workers that there are now, by index.
    [[nodiscard]] std::vector<const measure::WorkerRecord*> activeRecords() const;
    /// The records of all workers that there ever were.
    [[nodiscard]] const std::deque<measure::WorkerRecord>& records() const { return m_records; }

private:
    class Crew;

    Gate& m_gate;
    std::deque<measure::WorkerRecord> m_records; ///< never shrinks: a record stays its worker's
    std::unique_ptr<Crew> m_crew;
};

} // namespace lockscope::lab
