// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/workload/kinds.h"

#include <atomic>
#include <cstdint>
#include <memory>

namespace lockscope::workload {

/// The shared bounded queue: tbb::concurrent_bounded_queue, kept full by one feeder thread of its
/// own, which like the sender of a Go channel sleeps while the queue is full.
class Channel
{
public:
    static constexpr int kCapacity = 4096;

    Channel();
    Channel(const Channel&) = delete;
    Channel& operator=(const Channel&) = delete;
    ~Channel();

    /// A task; waits for one while there is none. The feeder never ends while the channel lives, so one always comes.
    [[nodiscard]] std::uint64_t take();

private:
    class Queue;
    std::unique_ptr<Queue> m_queue;
};

/// What tasks are taken from; made anew for each configuration. Only the member of the kind in use
/// is touched.
struct TaskSources
{
    explicit TaskSources(TaskSourceKind kind);

    TaskSourceKind kind;
    alignas(64) std::atomic<std::uint64_t> counter {0};
    std::unique_ptr<Channel> channel; ///< set when kind is Channel
};

} // namespace lockscope::workload
