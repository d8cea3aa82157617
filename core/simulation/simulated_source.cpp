// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/simulation/simulated_source.h"

#include "core/lab/lab.h"
#include "core/measure/clock.h"
#include "core/measure/thread_scheduling.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include <fmt/format.h>
#include <pthread.h>

namespace lockscope::simulation {

namespace {

std::chrono::nanoseconds periodOf(double perSecond)
{
    if (!(perSecond >= lab::kMinSnapshotRate && perSecond <= lab::kMaxSnapshotRate))
        throw lab::ConfigError("rate",
                               fmt::format("{}", perSecond),
                               fmt::format("{} to {} snapshots a second",
                                           lab::kMinSnapshotRate,
                                           lab::kMaxSnapshotRate));
    return std::chrono::nanoseconds(std::llround(1e9 / perSecond));
}

const SimulatedConfig& validated(const SimulatedConfig& config)
{
    validate(config);
    return config;
}

} // namespace

SimulatedSource::SimulatedSource(const SimulatedConfig& config, double snapshotsPerSecond)
    : m_wanted(validated(config))
    , m_period(periodOf(snapshotsPerSecond))
    , m_thread([this](const std::stop_token& stop) { run(stop); })
{}

SimulatedSource::~SimulatedSource() = default; // asks the thread to stop, and joins it

void SimulatedSource::start()
{
    const std::lock_guard hold(m_mutex);
    m_running = true;
    m_wake.notify_all();
}

void SimulatedSource::stop()
{
    std::unique_lock hold(m_mutex);
    m_running = false;
    m_wake.notify_all();
    m_made.wait(hold, [this] { return !m_making; });
}

bool SimulatedSource::running() const
{
    const std::lock_guard hold(m_mutex);
    return m_running;
}

std::vector<measure::SnapshotPtr> SimulatedSource::poll()
{
    std::exception_ptr problem;
    {
        const std::lock_guard hold(m_mutex);
        problem = std::exchange(m_problem, nullptr);
    }
    if (problem)
        std::rethrow_exception(problem);
    return m_queue.take();
}

measure::SourceInfo SimulatedSource::facts() const
{
    SimulatedConfig config;
    std::uint64_t factor = 1;
    {
        const std::lock_guard hold(m_mutex);
        config = m_wanted;
        factor = m_factor;
    }
    measure::SourceInfo facts{.provenance = measure::kSimulated,
                              .host = hostFacts(config),
                              .config = configFacts(config),
                              .probe = std::nullopt};
    facts.config.emplace_back("simulated",
                              factor == 1 ? "every ns computed"
                                          : fmt::format("1 of every {} ns computed", factor));
    return facts;
}

void SimulatedSource::apply(const SimulatedConfig& config)
{
    validate(config);
    const std::lock_guard hold(m_mutex);
    m_wanted = config;
}

void SimulatedSource::apply(const lab::LabConfig& experiment)
{
    SimulatedConfig wanted = config();
    wanted.experiment = experiment;
    apply(wanted);
}

SimulatedConfig SimulatedSource::config() const
{
    const std::lock_guard hold(m_mutex);
    return m_wanted;
}

void SimulatedSource::setSnapshotRate(double perSecond)
{
    const auto period = periodOf(perSecond);
    const std::lock_guard hold(m_mutex);
    m_period = period;
}

void SimulatedSource::run(const std::stop_token& stop)
{
    pthread_setname_np(pthread_self(), "simulator");
    measure::askForShortLatency();
    std::unique_lock hold(m_mutex);
    while (!stop.stop_requested()) {
        if (!m_wake.wait(hold, stop, [this] { return m_running; }))
            return;
        auto due = measure::SteadyClock::now();
        while (m_running && !stop.stop_requested()) {
            makeOne(hold);
            // On the beat; what is lost is lost, so that a slow computer is not busy catching up
            // for ever.
            due = std::max(due + m_period, measure::SteadyClock::now());
            m_wake.wait_until(hold, stop, due, [this] { return !m_running; });
        }
    }
}

void SimulatedSource::makeOne(std::unique_lock<std::mutex>& hold)
{
    const SimulatedConfig wanted = m_wanted;
    const auto period = m_period;
    m_making = true;
    hold.unlock();
    std::exception_ptr problem;
    try {
        if (m_maker)
            m_maker->apply(wanted);
        else
            m_maker.emplace(wanted);
        m_queue.push(m_maker->next(period));
    } catch (...) {
        problem = std::current_exception();
    }
    hold.lock();
    m_making = false;
    if (m_maker)
        m_factor = m_maker->factor();
    if (problem) {
        m_problem = problem;
        m_running = false;
    }
    m_made.notify_all();
}

} // namespace lockscope::simulation
