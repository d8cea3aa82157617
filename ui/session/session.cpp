// SPDX-License-Identifier: GPL-3.0-or-later
// The source of a session and the history drawn from it; the experiment asked for is in
// session_experiment.cpp.
#include "ui/session/session.h"

#include "core/measure/problem.h"
#include "core/simulation/machine_file.h"

#include <algorithm>
#include <exception>
#include <filesystem>
#include <utility>

namespace lockscope::ui {

namespace {

/// More of this computer's kind where it has been calibrated; else a machine with 64 cores: what
/// people ask about and few have. `problem`: why what calibration kept is not used.
simulation::Machine firstForecastMachine(QString& problem)
{
    try {
        std::error_code ignored; // what cannot be looked at is not there
        const auto file = simulation::thisMachineFile();
        if (file && std::filesystem::exists(*file, ignored))
            return simulation::machineNamed("this");
    } catch (const std::exception& error) {
        problem = Session::tr("This computer's calibration is not used, because its file cannot be "
                              "read: %1")
                      .arg(QString::fromUtf8(error.what()));
    }
    return *simulation::findPreset("1x64");
}

} // namespace

Session::Session(FeedOpener open,
                 const lab::LabConfig& config,
                 ExecutionTarget target,
                 QObject* parent)
    : QObject(parent)
    , m_open(std::move(open))
    , m_config(config)
    , m_target(std::move(target))
    , m_forecastMachine(m_target ? *m_target : firstForecastMachine(m_calibrationProblem))
    , m_workersPerCpu(perCpu(config))
{
    m_timer.setInterval(1000 / m_refreshHz);
    connect(&m_timer, &QTimer::timeout, this, &Session::poll);
}

bool Session::changeable() const
{
    if (!m_feed.source)
        return true;
    return m_feed.apply && (!m_feed.limits || m_feed.limits().cpus > 0);
}

const measure::History& Session::history() const
{
    return m_frozenHistory ? *m_frozenHistory : m_history;
}

const std::optional<measure::SourceInfo>& Session::facts() const
{
    return m_frozenHistory ? m_frozenFacts : m_facts;
}

const QDateTime& Session::pictureTime() const
{
    return m_frozenHistory ? m_frozenAt : m_newestAt;
}

bool Session::guarded(const std::function<void()>& action)
{
    try {
        action();
        return true;
    } catch (const std::exception& error) {
        emit problem(QString::fromStdString(measure::problemText(error)));
    } catch (...) {
        emit problem(tr("The source failed without saying why."));
    }
    return false;
}

void Session::openFeed()
{
    if (m_feed.source)
        return;
    m_feed = m_open(m_config, m_target, m_refreshHz);
    ++m_sourceNumber;
    m_facts = m_feed.source->facts();
}

void Session::start()
{
    if (m_running)
        return;
    const bool started = guarded([this] {
        openFeed();
        m_feed.source->start();
    });
    if (!started)
        return;
    m_timer.start();
    noteRunning();
}

void Session::stop()
{
    if (!m_feed.source || !m_running)
        return;
    m_timer.stop();
    guarded([this] {
        m_feed.source->stop();
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
    if (!m_running)
        leaveFinishedFeed();
}

void Session::show(Feed feed, bool start)
{
    stop();
    takeLocalExperimentBack();
    m_feed = std::move(feed);
    ++m_sourceNumber;
    m_shows = true;
    m_jumps = 0;
    m_facts = m_feed.source->facts(); // what it is stands there before its first snapshot
    if (m_feed.config)
        keepLocalExperiment();
    reset();
    emit configChanged();
    if (start)
        this->start();
    else
        takeNow();
}

void Session::leaveShown()
{
    if (!m_shows)
        return;
    stop();
    m_feed = {};
    m_shows = false;
    takeLocalExperimentBack();
    m_facts.reset();
    reset();
    emit configChanged();
}

void Session::takeNow()
{
    if (m_feed.source)
        guarded([this] { takeSnapshots(); });
    noteRunning();
}

void Session::leaveFinishedFeed()
{
    if (m_shows)
        return; // it can be played again from any place
    // Its last snapshots may have come since it was polled; the next start opens it anew.
    if (m_feed.source)
        guarded([this] { takeSnapshots(); });
    m_feed = {};
}

void Session::takeSnapshots()
{
    auto snapshots = m_feed.source->poll();
    m_facts = m_feed.source->facts();
    const bool jumped = m_feed.jumps && std::exchange(m_jumps, m_feed.jumps()) != m_feed.jumps();
    if (jumped) {
        m_history.clear();
        snapshots = m_feed.past();
    }
    if (snapshots.empty() && !jumped)
        return;
    for (const measure::SnapshotPtr& snapshot : snapshots)
        m_history.push(snapshot);
    m_newestAt = QDateTime::currentDateTime();
    emit snapshotsCame(snapshots);
    if (!frozen())
        emit historyChanged();
}

void Session::noteRunning()
{
    bool running = false;
    guarded([this, &running] { running = m_feed.source && m_feed.source->running(); });
    if (!running)
        m_timer.stop();
    if (std::exchange(m_running, running) != running)
        emit runningChanged(running);
}

void Session::setFrozen(bool frozen)
{
    if (frozen == this->frozen())
        return;
    if (frozen) {
        m_frozenHistory = m_history;
        m_frozenFacts = m_facts;
        m_frozenAt = m_newestAt;
    } else {
        m_frozenHistory.reset();
        m_frozenFacts.reset();
    }
    emit frozenChanged(frozen);
    if (!frozen)
        emit historyChanged();
}

void Session::reset()
{
    setFrozen(false);
    if (m_feed.source)
        guarded([this] { (void)m_feed.source->poll(); });
    m_history.clear();
    emit historyChanged();
}

void Session::setRefreshRate(int hz)
{
    hz = std::clamp(hz, kMinRefreshHz, kMaxRefreshHz);
    if (hz == m_refreshHz)
        return;
    m_refreshHz = hz;
    m_timer.setInterval(1000 / hz);
    if (m_feed.setSnapshotRate)
        guarded([this, hz] { m_feed.setSnapshotRate(hz); });
    emit refreshRateChanged(hz);
}

} // namespace lockscope::ui
