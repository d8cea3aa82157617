// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/guards/guard_variant.h"
#include "core/lab/lab_config.h"
#include "core/lab/placement.h"
#include "core/measure/worker_tracker.h"
#include "core/workload/task_budget.h"
#include "core/workload/task_source.h"

#include <atomic>
#include <cstdint>
#include <memory>

namespace lockscope::lab {

/// One configuration made real: the guard, the tasks and the loop that goes with them. Made and
/// destroyed while no worker is inside.
class Experiment
{
public:
    /// `config` is valid. With `initialised` the runtime behind the guard is initialised already;
    /// else callers wait until initialise(). `prefill`: the channel holds as many tasks of the
    /// budget as it can from the beginning, which takes it some milliseconds a million; else it is
    /// refilled as it empties. `budget` and `pause` outlive the experiment.
    Experiment(const LabConfig& config,
               bool initialised,
               bool probe,
               bool prefill,
               workload::TaskBudget& budget,
               const std::atomic<bool>& pause);

    [[nodiscard]] const LabConfig& config() const { return m_config; }

    /// The runtime has initialised: lets every caller through. Thread-safe.
    void initialise() { m_guard->notify(); }

    /// Runs the loop as one worker until a pause or the end of the tasks. Each worker on its
    /// thread.
    void run(int worker, measure::WorkerRecord& record);

    /// Callbacks that answered something else than their key asks for; 0 unless memory was
    /// trampled.
    [[nodiscard]] std::uint64_t wrongAnswers() const
    {
        return m_wrongAnswers.load(std::memory_order_relaxed); // a count on its own
    }

private:
    LabConfig m_config;
    std::unique_ptr<guards::GuardBox> m_guard;
    guards::RunFunction m_loop;
    workload::TaskSources m_sources;
    workload::TaskBudget& m_budget;
    const std::atomic<bool>& m_pause;
    workload::WorkSteps m_steps;
    std::uint64_t m_batch;
    std::atomic<std::uint64_t> m_wrongAnswers{0};
};

/// Calls between two looks up: about 20 us of uncontended calls, so that looking up costs nothing
/// that can be measured and a change does not wait for long.
[[nodiscard]] std::uint64_t batchLength(const LabConfig& config);

} // namespace lockscope::lab
