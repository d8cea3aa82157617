// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/remote/live_streams.h"

#include "ui/recordings/transport_bar.h"
#include "ui/session/session.h"
#include "ui/words/foreign_text.h"
#include "ui/words/status_text.h"
#include "ui/words/units.h"

#include <exception>
#include <memory>
#include <stdexcept>
#include <utility>

#include <fcntl.h>
#include <unistd.h>

namespace lockscope::ui {

namespace {

constexpr int kShowMs = 100;
constexpr auto kSeparator = " · ";

/// A connection as a source: the session starts and stops it like any other.
class RemoteSource final : public measure::Source
{
public:
    explicit RemoteSource(std::unique_ptr<RemoteConnection> connection)
        : m_connection(std::move(connection))
    {}

    void start() override { m_connection->open(); }
    void stop() override { m_connection->close(); }
    [[nodiscard]] bool running() const override { return m_connection->active(); }
    [[nodiscard]] std::vector<measure::SnapshotPtr> poll() override { return m_connection->poll(); }
    [[nodiscard]] measure::SourceInfo facts() const override { return m_connection->facts(); }

private:
    std::unique_ptr<RemoteConnection> m_connection;
};

QString hostText(const measure::SourceInfo& facts)
{
    const auto& model = facts.host.cpuModel;
    return (model ? shownText(*model) : LiveStreams::tr("CPU model %1").arg(unknownText()))
        + LiveStreams::tr(", %1").arg(cpuCountText(facts.host));
}

QString latencyText(const std::optional<recording::RoundTrip>& trip)
{
    if (!trip)
        return LiveStreams::tr("latency %1").arg(unknownText());
    const QString time =
        formatDuration(static_cast<double>(std::chrono::nanoseconds(trip->time).count()));
    return trip->atLeast ? LiveStreams::tr("latency over %1").arg(time)
                         : LiveStreams::tr("latency %1").arg(time);
}

} // namespace

LiveStreams::LiveStreams(Session& session, TransportBar* transport, QObject* parent)
    : QObject(parent)
    , m_session(session)
    , m_transport(transport)
{
    m_look.setInterval(kShowMs);
    connect(&m_look, &QTimer::timeout, this, &LiveStreams::look);
    connect(&m_session, &Session::configChanged, this, &LiveStreams::changed);
}

void LiveStreams::guarded(const std::function<void()>& action)
{
    try {
        action();
    } catch (const std::exception& error) {
        emit problem(QString::fromUtf8(error.what()));
    }
}

void LiveStreams::openStandardInput()
{
    if (isatty(STDIN_FILENO) != 0) {
        emit problem(tr("Standard input is a terminal: pipe a recording into it, as from "
                        "`lockscope-cli record -`"));
        return;
    }
    open(fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 0), tr("standard input"));
}

void LiveStreams::open(int file, const QString& name)
{
    guarded([&] {
        if (file < 0)
            throw std::runtime_error(tr("%1 is closed").arg(name).toStdString());
        const QString kept = m_folder.filePath(QString("stream-%1.lockscope").arg(++m_streams));
        auto owned = std::make_unique<recording::StreamSource>(
            file, name.toStdString(), recording::StreamKeep{.file = kept.toStdString()});
        m_stream = owned.get();
        m_name = name;
        m_session.show({.source = std::move(owned), .apply = {}, .setSnapshotRate = {}});
        m_number = m_session.sourceNumber();
        m_look.start();
        emit opened();
    });
}

void LiveStreams::connectTo(const RemoteHost& host, const RemoteExperiment& experiment)
{
    guarded([&] {
        auto owned = std::make_unique<RemoteConnection>(host, experiment, m_session.refreshRate());
        RemoteConnection* remote = owned.get(); // outlived by the feed that holds it
        connect(remote, &RemoteConnection::changed, this, &LiveStreams::changed);
        connect(remote, &RemoteConnection::problem, this, &LiveStreams::problem);
        connect(remote, &RemoteConnection::configIs, &m_session, &Session::noteConfig);
        m_remote = remote;
        m_session.show(
            {.source = std::make_unique<RemoteSource>(std::move(owned)),
             .apply = [remote](const lab::LabConfig& config) { remote->ask(config); },
             .setSnapshotRate = [remote](double perSecond) { remote->askRate(qRound(perSecond)); },
             .config = experiment.config,
             .limits = [remote] { return remote->limits(); },
             .host = host.name});
        m_number = m_session.sourceNumber();
        emit opened();
    });
}

