// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lab/worker_pool.h"

#include "core/lab/experiment.h"
#include "core/lab/lab_config.h"
#include "core/measure/thread_scheduling.h"

#include <oneapi/tbb/global_control.h>
#include <oneapi/tbb/task_arena.h>
#include <oneapi/tbb/task_group.h>
#include <oneapi/tbb/task_scheduler_observer.h>

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <latch>
#include <memory>
#include <stdexcept>
#include <string>
#include <system_error>
#include <thread>

#include <pthread.h>
#include <unistd.h>

namespace lockscope::lab {

namespace {

/// Throws unless the system gives so many threads at once: oneTBB, which finds out on threads of its own,
/// would end the program.
void checkThreads(int count, int workers)
{
    std::latch all(1);
    std::vector<std::jthread> threads;
    std::string problem;
    try {
        for (int i = 0; i < count; ++i)
            threads.emplace_back([&all] { all.wait(); });
    } catch (const std::system_error& error) {
        problem = error.what();
    }
    all.count_down();
    threads.clear();
    if (!problem.empty())
        throw std::runtime_error(fmt::format(
            "{} workers need more threads than the system gives ({}); try fewer workers", workers,
            problem));
}

/// Lets oneTBB have the threads of several pools, from now on; threads are made for who asks for them alone.
///
/// There is one limit, because it obeys the least of all that are set at a time, and it is far above the workers
/// that there are: oneTBB shares what it allows between all arenas that it takes for busy, and one that was left
/// a moment ago can still count. With a limit of its own workers alone a pool of 64 after one of 64 sometimes got
/// 32 of them, and waited for the rest for ever.
void allowWorkers()
{
    using Control = oneapi::tbb::global_control;
    constexpr std::size_t kPools = 4;
    static const Control s_limit(Control::max_allowed_parallelism, kPools * kMaxWorkers + 1);
}

} // namespace

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
            m_arena.enqueue(m_group.defer([this] {
                if (inSlot() > 0) // else the destructor found a task that no worker had begun
                    m_pool.work(thisWorker());
            }));
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
        if (inSlot() > 0)
            m_pool.bind(thisWorker());
    }

    void on_scheduler_exit(bool /*isWorker*/) override { CpuPlacement::unbindThisThread(); }

private:
    /// The calling thread's place in the arena: 0 is reserved for an outer thread, the destructor's, and
    /// the workers have those from 1.
    static int inSlot() { return oneapi::tbb::this_task_arena::current_thread_index(); }

    [[nodiscard]] int thisWorker() const { return m_firstWorker + inSlot() - 1; }

    WorkerPool& m_pool;
    int m_firstWorker;
    oneapi::tbb::task_arena m_arena;
    oneapi::tbb::task_group m_group;
};

WorkerPool::WorkerPool(Gate& gate, std::chrono::milliseconds patience)
    : m_gate(gate)
    , m_patience(patience)
{
}

WorkerPool::~WorkerPool()
{
    disband();
}

void WorkerPool::prepare(int workers, const CpuPlacement& placement)
{
    m_placement = placement;
    m_niceness = measure::nicenessOfCrowd(static_cast<double>(workers)
                                          / static_cast<double>(placement.cpus().size()));
    ++m_placementVersion;
    if (workers > m_present)
        add(workers - m_present);
}

void WorkerPool::add(int more)
{
    const int workers = m_present + more;
    checkThreads(more, workers);
    const auto size = std::max(m_records.size(), static_cast<std::size_t>(workers));
    m_records.resize(size);
    while (m_places.size() < size)
        m_places.emplace_back(m_records[m_places.size()].slot);
    m_bound.resize(size);
    m_gate.expect(more);
    allowWorkers();
    const int first = m_present;
    m_present = workers;
    m_crews.push_back(std::make_unique<Crew>(*this, first, more));
    if (allCome())
        return;
    const int came = m_gate.parked();
    disband();
    throw std::runtime_error(fmt::format(
        "{} workers could not be brought up: {} came, then nobody for {} s; try fewer workers", workers, came,
        std::chrono::duration<double>(m_patience).count()));
}

bool WorkerPool::allCome()
{
    // Not so long for all together: on a busy machine each waits its turn for a CPU before it has brought up the next.
    constexpr std::chrono::milliseconds kLook {100};
    int before = -1;
    for (auto since = measure::SteadyClock::now(); measure::SteadyClock::now() - since < m_patience;) {
        if (m_gate.waitAllParkedFor(kLook))
            return true;
        const int now = m_gate.parked();
        if (now != before)
            since = measure::SteadyClock::now();
        before = now;
    }
    return false;
}

void WorkerPool::disband()
{
    m_gate.dismiss();
    m_crews.clear();
    m_gate.reset();
    m_present = 0;
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
    measure::setNiceness(m_niceness);
    m_bound[static_cast<std::size_t>(worker)] = m_placementVersion;
}

void WorkerPool::work(int worker)
{
    pthread_setname_np(pthread_self(), fmt::format("worker {}", worker).c_str());
    measure::WorkerRecord& record = m_records[static_cast<std::size_t>(worker)];
    // Relaxed: handed over by the gate's mutex, as all that is published before parking.
    record.slot.tid.store(static_cast<std::int32_t>(gettid()), std::memory_order_relaxed);
    const LinePlace::Here here(m_places[static_cast<std::size_t>(worker)]);
    while (Experiment* experiment = m_gate.park(worker)) {
        if (m_bound[static_cast<std::size_t>(worker)] != m_placementVersion)
            bind(worker);
        experiment->run(worker, record);
    }
}

} // namespace lockscope::lab
