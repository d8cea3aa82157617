// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lab/worker_pool.h"

#include "core/lab/experiment.h"

#include <oneapi/tbb/global_control.h>
#include <oneapi/tbb/task_arena.h>
#include <oneapi/tbb/task_group.h>
#include <oneapi/tbb/task_scheduler_observer.h>

#include <fmt/format.h>

#include <chrono>
#include <stdexcept>

#include <pthread.h>
#include <unistd.h>

namespace lockscope::lab {

namespace {

/// The worker that the calling thread of an arena is: slot 0 is reserved for an outer thread, which
/// never comes, so the workers have the slots from 1.
int thisWorker()
{
    return oneapi::tbb::this_task_arena::current_thread_index() - 1;
}

} // namespace

/// One arena with one task for each worker, from bringing them up to letting them go.
class WorkerPool::Crew : public oneapi::tbb::task_scheduler_observer
{
public:
    Crew(WorkerPool& pool, int workers, const CpuPlacement& placement)
        : m_pool(pool)
        , m_workers(workers)
        , m_placement(placement)
        , m_bound(static_cast<std::size_t>(workers), 0)
        , m_allowed(oneapi::tbb::global_control::max_allowed_parallelism,
                    static_cast<std::size_t>(workers) + 1)
        , m_arena(workers + 1, 1)
    {
        m_arena.initialize();
        observe(true);
        m_pool.m_gate.expect(workers);
        for (int i = 0; i < workers; ++i)
            m_arena.enqueue(m_group.defer([this] { work(); }));
    }

    Crew(const Crew&) = delete;
    Crew& operator=(const Crew&) = delete;

    ~Crew() noexcept override // task_group declares that it may throw; after wait() it does not
    {
        m_pool.m_gate.dismiss();
        m_arena.execute([this] { m_group.wait(); });
        observe(false);
    }

    [[nodiscard]] int workers() const { return m_workers; }

    /// While all are parked: the workers bind themselves anew before they go on.
    void place(const CpuPlacement& placement)
    {
        m_placement = placement;
        ++m_placementVersion;
    }

    void on_scheduler_entry(bool /*isWorker*/) override
    {
        if (const int worker = thisWorker(); worker >= 0)
            bind(worker);
    }

    void on_scheduler_exit(bool /*isWorker*/) override { CpuPlacement::unbindThisThread(); }

private:
    void bind(int worker)
    {
        m_placement.bindThisThread(worker);
        m_bound[static_cast<std::size_t>(worker)] = m_placementVersion;
    }

    void work()
    {
        const int worker = thisWorker();
        pthread_setname_np(pthread_self(), fmt::format("worker {}", worker).c_str());
        measure::WorkerRecord& record = m_pool.record(worker);
        // Relaxed: handed over by the gate's mutex, as all that is published before parking.
        record.slot.tid.store(static_cast<std::int32_t>(gettid()), std::memory_order_relaxed);
        while (Experiment* experiment = m_pool.m_gate.park()) {
            if (m_bound[static_cast<std::size_t>(worker)] != m_placementVersion)
                bind(worker);
            experiment->run(worker, record);
        }
    }

    WorkerPool& m_pool;
    int m_workers;
    CpuPlacement m_placement; ///< changed only while all are parked
    int m_placementVersion = 1;
    std::vector<int> m_bound; ///< by worker: the placement version that it is bound for
    oneapi::tbb::global_control m_allowed;
    oneapi::tbb::task_arena m_arena;
    oneapi::tbb::task_group m_group;
};

WorkerPool::WorkerPool(Gate& gate)
    : m_gate(gate)
{
}

WorkerPool::~WorkerPool() = default;

void WorkerPool::prepare(int workers, const CpuPlacement& placement)
{
    if (m_crew && m_crew->workers() == workers) {
        m_crew->place(placement);
        return;
    }
    m_crew.reset();
    while (m_records.size() < static_cast<std::size_t>(workers))
        m_records.emplace_back();
    m_crew = std::make_unique<Crew>(*this, workers, placement);
    constexpr std::chrono::seconds kPatience {10};
    if (!m_gate.waitAllParkedFor(kPatience)) {
        m_crew.reset();
        throw std::runtime_error(
            fmt::format("{} workers could not be brought up within {} s; try fewer workers", workers,
                        kPatience.count()));
    }
}

int WorkerPool::workers() const
{
    return m_crew ? m_crew->workers() : 0;
}

std::vector<const measure::WorkerRecord*> WorkerPool::activeRecords() const
{
    std::vector<const measure::WorkerRecord*> active;
    for (int i = 0; i < workers(); ++i)
        active.push_back(&m_records[static_cast<std::size_t>(i)]);
    return active;
}

} // namespace lockscope::lab
