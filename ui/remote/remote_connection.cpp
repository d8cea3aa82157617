// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/remote/remote_connection.h"

#include "core/measure/snapshot_queue.h"
#include "core/report/json.h"
#include "ui/words/foreign_text.h"
#include "ui/words/problem_text.h"

#include <algorithm>
#include <exception>
#include <nlohmann/json.hpp>
#include <utility>

namespace lockscope::ui {

namespace {

using std::chrono::steady_clock;

constexpr int kLookMs = 50;
constexpr int kLooksPerPing = 20; ///< a ping a second
constexpr int kSilenceSeconds = 30; ///< of us, after which the remote program gives up
constexpr std::chrono::seconds kFirstPause{1};
constexpr std::chrono::seconds kLongestPause{30};
constexpr std::chrono::seconds kGoodWhile{10}; ///< after which a cut is a new one

bool isSameMachine(const measure::HostFacts& one, const measure::HostFacts& other)
{
    return one.cpuModel == other.cpuModel && one.cpus == other.cpus
        && one.memoryBytes == other.memoryBytes && one.architecture == other.architecture;
}

} // namespace

RemoteConnection::RemoteConnection(RemoteHost host,
                                   RemoteExperiment experiment,
                                   int snapshotsPerSecond,
                                   QObject* parent)
    : QObject(parent)
    , m_host(std::move(host))
    , m_experiment(std::move(experiment))
    , m_rate(snapshotsPerSecond)
{
    validate(m_host);
    m_look.setInterval(kLookMs);
    connect(&m_look, &QTimer::timeout, this, &RemoteConnection::look);
}

RemoteConnection::~RemoteConnection() = default;

int RemoteConnection::secondsLeft() const
{
    if (m_state != State::Waiting)
        return 0;
    const auto left = std::chrono::ceil<std::chrono::seconds>(m_nextTry - steady_clock::now());
    return std::max(1, static_cast<int>(left.count()));
}

std::optional<recording::RoundTrip> RemoteConnection::roundTrip() const
{
    return m_state == State::Live ? m_run->stream().roundTrip() : std::nullopt;
}

lab::ConfigLimits RemoteConnection::limits() const
{
    // An older program there does not say which guards it has, and refuses those that it has not.
    return {.cpus = m_facts ? m_facts->host.cpus : 0,
            .workers = lab::kMaxWorkers,
            .guardsInstalled = false,
            .guards = m_guards};
}

void RemoteConnection::setState(State state)
{
    m_state = state;
    emit changed();
}

void RemoteConnection::open()
{
    if (m_state == State::Connecting || m_state == State::Live)
        return;
    if (m_state != State::Waiting) {
        m_wasLive = false;
        m_pause = {};
    }
    startRun();
}

void RemoteConnection::close()
{
    if (m_run && m_state != State::Off)
        m_run->stop();
    m_why.clear();
    setState(State::Off);
}

void RemoteConnection::startRun()
{
    takeSnapshots(); // the last ones of the run before
    m_run.reset();
    m_knowsHeader = false;
    m_follows = false;
    m_asked = false;
    m_looks = 0;
    try {
        m_run = std::make_unique<RemoteRun>(m_host, recordCommand(m_host, m_experiment, m_rate));
    } catch (const std::exception& error) {
        fail(problemText(error));
        return;
    }
    m_run->send(R"({"silence": )" + QByteArray::number(kSilenceSeconds) + '}');
    m_look.start();
    setState(State::Connecting);
}

void RemoteConnection::look()
{
    if (m_state == State::Waiting) {
        if (steady_clock::now() >= m_nextTry)
            startRun();
        else
            emit changed(); // a second less
        return;
    }
    if (!m_run) {
        m_look.stop();
        return;
    }
    const bool over = m_run->over(); // before the rest is taken: then nothing is left
    takeHeader();
    takeSnapshots();
    takeNotes();
    if (m_state == State::Live && ++m_looks % kLooksPerPing == 1)
        m_run->ping();
    if (over && m_run)
        runIsOver();
    else
        emit changed();
}

void RemoteConnection::takeHeader()
{
    const auto header = m_run->stream().header();
    if (m_knowsHeader || !header)
        return;
    m_knowsHeader = true;
    if (m_facts && !isSameMachine(m_facts->host, header->source.host)) {
        fail(tr("%1 is another machine now: disconnect and connect anew to see it")
                 .arg(m_host.name));
        return;
    }
    m_facts = header->source;
    m_guards = header->guards;
    m_joined.beginRun(header->source.config);
    if (m_state == State::Off)
        return; // stopped meanwhile
    m_wasLive = true;
    m_liveSince = steady_clock::now();
    m_why.clear();
    if (m_asked)
        m_follows = true; // what was asked for meanwhile comes as a change
    else
        settleOn(header->source.config);
    setState(State::Live);
}

void RemoteConnection::takeSnapshots()
{
    // What nobody polls stays where it is: then it is the remote program that drops, and tells.
    if (!m_run || !m_knowsHeader || m_pending.size() >= measure::SnapshotQueue::kCapacity)
        return;
    const auto now = steady_clock::now();
    for (const auto& snapshot : m_run->stream().poll()) {
        m_pending.push_back(m_joined.join(snapshot, now));
        if (m_follows && !snapshot->changes.empty())
            settleOn(snapshot->changes.back().config);
    }
}

void RemoteConnection::takeNotes()
{
    if (!m_run)
        return;
    for (const recording::Note& note : m_run->stream().takeNotes()) {
        if (note.kind != "problem")
            continue; // of a later program
        m_follows = true;
        emit problem(tr("%1 refused a change: %2").arg(m_host.name, shownText(note.text, 300)));
        settleOn(m_run->stream().facts().config);
    }
}

void RemoteConnection::settleOn(const measure::ConfigFacts& facts)
{
    const auto config = recording::labConfigOf(facts);
    if (!config)
        return; // of a later program; what was asked for stays
    m_experiment = {.config = *config, .asksForCpus = true, .asksForWorkers = true};
    emit configIs(*config);
}

void RemoteConnection::runIsOver()
{
    const RemoteOutcome outcome = m_run->outcome();
    m_run.reset();
    if (m_state == State::Off)
        return;
    if (outcome.stream == recording::StreamState::Whole) {
        fail(tr("The run on %1 was ended there").arg(m_host.name));
        return;
    }
    const RemoteFailure failure = remoteFailure(m_host, outcome);
    m_why = failure.sentence;
    if (m_state == State::Live && steady_clock::now() - m_liveSince > kGoodWhile)
        m_pause = {}; // a cut of its own, not one in a row
    if (m_wasLive && failure.mayPass)
        waitAndTryAgain();
    else
        fail(failure.sentence);
}

void RemoteConnection::fail(const QString& why)
{
    m_run.reset();
    m_look.stop();
    m_why = why;
    setState(State::Failed);
    emit problem(why);
}

void RemoteConnection::waitAndTryAgain()
{
    m_pause = m_pause.count() == 0 ? kFirstPause : std::min(2 * m_pause, kLongestPause);
    m_nextTry = steady_clock::now() + m_pause;
    setState(State::Waiting);
}

void RemoteConnection::ask(const lab::LabConfig& config)
{
    m_experiment = {.config = config, .asksForCpus = true, .asksForWorkers = true};
    m_follows = false;
    m_asked = true;
    if (m_run)
        m_run->send(QByteArray::fromStdString(report::toJson(config).dump()));
}

void RemoteConnection::askRate(int snapshotsPerSecond)
{
    m_rate = snapshotsPerSecond;
    if (m_run)
        m_run->send(R"({"rate": )" + QByteArray::number(snapshotsPerSecond) + '}');
}

std::vector<measure::SnapshotPtr> RemoteConnection::poll()
{
    takeSnapshots();
    const auto pending = std::exchange(m_pending, {});
    return {pending.begin(), pending.end()};
}

measure::SourceInfo RemoteConnection::facts() const
{
    measure::SourceInfo facts = m_facts.value_or(measure::SourceInfo{});
    if (m_run && m_knowsHeader)
        facts.config = m_run->stream().facts().config;
    facts.provenance = facts.provenance.by(measure::Delivery::Remote);
    return facts;
}

} // namespace lockscope::ui
