// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/remote/live_streams.h"

#include "ui/recordings/transport_bar.h"
#include "ui/remote/banner_parts.h"
#include "ui/remote/pipe_feed.h"
#include "ui/session/session.h"
#include "ui/words/problem_text.h"

#include <exception>
#include <stdexcept>
#include <utility>

#include <fcntl.h>
#include <unistd.h>

namespace lockscope::ui {

LiveStreams::LiveStreams(Session& session, TransportBar* transport, QWidget* window)
    : QObject(window)
    , m_session(session)
    , m_transport(transport)
    , m_opener(window)
{
    connect(&m_opener, &RecordingOpener::opened, this, &LiveStreams::showKept);
    connect(&m_opener, &RecordingOpener::problem, this, &LiveStreams::problem);
    // Queued: what is looked at may then go, and that is not while it still tells.
    connect(
        &m_session, &Session::feedChanged, this, &LiveStreams::lookAtStream, Qt::QueuedConnection);
}

void LiveStreams::guarded(const std::function<void()>& action)
{
    try {
        action();
    } catch (const std::exception& error) {
        emit problem(problemText(error));
    }
}

RemoteFeed* LiveStreams::shownHost() const
{
    return qobject_cast<RemoteFeed*>(&m_session.feed());
}

StreamFeed* LiveStreams::shownStream() const
{
    return qobject_cast<StreamFeed*>(&m_session.feed());
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
        m_session.show(std::make_unique<PipeFeed>(file, name, nextKept()));
        emit opened();
    });
}

void LiveStreams::connectTo(const RemoteHost& host, const RemoteExperiment& experiment)
{
    guarded([&] {
        auto feed = std::make_unique<RemoteFeed>(host, experiment, m_session.refreshRate());
        forgetPending();
        m_pending = std::move(feed);
        followPending(*m_pending);
        m_pending->source()->start();
    });
    emit changed();
}

void LiveStreams::watch(const RemoteHost& host, const RemoteProgram& program)
{
    guarded([&] {
        auto feed = std::make_unique<RemoteProgramFeed>(host, program, nextKept());
        forgetPending();
        m_pendingProgram = std::move(feed);
        followPending(*m_pendingProgram);
    });
    emit changed();
}

QString LiveStreams::nextKept()
{
    return m_folder.filePath(QString("stream-%1.lockscope").arg(++m_streams));
}

void LiveStreams::followPending(const Feed& feed) const
{
    connect(&feed, &Feed::problem, this, &LiveStreams::problem);
    connect(&feed, &Feed::changed, this, &LiveStreams::changed);
    connect(&feed,
            &Feed::changed,
            this,
            &LiveStreams::showConnected,
            Qt::QueuedConnection); // not while it still tells
}

void LiveStreams::forgetPending()
{
    m_pending.reset();
    m_pendingProgram.reset();
}

void LiveStreams::showConnected()
{
    std::unique_ptr<Feed> connected;
    if (m_pending && m_pending->connection().state() == RemoteConnection::State::Live)
        connected = std::move(m_pending);
    else if (m_pendingProgram && m_pendingProgram->connected())
        connected = std::move(m_pendingProgram);
    if (!connected)
        return;
    connected->disconnect(this); // from now on the session tells
    m_session.show(std::move(connected));
    emit opened();
}

Banner LiveStreams::pending() const
{
    if (m_pendingProgram) {
        const QString& name = m_pendingProgram->host().name;
        if (!m_pendingProgram->ended())
            return {.mark = tr("CONNECTING"), .text = name};
        return {.mark = tr("NOT CONNECTED"),
                .text = name + kBannerSeparator + m_pendingProgram->why()};
    }
    if (!m_pending)
        return {};
    const RemoteConnection& connection = m_pending->connection();
    const QString& host = connection.host().name;
    if (connection.state() == RemoteConnection::State::Connecting)
        return {.mark = tr("CONNECTING"), .text = host};
    return {.mark = tr("NOT CONNECTED"), .text = host + kBannerSeparator + connection.why()};
}

bool LiveStreams::canReconnect() const
{
    if (m_pendingProgram)
        return m_pendingProgram->ended();
    if (m_pending)
        return m_pending->canReconnect();
    const RemoteFeed* host = shownHost();
    return host != nullptr && host->canReconnect();
}

bool LiveStreams::canLeave() const
{
    // A recording is left by its bar, and a program by its page; whatever else is shown in the
    // experiment's place, by us.
    return m_pending || m_pendingProgram
        || (m_session.shows() && m_transport->recording() == nullptr
            && m_session.feed().traits().kind != FeedKind::Program);
}

void LiveStreams::reconnect()
{
    if (!canReconnect())
        return;
    if (m_pendingProgram) {
        watch(RemoteHost(m_pendingProgram->host()), RemoteProgram(m_pendingProgram->program()));
    } else if (m_pending) {
        m_pending->source()->start();
    } else {
        m_session.start(); // when it is stopped
        shownHost()->connection().open(); // when it waits
    }
    emit changed();
}

void LiveStreams::leave()
{
    const bool isPending = m_pending || m_pendingProgram;
    if (!isPending && canLeave())
        m_session.leaveShown();
    forgetPending();
    emit changed();
}

void LiveStreams::lookAtStream()
{
    StreamFeed* feed = shownStream();
    if (feed == nullptr || feed == m_ended)
        return;
    // A picture that somebody reads is not taken away.
    if (feed->ended() && !m_session.running() && !m_session.frozen())
        endStream(*feed);
}

void LiveStreams::endStream(StreamFeed& feed)
{
    m_ended = &feed;
    const QString name = feed.name();
    const auto problem = feed.stream().problem();
    if (feed.stream().state() == recording::StreamState::NoRecording) {
        m_session.leaveShown();
        emit this->problem(QString::fromStdString(problem.value_or("")));
        return;
    }
    const auto kept = feed.stream().kept();
    if (!kept) { // Ctrl+S has the last ten minutes
        emit this->problem(
            tr("%1 has ended, and was too long to be kept whole: Ctrl+S saves the last 10 minutes")
                .arg(name));
        return;
    }
    m_opener.open(QString::fromStdString(kept->string()));
}

void LiveStreams::showKept(const RecordingOpener::RecordingPtr& kept, const QString& file)
{
    const StreamFeed* feed = shownStream();
    if (feed == nullptr || feed != m_ended)
        return;
    m_transport->openAtEnd(kept, file, feed->endText());
    emit opened();
}

} // namespace lockscope::ui
