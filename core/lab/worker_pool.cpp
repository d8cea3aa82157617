// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lab/worker_pool.h"

#include "core/lab/experiment.h"

#include <oneapi/tbb/task_arena.h>
#include <oneapi/tbb/task_group.h>
#include <oneapi/tbb/task_scheduler_observer.h>

#include <fmt/format.h>

#include <chrono>
#include <stdexcept>

#include <pthread.h>
#include <unistd.h>

namespace lockscope::lab {

/// One arena with one task for each of its workers, from bringing them up to letting them go.
class WorkerPool::Crew : public oneapi::tbb::task_scheduler_observer
{
public:
    Crew(WorkerPool& pool, int firstWorker, int workers)
        : m_pool(pool)
        , m_firstWorker(firstWorker)
        , m_arena(workers + 1, 1)
    {
        m_arena.initialize();
        observe(true);
        for (int i = 0; i < workers; ++i)
            m_arena.enqueue(m_group.defer([this] { m_pool.work(thisWorker()); }));
    }

    Crew(const Crew&) = delete;
    Crew& operator=(const Crew&) = delete;

    /// After the gate has dismissed the workers.
    ~Crew() noexcept override // task_group declares that it may throw; after wait() it does not
    {
        m_arena.execute([this] { m_group.wait(); });
        observe(false);
    }

    void on_scheduler_entry(bool /*isWorker*/) override
    {
        if (oneapi::tbb::this_task_arena::current_thread_index() > 0)
            m_pool.bind(thisWorker());
    }

    void on_scheduler_exit(bool /*isWorker*/) override { CpuPlacement::unbindThisThread(); }

private:
    /// The worker that the calling thread is: slot 0 of the arena is reserved for an outer thread, so
    /// its workers have the slots from 1.
    [[nodiscard]] int thisWorker() const
    {
        return m_firstWorker + oneapi::tbb::this_task_arena::current_thread_index() - 1;
    }

    WorkerPool& m_pool;
    int m_firstWorker;
    oneapi::tbb::task_arena m_arena;
    oneapi::tbb::task_group m_group;
};

WorkerPool::WorkerPool(Gate& gate)
    : m_gate(gate)
{
}

WorkerPool::~WorkerPool()
{
    m_gate.dismiss();
}

void WorkerPool::prepare(int workers, const CpuPlacement& placement)
{
    m_placement = placement;
    ++m_placementVersion;
    const int present = static_cast<int>(m_records.size());
    const int more = workers - present;
    if (more > 0) {
        m_records.resize(static_cast<std::size_t>(workers));
        m_bound.resize(static_cast<std::size_t>(workers));
        m_gate.expect(more);
        using Control = oneapi::tbb::global_control;
        m_parallelism = std::make_unique<Control>(Control::max_allowed_parallelism,
                                                  static_cast<std::size_t>(workers) + 1);
        m_crews.push_back(std::make_unique<Crew>(*this, present, more));
    }
    constexpr std::chrono::seconds kPatience {20};
    if (!m_gate.waitAllParkedFor(kPatience))
        throw std::runtime_error(
            fmt::format("{} workers could not be brought up within {} s; try fewer workers", workers,
                        kPatience.count()));
}

std::vector<const measure::WorkerRecord*> WorkerPool::records(int workers) const
{
    std::vector<const measure::WorkerRecord*> first;
    for (int i = 0; i < workers; ++i)
        first.push_back(&m_records[static_cast<std::size_t>(i)]);
    return first;
}

void WorkerPool::bind(int worker)
{
    m_placement->bindThisThread(worker);
    m_bound[static_cast<std::size_t>(worker)] = m_placementVersion;
}

void WorkerPool::work(int worker)
{
    pthread_setname_np(pthread_self(), fmt::format("worker {}", worker).c_str());
    measure::WorkerRecord& record = m_records[static_cast<std::size_t>(worker)];
    // Relaxed: handed over by the gate's mutex, as all that is published before parking.
    record.slot.tid.store(static_cast<std::int32_t>(gettid()), std::memory_order_relaxed);
    while (Experiment* experiment = m_gate.park(worker)) {
        if (m_bound[static_cast<std::size_t>(worker)] != m_placementVersion)
            bind(worker);
        experiment->run(worker, record);
    }
}

} // namespace lockscope::lab
