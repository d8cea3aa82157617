// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/snapshot_queue.h"
#include "core/measure/source.h"
#include "core/simulation/snapshot_maker.h"

#include <condition_variable>
#include <exception>
#include <mutex>
#include <optional>
#include <thread>

namespace lockscope::simulation {

/// A simulated machine as a source of snapshots, at a rate on the wall clock: SnapshotMaker on a
/// thread of its own. Its time stands still while it is stopped. When the computer falls behind,
/// fewer snapshots come, each as long as ever.
///
/// Thread-safety: one owner thread calls start, stop, poll; apply, setSnapshotRate and the getters
/// are safe from any thread.
class SimulatedSource final : public measure::Source
{
public:
    /// Throws lab::ConfigError when the configuration or the rate (1 to 60) is not allowed.
    explicit SimulatedSource(const SimulatedConfig& config, double snapshotsPerSecond = 20);
    ~SimulatedSource() override;

    void start() override;
    void stop() override;
    [[nodiscard]] bool running() const override;
    [[nodiscard]] std::vector<measure::SnapshotPtr> poll() override;
    [[nodiscard]] measure::SourceInfo facts() const override;

    /// Asks for another configuration and returns at once; it is in force from the next snapshot
    /// on, or from the next start. Throws lab::ConfigError and changes nothing when it is not
    /// allowed.
    void apply(const SimulatedConfig& config);
    /// Another experiment on the same machine.
    void apply(const lab::LabConfig& experiment);

    /// The newest configuration asked for.
    [[nodiscard]] SimulatedConfig config() const;

    /// Snapshots a second from the next one on. Throws lab::ConfigError outside 1..60.
    void setSnapshotRate(double perSecond);

private:
    void run(const std::stop_token& stop);
    void makeOne(std::unique_lock<std::mutex>& hold);

    mutable std::mutex m_mutex; ///< guards what follows up to m_problem
    std::condition_variable_any m_wake; ///< something is wanted
    std::condition_variable m_made; ///< a snapshot is done
    SimulatedConfig m_wanted;
    std::chrono::nanoseconds m_period;
    bool m_running = false;
    bool m_making = false; ///< the thread is at work on a snapshot
    std::uint64_t m_factor = 1;
    std::exception_ptr m_problem;

    measure::SnapshotQueue m_queue;
    std::optional<SnapshotMaker> m_maker; ///< the thread's alone
    std::jthread m_thread;
};

} // namespace lockscope::simulation
