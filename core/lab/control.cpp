// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lab/control.h"

#include "core/guards/registry.h"
#include "core/lab/conservation.h"
#include "core/lab/probe_cost.h"
#include "core/lab/waiter_throttle.h"
#include "core/measure/thread_scheduling.h"

#include <algorithm>
#include <utility>

#include <pthread.h>

namespace lockscope::lab {

Control::Control(const LabConfig& config, const LabOptions& options)
    : m_options(options)
    , m_wanted(config)
    , m_inForce(config)
    , m_host(measure::readHostFacts())
    , m_budget(options.tasks)
    , m_gate([this] {
        const std::lock_guard hold(m_mutex); // so that the wake-up falls into no gap
        m_wake.notify_all();
    })
    , m_pool(m_gate, options.patience)
    , m_sampler(options.snapshotsPerSecond, options.probe, options.countHardware)
    , m_thread([this] { run(); })
{}

Control::~Control()
{
    {
        const std::lock_guard hold(m_mutex);
        m_quit = true;
    }
    m_wake.notify_all();
    m_thread.join();
}

void Control::start()
{
    const std::lock_guard hold(m_mutex);
    m_wantRunning = !m_finished;
    m_wake.notify_all();
}

void Control::stop()
{
    std::unique_lock hold(m_mutex);
    m_wantRunning = false;
    askForPause();
    m_wake.notify_all();
    // A start that is under way comes to its end first, or calls would begin after this returned.
    m_settled.wait(hold, [this] { return !m_isRunning && !m_busy; });
}

void Control::apply(const LabConfig& config)
{
    const std::lock_guard hold(m_mutex);
    if (config == m_wanted)
        return;
    m_wanted = config;
    if (m_wantedRevision++ == m_taken.revision)
        m_askedAt = measure::SteadyClock::now();
    askForPause();
    m_wake.notify_all();
}

void Control::askForPause()
{
    // Here and not on the control thread: among many busy workers that thread is woken late, and
    // workers that park leave it a CPU.
    if (m_isRunning)
        m_gate.requestPause();
}

bool Control::running() const
{
    const std::lock_guard hold(m_mutex);
    return m_wantRunning;
}

bool Control::settled() const
{
    const std::lock_guard hold(m_mutex);
    return m_isRunning == m_wantRunning
        && (m_inForceRevision == m_wantedRevision || !m_wantRunning);
}

bool Control::waitFinished(std::chrono::nanoseconds atMost)
{
    std::unique_lock hold(m_mutex);
    m_settled.wait_for(hold, atMost, [this] { return m_finished || m_problem; });
    return m_finished;
}

LabConfig Control::config() const
{
    const std::lock_guard hold(m_mutex);
    return m_wanted;
}

measure::SourceInfo Control::facts() const
{
    const std::lock_guard hold(m_mutex);
    return {.provenance = measure::kLive,
            .host = m_host,
            .config = configFacts(m_isRunning ? m_inForce : m_wanted),
            .probe = m_probeCost};
}

void Control::throwProblem()
{
    std::exception_ptr problem;
    {
        const std::lock_guard hold(m_mutex);
        problem = std::exchange(m_problem, nullptr);
    }
    if (problem)
        std::rethrow_exception(problem);
}

Control::Step Control::nextStep() const
{
    if (m_isRunning) {
        const bool due = measure::SteadyClock::now() >= m_initialiseAt;
        const bool ends = m_quit || !m_wantRunning || m_pool.workerFailed();
        if (!m_initialised && (due || ends))
            return Step::Initialise; // a pause would wait for callers that wait for this
        if (m_budget.exhausted() && m_gate.allParked())
            return Step::Finish;
        if (ends)
            return Step::Pause;
        if (m_initialised && m_inForceRevision != m_wantedRevision)
            return Step::Change;
        return Step::Wait;
    }
    if (m_quit)
        return Step::Quit;
    return m_wantRunning ? Step::Begin : Step::Wait;
}

void Control::run()
{
    pthread_setname_np(pthread_self(), "lab control");
    measure::askForShortLatency();
    measure::askForExactTimers();
    std::unique_lock hold(m_mutex);
    for (;;) {
        const Step step = nextStep();
        if (step == Step::Quit)
            break;
        if (step == Step::Wait) {
            if (m_isRunning && !m_initialised)
                m_wake.wait_until(hold, m_initialiseAt);
            else
                m_wake.wait(hold);
            continue;
        }
        m_busy = true;
        std::exception_ptr problem;
        try {
            m_taken = {.config = m_wanted, .revision = m_wantedRevision, .askedAt = m_askedAt};
            const LabConfig wanted = m_wanted;
            hold.unlock();
            carryOut(step, wanted);
        } catch (...) {
            problem = std::current_exception();
        }
        if (hold.owns_lock())
            hold.unlock();
        if (problem)
            giveUp();
        hold.lock();
        if (problem) {
            m_problem = problem;
            m_isRunning = false;
            m_wantRunning = false;
        }
        m_busy = false;
        m_settled.notify_all();
    }
    hold.unlock();
    m_pool.disband(); // here: the thread that made the arena releases it
}

void Control::giveUp()
{
    // Nothing runs until it is asked for again, and then everything is built anew.
    if (m_experiment) {
        m_experiment->initialise(); // nobody may be left waiting for it
        m_gate.requestPause();
        m_gate.waitAllParked();
        m_experiment.reset();
    }
    if (m_pool.workerFailed())
        m_pool.disband();
    try {
        m_sampler.pause(measure::SteadyClock::now());
    } catch (...) { // of two problems the first is told
    }
}

void Control::carryOut(Step step, const LabConfig& wanted)
{
    switch (step) {
    case Step::Begin:
        return begin(wanted);
    case Step::Initialise:
        return initialise();
    case Step::Change:
        return change(wanted);
    case Step::Pause:
    case Step::Finish:
        return pause();
    case Step::Wait:
    case Step::Quit:
        return;
    }
}

void Control::begin(const LabConfig& wanted)
{
    if (m_options.probe && m_options.measureProbeCost && !m_experiment) {
        const auto cost = measureProbeCost(wanted, [this] {
            const std::lock_guard hold(m_mutex);
            return m_quit || !m_wantRunning;
        });
        const std::lock_guard hold(m_mutex);
        m_probeCost = cost;
    }
    std::optional<measure::ConfigChange> change;
    if (m_experiment && m_experiment->config() != wanted)
        change = measure::ConfigChange{.label = changeLabel(m_experiment->config(), wanted),
                                       .config = configFacts(wanted)};
    if (!m_experiment || change)
        build(wanted);
    release(std::move(change));
}

void Control::initialise()
{
    m_experiment->initialise();
    const std::lock_guard hold(m_mutex);
    m_initialised = true;
}

void Control::pause()
{
    gather();
    checkAtRest();
    m_sampler.pause(m_gate.parkedSince());
    settle(false);
}

void Control::change(const LabConfig& wanted)
{
    gather();
    checkAtRest();
    std::optional<measure::ConfigChange> change;
    if (m_experiment->config() != wanted) { // else it was taken back before it came into force
        change = measure::ConfigChange{.label = changeLabel(m_experiment->config(), wanted),
                                       .config = configFacts(wanted)};
        build(wanted);
    }
    release(std::move(change));
}

void Control::gather()
{
    m_gate.requestPause();
    const LabConfig& config = m_experiment->config();
    const int cpus = std::min(config.cpus, availableCpus());
    const guards::GuardTraits traits = guards::findGuard(config.guard)->traits;
    // Who sleeps in the end leaves the CPUs to others, and behind the fast path nobody waits.
    const bool mayLineUp =
        traits.spins && !traits.blocks && !config.fastPath && config.workers > cpus;
    if (!mayLineUp || !m_options.probe) {
        m_gate.waitAllParked();
    } else if (!m_gate.waitAllParkedFor(WaiterThrottle::kPatience)) {
        WaiterThrottle line(m_pool.places(), cpus);
        while (!m_gate.waitAllParkedFor(WaiterThrottle::kPeriod))
            line.look();
    }
    m_pool.checkWorkers();
}

void Control::build(const LabConfig& wanted)
{
    // A runtime initialises once; another delay asks to see that again.
    const bool again = !m_experiment || m_experiment->config().initDelayMs != wanted.initDelayMs;
    const bool initialised = !again || wanted.initDelayMs == 0;
    m_experiment.reset(); // before its successor, so that there is one channel at a time
    m_pool.prepare(wanted.workers, CpuPlacement(wanted.placement, wanted.cpus));
    // A live change has all workers waiting: then the channel is refilled as it empties.
    const bool prefill = !m_isRunning;
    m_experiment = std::make_unique<Experiment>(
        wanted, initialised, m_options.probe, prefill, m_budget, m_gate.pauseFlag());
    const std::lock_guard hold(m_mutex);
    m_initialised = initialised;
}

void Control::release(std::optional<measure::ConfigChange> change)
{
    const LabConfig& config = m_experiment->config();
    const int workers = config.workers;
    m_sampler.lookAround();
    m_sampler.resume(measure::SteadyClock::now(),
                     m_pool.records(workers),
                     std::min(workers, config.cpus) < availableCpus(),
                     config.cpus);
    const auto now = measure::SteadyClock::now();
    {
        const std::lock_guard hold(m_mutex);
        m_initialiseAt = now + std::chrono::milliseconds(m_experiment->config().initDelayMs);
        if (change) {
            change->gap = m_isRunning ? now - m_taken.askedAt : std::chrono::nanoseconds(0);
            if (!m_initialised)
                change->initialising = m_initialiseAt - now;
        }
    }
    if (change) {
        change->revision = ++m_changes;
        m_sampler.noteChange(std::move(*change), now);
    }
    m_gate.release(*m_experiment, workers);
    settle(true);
}

void Control::settle(bool isRunning)
{
    const std::lock_guard hold(m_mutex);
    m_isRunning = isRunning;
    if (isRunning) {
        m_inForce = m_taken.config;
        m_inForceRevision = m_taken.revision;
    }
    if (!isRunning && m_budget.exhausted()) {
        m_finished = true;
        m_wantRunning = false;
    }
    m_settled.notify_all();
}

void Control::checkAtRest()
{
    measure::Totals sum;
    for (const measure::WorkerRecord& record : m_pool.records())
        sum += record.slot.totals();
    for (std::string& violation :
         violationsAtRest(sum, m_options.probe, m_experiment->wrongAnswers()))
        m_sampler.noteViolation(std::move(violation));
}

} // namespace lockscope::lab
