// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workload/task_source.h"

#include "core/measure/thread_scheduling.h"

#include <oneapi/tbb/concurrent_queue.h>

#include <chrono>
#include <thread>

#include <pthread.h>

namespace lockscope::workload {

class Channel::Queue
{
public:
    Queue()
    {
        items.set_capacity(kCapacity);
        m_feeder = std::jthread([this](const std::stop_token& stop) { feed(stop); });
    }

    Queue(const Queue&) = delete;
    Queue& operator=(const Queue&) = delete;

    ~Queue() = default; // stops and joins the feeder first

    oneapi::tbb::concurrent_bounded_queue<std::uint64_t> items;

private:
    /// Tries, and sleeps while the queue is full. A push() that sleeps keeps its place in the queue, and
    /// workers that come to that place spin on it until the feeder has been woken: among many workers on
    /// few CPUs they then take the very CPU that it needs.
    void feed(const std::stop_token& stop)
    {
        constexpr std::chrono::microseconds kNap {50};
        pthread_setname_np(pthread_self(), "channel feeder");
        measure::askForShortLatency();
        for (std::uint64_t task = 0; !stop.stop_requested();) {
            if (items.try_push(task))
                ++task;
            else
                std::this_thread::sleep_for(kNap);
        }
    }

    std::jthread m_feeder;
};

Channel::Channel()
    : m_queue(std::make_unique<Queue>())
{
}

Channel::~Channel() = default;

std::uint64_t Channel::take()
{
    std::uint64_t task = 0;
    m_queue->items.pop(task);
    return task;
}

TaskSources::TaskSources(TaskSourceKind source)
    : kind(source)
    , channel(source == TaskSourceKind::Channel ? std::make_unique<Channel>() : nullptr)
{
}

} // namespace lockscope::workload
