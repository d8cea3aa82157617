// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workload/task_source.h"

#include <oneapi/tbb/concurrent_queue.h>

#include <atomic>
#include <thread>

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

    ~Queue()
    {
        // The feeder may sleep in a push: make room until it has seen the request.
        m_feeder.request_stop();
        std::uint64_t item = 0;
        while (!m_fed.load(std::memory_order_acquire)) // pairs with feed()'s release: it is out
            if (!items.try_pop(item))
                std::this_thread::yield();
    }

    oneapi::tbb::concurrent_bounded_queue<std::uint64_t> items;

private:
    void feed(const std::stop_token& stop)
    {
        for (std::uint64_t task = 0; !stop.stop_requested(); ++task)
            items.push(task);
        m_fed.store(true, std::memory_order_release); // no access to items after this
    }

    std::atomic<bool> m_fed {false};
    std::jthread m_feeder;
};

Channel::Channel()
    : m_queue(std::make_unique<Queue>())
{
}

Channel::~Channel() = default;

std::optional<std::uint64_t> Channel::tryTake()
{
    std::uint64_t task = 0;
    if (!m_queue->items.try_pop(task))
        return std::nullopt;
    return task;
}

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