bool LiveStreams::shown() const
{
    return m_session.shows() && m_number == m_session.sourceNumber();
}

QString LiveStreams::mark() const
{
    if (!shown())
        return {};
    const measure::Provenance known =
        m_session.facts() ? m_session.facts()->provenance : measure::kLive;
    return QString::fromStdString(
        markOf(known.by(m_remote ? measure::Delivery::Remote : measure::Delivery::Streamed)));
}

QString LiveStreams::text() const
{
    if (!shown())
        return {};
    return m_remote ? remoteText() : streamText();
}

QString LiveStreams::streamText() const
{
    using recording::StreamState;
    QStringList parts{m_name};
    switch (m_stream->state()) {
    case StreamState::Waiting:
        return (parts << tr("nothing has come yet")).join(kSeparator);
    case StreamState::Live:
        parts << (m_session.running() ? tr("live") : tr("held up"));
        break;
    case StreamState::Whole:
        parts << tr("ended");
        break;
    case StreamState::Cut:
    case StreamState::NoRecording:
        parts << shownText(m_stream->problem().value_or(""), 300);
        break;
    }
    parts << hostText(m_stream->facts()) << tr("%1 dropped").arg(m_session.history().dropped());
    return parts.join(kSeparator);
}

QString LiveStreams::remoteText() const
{
    using State = RemoteConnection::State;
    QStringList parts{m_remote->host().name};
    switch (m_remote->state()) {
    case State::Off:
        parts << tr("stopped");
        break;
    case State::Connecting:
        parts << (m_remote->why().isEmpty() ? tr("connecting…") : tr("connecting again…"));
        break;
    case State::Live:
        parts << tr("live") << latencyText(m_remote->roundTrip());
        break;
    case State::Waiting:
        parts << tr("CONNECTION LOST, trying again in %1 s").arg(m_remote->secondsLeft())
              << m_remote->why();
        break;
    case State::Failed:
        parts << tr("NOT CONNECTED") << m_remote->why();
        break;
    }
    const auto facts = m_remote->facts();
    if (m_remote->why().isEmpty() && facts.host.cpus > 0)
        parts << hostText(facts) << tr("%1 dropped").arg(m_session.history().dropped());
    return parts.join(kSeparator);
}

bool LiveStreams::canReconnect() const
{
    using State = RemoteConnection::State;
    return shown() && m_remote && m_remote->state() != State::Connecting
        && m_remote->state() != State::Live;
}

void LiveStreams::reconnect()
{
    if (!canReconnect())
        return;
    m_session.start(); // when it is stopped
    if (m_remote)
        m_remote->open(); // when it waits
    emit changed();
}

void LiveStreams::leave()
{
    if (shown())
        m_session.leaveShown();
}

void LiveStreams::look()
{
    if (!shown()) {
        m_look.stop();
        return;
    }
    // A picture that somebody reads is not taken away.
    if (m_stream->ended() && !m_session.running() && !m_session.frozen())
        endStream();
    emit changed();
}

void LiveStreams::endStream()
{
    m_look.stop();
    const auto problem = m_stream->problem();
    if (m_stream->state() == recording::StreamState::NoRecording) {
        m_session.leaveShown();
        emit this->problem(QString::fromStdString(problem.value_or("")));
        return;
    }
    const auto kept = m_stream->kept();
    if (!kept) { // Ctrl+S has the last ten minutes
        emit this->problem(
            tr("%1 has ended, and was too long to be kept whole: Ctrl+S saves the last 10 minutes")
                .arg(m_name));
        return;
    }
    const QString text = problem ? shownText(*problem, 300) : tr("%1, which has ended").arg(m_name);
    guarded([&] { m_transport->openAtEnd(QString::fromStdString(kept->string()), text); });
    emit opened();
}

} // namespace lockscope::ui
