// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lab/worker_pool.h"

#include "core/lab/experiment.h"
#include "core/lab/lab_config.h"
#include "core/measure/problem.h"
#include "core/measure/thread_scheduling.h"

#include <algorithm>
#include <chrono>
#include <new>
#include <stdexcept>
#include <string>
#include <utility>

#include <fmt/format.h>
#include <pthread.h>
#include <sys/mman.h>
#include <unistd.h>

namespace lockscope::lab {

namespace {

/// Throws std::bad_alloc where the system would not give as much memory as an arena needs.
///
/// oneTBB makes what all arenas share with the mutexes of its global controls held. When it is
/// refused memory there, what is to throw asks one of these controls first, and waits for its own
/// thread's mutex for ever (seen with 2022.1 under `ulimit -v`). So it is not let begin. An arena
/// of kMaxWorkers slots took 6.7 MB of addresses with 2021.8 and 4.1 with 2022.1. Nobody else takes
/// what is left meanwhile: the sampler sleeps, and workers do not exist yet.
void checkRoomForArena()
{
    constexpr std::size_t kRoom = std::size_t{16} << 20U;
    void* room = mmap(nullptr, kRoom, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    // NOLINTNEXTLINE(performance-no-int-to-ptr,cppcoreguidelines-pro-type-cstyle-cast): the
    // system's
    if (room == MAP_FAILED)
        throw std::bad_alloc();
    munmap(room, kRoom);
}

} // namespace

WorkerPool::WorkerPool(Gate& gate, std::chrono::milliseconds patience)
    : m_gate(gate)
    , m_patience(patience)
{}

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
    std::string problem;
    try {
        startThreads(m_present, workers);
        if (allCome())
            return;
        const std::exception_ptr failed = failure();
        problem = failed ? measure::problemText(failed)
                         : fmt::format("{} came, then nobody for {} s",
                                       m_gate.parked(),
                                       std::chrono::duration<double>(m_patience).count());
    } catch (const std::exception& error) {
        problem = measure::problemText(error);
    }
    disband();
    throw std::runtime_error(
        fmt::format("{} workers could not be brought up: {}; try fewer workers", workers, problem));
}

void WorkerPool::startThreads(int first, int workers)
{
    if (!m_arena) {
        checkRoomForArena();
        m_arena.emplace(kMaxWorkers,
                        kMaxWorkers); // a slot for each, and none for a thread of oneTBB's
        m_arena->initialize();
    }
    const auto size = static_cast<std::size_t>(workers);
    while (m_records.size() < size)
        m_records.emplace_back();
    while (m_places.size() < size)
        m_places.emplace_back(m_records[m_places.size()].slot);
    if (m_bound.size() < size)
        m_bound.resize(size);
    m_threads.reserve(size);
    m_gate.expect(workers - first);
    m_present = workers;
    for (int worker = first; worker < workers; ++worker)
        m_threads.emplace_back([this, worker] { live(worker); });
}

bool WorkerPool::allCome()
{
    // Not so long for all together: on a busy machine each waits its turn for a CPU before it has
    // brought up the next.
    constexpr std::chrono::milliseconds kLook{100};
    int before = -1;
    for (auto since = measure::SteadyClock::now();
         measure::SteadyClock::now() - since < m_patience;) {
        if (m_gate.waitAllParkedFor(kLook))
            return true;
        if (workerFailed())
            return false;
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
    for (std::thread& thread : m_threads)
        thread.join();
    m_threads.clear();
    m_arena.reset();
    m_gate.reset();
    m_present = 0;
    const std::lock_guard hold(m_failureMutex);
    m_failure = nullptr;
}

void WorkerPool::checkWorkers() const
{
    if (const std::exception_ptr failed = failure())
        throw std::runtime_error(
            fmt::format("a worker could not go on: {}", measure::problemText(failed)));
}

bool WorkerPool::workerFailed() const
{
    return failure() != nullptr;
}

std::vector<measure::WorkerRecord*> WorkerPool::records(int workers)
{
    std::vector<measure::WorkerRecord*> first;
    first.reserve(static_cast<std::size_t>(workers));
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

void WorkerPool::live(int worker) noexcept
{
    try {
        m_arena->execute([this, worker] { work(worker); });
    } catch (...) {
        fail(std::current_exception());
    }
}

void WorkerPool::work(int worker)
{
    pthread_setname_np(pthread_self(), fmt::format("worker {}", worker).c_str());
    measure::WorkerRecord& record = m_records[static_cast<std::size_t>(worker)];
    // Relaxed: handed over by the gate's mutex, as all that is published before parking.
    record.slot.tid.store(static_cast<std::int32_t>(gettid()), std::memory_order_relaxed);
    bind(worker);
    const WorkerSuspender::Here here(m_places[static_cast<std::size_t>(worker)]);
    while (Experiment* experiment = m_gate.park(worker)) {
        try {
            if (m_bound[static_cast<std::size_t>(worker)] != m_placementVersion)
                bind(worker);
            experiment->run(worker, record);
        } catch (...)
        { // it parks with the others, who are asked to: whoever waits for it does not wait for ever
            fail(std::current_exception());
            m_gate.requestPause();
        }
    }
}

void WorkerPool::fail(std::exception_ptr problem)
{
    const std::lock_guard hold(m_failureMutex);
    if (!m_failure)
        m_failure = std::move(problem);
}

std::exception_ptr WorkerPool::failure() const
{
    const std::lock_guard hold(m_failureMutex);
    return m_failure;
}

} // namespace lockscope::lab
