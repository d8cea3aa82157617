// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session.h"

#include "core/simulation/simulated_config.h"

#include <algorithm>
#include <cmath>
#include <exception>
#include <utility>

namespace lockscope::ui {

namespace {

double perCpu(const lab::LabConfig& config)
{
    return static_cast<double>(config.workers) / std::max(config.cpus, 1);
}

lab::ConfigLimits limitsAt(const Place& place)
{
    return place ? simulation::simulatedLimits() : lab::labLimits();
}

void validateAt(const Place& place, const lab::LabConfig& config)
{
    if (place)
        simulation::validate({.experiment = config, .machine = *place});
    else
        lab::validate(config);
}

/// A machine with 64 cores: what people ask about and few have.
constexpr const char* kFirstBeyond = "1x64";

} // namespace

Session::Session(FeedOpener open, const lab::LabConfig& config, Place place, QObject* parent)
    : QObject(parent)
    , m_open(std::move(open))
    , m_config(config)
    , m_place(std::move(place))
    , m_beyond(m_place.value_or(*simulation::findPreset(kFirstBeyond)))
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

lab::ConfigLimits Session::limits() const
{
    return m_feed.limits ? m_feed.limits() : limitsAt(m_place);
}

int Session::measuredCpus() const
{
    return m_feed.limits ? std::max(1, m_feed.limits().cpus) : lab::availableCpus();
}

int Session::workersFor(double workersPerCpu, int cpus, const Place& place) const
{
    const int most = m_feed.limits ? m_feed.limits().workers : limitsAt(place).workers;
    const double workers = std::round(workersPerCpu * cpus);
    return static_cast<int>(std::clamp(workers, 1.0, static_cast<double>(most)));
}

const measure::History& Session::history() const
{
    return m_frozenHistory ? *m_frozenHistory : m_history;
}

const std::optional<measure::SourceFacts>& Session::facts() const
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
        emit problem(QString::fromUtf8(error.what()));
    } catch (...) {
        emit problem(tr("The source failed without saying why."));
    }
    return false;
}

void Session::openFeed()
{
    if (m_feed.source)
        return;
    m_feed = m_open(m_config, m_place, m_refreshHz);
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

void Session::keepOwn()
{
    m_own = {.config = m_config,
             .place = m_place,
             .workersPerCpu = m_workersPerCpu,
             .crossed = std::exchange(m_crossed, false)};
    m_config = *m_feed.config;
    m_place.reset();
    m_workersPerCpu = perCpu(m_config);
}

void Session::takeOwnBack()
{
    if (!m_own)
        return;
    const Own own = *std::exchange(m_own, std::nullopt);
    m_config = own.config;
    m_place = own.place;
    m_workersPerCpu = own.workersPerCpu;
    m_crossed = own.crossed;
}

void Session::show(Feed feed, bool start)
{
    stop();
    takeOwnBack();
    m_feed = std::move(feed);
    ++m_sourceNumber;
    m_shows = true;
    m_jumps = 0;
    m_facts = m_feed.source->facts(); // what it is stands there before its first snapshot
    if (m_feed.config)
        keepOwn();
    reset();
    emit configChanged();
    if (start)
        this->start();
    else
        takeNow();
}

void Session::noteConfig(const lab::LabConfig& config)
{
    if (!m_own)
        return;
    if (config.cpus != m_config.cpus || config.workers != m_config.workers)
        m_workersPerCpu = perCpu(config);
    m_config = config;
    emit configChanged();
}

void Session::leaveShown()
{
    if (!m_shows)
        return;
    stop();
    m_feed = {};
    m_shows = false;
    takeOwnBack();
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

void Session::adoptShown(const lab::LabConfig& config)
{
    lab::validate(config, limits());
    m_feed.apply(config);
    if (config.workers != workersFor(m_workersPerCpu, config.cpus, std::nullopt))
        m_workersPerCpu = perCpu(config);
    m_config = config;
}

void Session::adopt(const lab::LabConfig& config, const Place& place)
{
    if (m_own) {
        adoptShown(config);
        return;
    }
    validateAt(place, config);
    if (m_shows) {
        m_config = config;
        return; // it is in force when the experiment is gone back to
    }
    const bool moves = place != m_place;
    if (!moves && m_feed.apply)
        m_feed.apply(config);
    if (config.workers != workersFor(m_workersPerCpu, config.cpus, place))
        m_workersPerCpu = perCpu(config);
    m_config = config;
    if (!moves)
        return;
    const bool goesOn = m_running;
    stop();
    m_feed = {};
    m_place = place;
    m_facts.reset();
    reset(); // what was measured and what is simulated are never in one picture
    if (goesOn)
        start();
}

void Session::setConfig(const lab::LabConfig& config)
{
    guarded([this, &config] {
        if (config != m_config)
            adopt(config, m_place);
    });
    emit configChanged();
}

void Session::setPlace(const Place& place)
{
    guarded([this, &place] {
        if (m_own)
            return; // it stays where it is
        m_crossed = false;
        if (place == m_place)
            return;
        if (place)
            m_beyond = *place;
        lab::LabConfig config = m_config;
        config.cpus = std::min(config.cpus, limitsAt(place).cpus);
        config.workers = workersFor(m_workersPerCpu, config.cpus, place);
        adopt(config, place);
    });
    emit configChanged();
}

void Session::setBeyond(const simulation::Machine& machine)
{
    guarded([this, &machine] {
        simulation::validate(machine);
        m_beyond = machine;
        if (m_place)
            adopt(m_config, machine);
        else if (m_own && m_own->place)
            m_own->place = machine;
    });
    emit configChanged();
}

void Session::setFastPath(bool on)
{
    lab::LabConfig config = m_config;
    config.fastPath = on;
    setConfig(config);
}

void Session::setGuard(const QString& id)
{
    lab::LabConfig config = m_config;
    config.guard = id.toStdString();
    setConfig(config);
}

void Session::setCpus(int cpus)
{
    guarded([this, cpus] {
        const bool fitsHere = m_own || cpus <= lab::availableCpus();
        Place place = m_place;
        if (!place && !fitsHere)
            place = m_beyond;
        else if (m_crossed && fitsHere)
            place.reset();
        lab::LabConfig config = m_config;
        config.cpus = cpus;
        config.workers = workersFor(m_workersPerCpu, cpus, place);
        const bool crosses = place != m_place;
        adopt(config, place);
        if (crosses)
            m_crossed = place.has_value();
    });
    emit configChanged();
}

void Session::setWorkersPerCpu(double workersPerCpu)
{
    lab::LabConfig config = m_config;
    config.workers = workersFor(workersPerCpu, config.cpus, m_place);
    setConfig(config);
}

void Session::setWorkload(workload::Kind kind)
{
    lab::LabConfig config = m_config;
    lab::applyWorkloadPreset(config, kind);
    setConfig(config);
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
