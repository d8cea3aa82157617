// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/recording/stream_source.h"
#include "ui/remote/remote_connection.h"

#include <QObject>
#include <QPointer>
#include <QTemporaryDir>
#include <QTimer>

#include <cstdint>
#include <functional>

namespace lockscope::ui {

class Session;
class TransportBar;

/// What the window shows while it is still being made elsewhere: a recording that comes through a
/// pipe, or an experiment on another host. Knows what there is to say of it; when a pipe's stream
/// has ended it becomes a recording that can be played. Nothing that goes wrong here touches the
/// experiment of the window. GUI thread only.
class LiveStreams : public QObject
{
    Q_OBJECT

public:
    /// Session and bar outlive it.
    LiveStreams(Session& session, TransportBar* transport, QObject* parent = nullptr);

    /// Shows what comes through standard input.
    void openStandardInput();
    /// The same of any file that is open for reading, which is taken over. `name` is for people.
    void open(int file, const QString& name);
    /// Runs an experiment on another host and shows it.
    void connectTo(const RemoteHost& host, const RemoteExperiment& experiment);

    /// Whether the session shows one now.
    [[nodiscard]] bool shown() const;
    /// "STREAM", "REMOTE"; with "SIMULATED" where that is what comes. Empty when none is shown.
    [[nodiscard]] QString mark() const;
    /// Where it comes from, how it stands, latency and drops.
    [[nodiscard]] QString text() const;
    /// Whether reconnect() would do something.
    [[nodiscard]] bool canReconnect() const;

public slots:
    /// Connects again, now.
    void reconnect();
    /// Leaves what is shown, and goes back to the experiment.
    void leave();

signals:
    /// mark(), text() or canReconnect().
    void changed();
    /// Something is shown that was not.
    void opened();
    void problem(const QString& sentence);

private:
    void guarded(const std::function<void()>& action);
    void look();
    void endStream();
    [[nodiscard]] QString streamText() const;
    [[nodiscard]] QString remoteText() const;

    Session& m_session;
    TransportBar* m_transport;
    QTemporaryDir m_folder; ///< for what is kept of a stream
    QTimer m_look; ///< at a stream: has it ended?
    QString m_name; ///< of the stream
    recording::StreamSource* m_stream = nullptr; ///< the session's, while m_number is its source's
    std::uint64_t m_number = 0;
    int m_streams = 0; ///< that there were
    QPointer<RemoteConnection> m_remote; ///< gone with the session's source
};

} // namespace lockscope::ui
