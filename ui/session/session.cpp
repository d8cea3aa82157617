// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/session.h"

#include "core/recording/header.h"
#include "ui/session/forecast_machine.h"
#include "ui/words/problem_text.h"

#include <algorithm>
#include <exception>
#include <utility>

namespace lockscope::ui {

namespace {

Experiment firstExperiment(const lab::LabConfig& config, ExecutionTarget target, QString& problem)
{
    FirstForecastMachine first = firstForecastMachine();
    if (!target)
        problem = first.problem; // else the target is the machine
    return {config, std::move(target), std::move(first.machine)};
}

} // namespace

Session::Session(FeedMaker make,
                 const lab::LabConfig& config,
                 ExecutionTarget target,
                 QObject* parent)
    : QObject(parent)
    , m_experiment(firstExperiment(config, std::move(target), m_calibrationProblem))
    , m_watched(std::move(make))
{
    prepareFeed(m_experiment);
    m_timer.setInterval(1000 / m_refreshHz);
    connect(&m_timer, &QTimer::timeout, this, &Session::poll);
}

bool Session::guarded(const std::function<void()>& action)
{
    try {
        action();
        return true;
    } catch (const std::exception& error) {
        emit problem(problemText(error));
    } catch (...) {
        emit problem(tr("The source failed without saying why."));
    }
    return false;
}

// The feeds, and which of them is shown.

void Session::follow(const Feed& feed)
{
    connect(&feed, &Feed::problem, this, &Session::problem);
    connect(&feed, &Feed::changed, this, [this, &feed] { // it is the sender
        if (&feed == &this->feed())
            emit feedChanged();
    });
    connect(&feed, &Feed::requestChanged, this, [this, &feed] {
        if (&feed == &this->feed())
            emit configChanged();
    });
}

void Session::prepareFeed(const Experiment& wanted)
{
    if (!m_watched.has(wanted.target()))
        follow(m_watched.make(wanted, m_refreshHz).feed());
    else if (wanted.config() != m_experiment.config() || wanted.target() != m_experiment.target())
        m_watched.at(wanted.target()).feed().apply(wanted.request());
}

void Session::show(std::unique_ptr<Feed> feed, bool start)
{
    if (!m_shown)
        m_goesOn = m_goesOn || m_running;
    pause();
    const bool wasFrozen = frozen();
    follow(*feed);
    m_shown = std::make_unique<WatchedFeed>(std::move(feed));
    tellReplaced(wasFrozen);
    emit configChanged();
    if (start)
        this->start();
    else
        takeNow();
}

void Session::leaveShown()
{
    if (!m_shown)
        return;
    pause();
    const bool wasFrozen = frozen();
    m_shown.reset();
    tellReplaced(wasFrozen);
    emit configChanged();
    goOn();
}

void Session::tellReplaced(bool wasFrozen)
{
    m_shownConfig = facts() ? facts()->config : measure::ConfigFacts();
    emit feedReplaced();
    if (frozen() != wasFrozen)
        emit frozenChanged(frozen());
    emit historyChanged();
}

void Session::beginJob()
{
    ++m_jobs;
    const bool runsElsewhere = feed().traits().provenance.delivery == measure::Delivery::Remote;
    if (!m_running || runsElsewhere)
        return; // what runs on another host takes nothing from this one
    if (m_shown)
        m_pausedForJob = &feed();
    else
        m_goesOn = true;
    pause();
}

void Session::endJob()
{
    if (--m_jobs > 0)
        return;
    const QPointer<Feed> paused = std::exchange(m_pausedForJob, nullptr);
    if (paused && paused == &feed())
        start();
    goOn();
}

void Session::goOn()
{
    if (m_goesOn && !m_shown && m_jobs == 0)
        start();
}

// What the feed that is shown does, and the picture of it.

void Session::start()
{
    if (m_running)
        return;
    if (!m_shown)
        m_goesOn = false; // it does
    if (!guarded([this] { shown().start(); }))
        return;
    m_timer.start();
    noteRunning();
}

void Session::stop()
{
    if (!m_shown)
        m_goesOn = false;
    pause();
}

void Session::pause()
{
    if (!m_running)
        return;
    m_timer.stop();
    guarded([this] {
        shown().stop();
        takeSnapshots();
    });
    noteRunning();
}

void Session::setRunning(bool running)
{
    if (running)
        start();
    else
        stop();
}

void Session::poll()
{
    if (!guarded([this] { takeSnapshots(); })) {
        // A source that throws would throw again at the next tick: stop asking, say it once.
        stop();
        return;
    }
    noteRunning();
    if (m_running)
        return;
    guarded([this] { takeSnapshots(); }); // its last ones may have come since it was polled
    if (!m_shown) // which can be played again
        feed().close(); // the next start opens it anew
}

void Session::takeNow()
{
    guarded([this] { takeSnapshots(); });
    noteRunning();
}

void Session::takeSnapshots()
{
    const auto snapshots = shown().take();
    if (snapshots) {
        emit snapshotsCame(*snapshots);
        if (!frozen())
            emit historyChanged();
    }
    noteShownConfig();
}

void Session::noteShownConfig()
{
    if (!m_shown || !facts() || facts()->config == m_shownConfig)
        return;
    m_shownConfig = facts()->config;
    emit configChanged(); // a change that was recorded has been passed
}

void Session::noteRunning()
{
    bool running = false;
    guarded([this, &running] { running = shown().running(); });
    if (!running)
        m_timer.stop();
    if (std::exchange(m_running, running) != running)
        emit runningChanged(running);
}

void Session::setFrozen(bool frozen)
{
    if (frozen == this->frozen())
        return;
    shown().picture().setFrozen(frozen);
    emit frozenChanged(frozen);
    if (frozen)
        return;
    emit historyChanged();
    noteShownConfig();
}

void Session::reset()
{
    setFrozen(false);
    guarded([this] { shown().clear(); });
    emit historyChanged();
}

void Session::setRefreshRate(int hz)
{
    hz = std::clamp(hz, kMinRefreshHz, kMaxRefreshHz);
    if (hz == m_refreshHz)
        return;
    m_refreshHz = hz;
    m_timer.setInterval(1000 / hz);
    guarded([this, hz] {
        m_watched.setSnapshotRate(hz);
        if (m_shown)
            feed().setSnapshotRate(hz);
    });
    emit refreshRateChanged(hz);
}

// The experiment that is shown, and changes of it.

ExperimentRequest Session::request() const
{
    if (!m_shown)
        return m_experiment.request();
    if (const auto asked = feed().request())
        return *asked;
    return facts() ? ExperimentRequest(recording::readableConfigOf(facts()->config))
                   : m_experiment.request();
}

lab::ConfigLimits Session::limits() const
{
    return m_shown ? feed().limits() : m_experiment.limits();
}

int Session::measuredCpus() const
{
    return m_shown ? std::max(1, feed().limits().cpus) : m_experiment.measuredCpus();
}

int Session::simulatedFrom() const
{
    if (!m_shown)
        return m_experiment.simulatedFrom();
    return feed().provenance().isSimulated() ? 1 : measuredCpus() + 1;
}

void Session::applyExperiment(const Experiment& wanted)
{
    const bool moves = wanted.target() != m_experiment.target();
    const bool isShown = moves && !m_shown;
    const bool wasFrozen = frozen();
    if (isShown) {
        m_goesOn = m_goesOn || m_running;
        pause();
    }
    prepareFeed(wanted);
    m_experiment = wanted;
    if (isShown)
        tellReplaced(wasFrozen);
}

void Session::applyElsewhere(const ExperimentRequest& wanted) const
{
    lab::validate(wanted.config(), limits());
    feed().apply(wanted);
}

void Session::change(const std::function<Experiment(const Experiment&)>& here,
                     const std::function<ExperimentRequest(const ExperimentRequest&,
                                                           const lab::ConfigLimits&)>& elsewhere)
{
    guarded([&] {
        if (!m_shown)
            applyExperiment(here(m_experiment));
        else if (feed().canChange())
            applyElsewhere(elsewhere(request(), limits()));
    });
    toldWhatToDo(); // also where it was, when it could not move
}

void Session::setConfig(const lab::LabConfig& config)
{
    if (config == this->config()) {
        emit configChanged();
        return;
    }
    change([&](const Experiment& experiment) { return experiment.with(config); },
           [&](const ExperimentRequest& request, const auto& limits) {
               return request.with(config, limits);
           });
}

void Session::setFastPath(bool on)
{
    lab::LabConfig wanted = config();
    wanted.fastPath = on;
    setConfig(wanted);
}

void Session::setGuard(const QString& id)
{
    lab::LabConfig wanted = config();
    wanted.guard = id.toStdString();
    setConfig(wanted);
}

void Session::setWorkload(workload::Kind kind)
{
    lab::LabConfig wanted = config();
    lab::applyWorkloadPreset(wanted, kind);
    setConfig(wanted);
}

void Session::setCpus(int cpus)
{
    change([cpus](const Experiment& experiment) { return experiment.withCpus(cpus); },
           [cpus](const ExperimentRequest& request, const auto& limits) {
               return request.withCpus(cpus, limits);
           });
}

void Session::setWorkersPerCpu(double workersPerCpu)
{
    change(
        [&](const Experiment& experiment) { return experiment.withWorkersPerCpu(workersPerCpu); },
        [&](const ExperimentRequest& request, const auto& limits) {
            return request.withWorkersPerCpu(workersPerCpu, limits);
        });
}

void Session::setTarget(const ExecutionTarget& target)
{
    guarded([&] {
        if (!m_shown)
            applyExperiment(m_experiment.withTarget(target));
    });
    toldWhatToDo();
}

void Session::setForecastMachine(const simulation::Machine& machine)
{
    guarded([&] { applyExperiment(m_experiment.withForecastMachine(machine)); });
    toldWhatToDo();
}

} // namespace lockscope::ui
