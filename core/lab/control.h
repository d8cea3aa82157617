// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lab/experiment.h"
#include "core/lab/gate.h"
#include "core/lab/lab_config.h"
#include "core/lab/lab_options.h"
#include "core/lab/worker_pool.h"
#include "core/measure/sampler.h"
#include "core/measure/source.h"

#include <chrono>
#include <condition_variable>
#include <exception>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>

namespace lockscope::lab {

/// The lab's inside: one thread that brings what is (workers, experiment, running or not) to what
/// was asked for, one rendezvous at a time. The public calls only say what is wanted. Thread-safe.
class Control
{
public:
    Control(const LabConfig& config, const LabOptions& options);
    Control(const Control&) = delete;
    Control& operator=(const Control&) = delete;
    ~Control();

    void start();
    void stop(); ///< returns when no worker is inside a call
    void apply(const LabConfig& config);

    [[nodiscard]] bool running() const;
    [[nodiscard]] bool settled() const;
    [[nodiscard]] bool waitFinished(std::chrono::nanoseconds atMost);
    [[nodiscard]] LabConfig config() const;
    [[nodiscard]] measure::SourceInfo facts() const;
    /// Throws what stopped the control thread's work, once.
    void throwProblem();

    [[nodiscard]] measure::Sampler& sampler() { return m_sampler; }
    [[nodiscard]] const measure::Sampler& sampler() const { return m_sampler; }

private:
    /// What the control thread finds to do next.
    enum class Step
    {
        Wait,
        Begin,
        Initialise,
        Pause,
        Change,
        Finish,
        Quit
    };

    using TimePoint = measure::SteadyClock::time_point;

    /// A request as a step takes it up.
    struct Taken
    {
        LabConfig config{};
        std::uint64_t revision = 0;
        TimePoint askedAt{};
    };

    void askForPause(); ///< under the mutex

    // On the control thread.
    void run();
    [[nodiscard]] Step nextStep() const; ///< under the mutex
    void carryOut(Step step, const LabConfig& wanted);
    void begin(const LabConfig& wanted);
    void initialise();
    void pause();
    void change(const LabConfig& wanted);
    void gather(); ///< asks all workers to park and waits until they have; throws when one could
                   ///< not go on
    void giveUp(); ///< after a step that threw
    void build(const LabConfig& wanted);
    void release(std::optional<measure::ConfigChange> change);
    void settle(bool isRunning);
    void checkAtRest();

    const LabOptions m_options;

    mutable std::mutex m_mutex; ///< guards what follows up to m_problem
    std::condition_variable m_wake; ///< something is wanted, or all workers have parked
    std::condition_variable m_settled; ///< what is has changed
    LabConfig m_wanted;
    std::uint64_t m_wantedRevision = 0;
    TimePoint m_askedAt; ///< when the oldest request was made that no step has taken up
    Taken m_taken; ///< what the newest step took up
    bool m_wantRunning = false;
    bool m_quit = false;
    LabConfig m_inForce;
    std::uint64_t m_inForceRevision = 0;
    bool m_isRunning = false;
    bool m_busy = false; ///< the control thread is carrying out a step
    bool m_finished = false;
    bool m_initialised = false;
    TimePoint m_initialiseAt;
    measure::HostFacts m_host;
    std::optional<measure::ProbeCost> m_probeCost;
    std::exception_ptr m_problem;

    workload::TaskBudget m_budget;
    Gate m_gate;
    WorkerPool m_pool; ///< control thread alone
    std::unique_ptr<Experiment> m_experiment; ///< control thread; workers between release and park
    std::uint64_t m_changes = 0; ///< control thread alone
    measure::Sampler m_sampler;
    std::thread m_thread;
};

} // namespace lockscope::lab
