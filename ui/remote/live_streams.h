// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/recordings/recording_opener.h"
#include "ui/remote/remote_feed.h"
#include "ui/remote/remote_program_feed.h"

#include <QObject>
#include <QPointer>
#include <QTemporaryDir>

#include <functional>
#include <memory>

namespace lockscope::ui {

class Session;
class TransportBar;

/// Opens and leaves what is still being made elsewhere: a recording that comes through a pipe, or
/// an experiment or a program on another host. A host is shown when it is connected for the first
/// time and not before, so that one that cannot be reached leaves everything as it was. When the
/// stream of a pipe or of a program has ended it becomes a recording that can be played. GUI thread
/// only.
class LiveStreams : public QObject
{
    Q_OBJECT

public:
    /// Session, bar and window, whose dialog says how far a long stream is opened, outlive it.
    LiveStreams(Session& session, TransportBar* transport, QWidget* window);

    /// Shows what comes through standard input.
    void openStandardInput();
    /// The same of any file that is open for reading, which is taken over. `name` is for people.
    void open(int file, const QString& name);
    /// Runs an experiment on another host, and shows it once it is connected.
    void connectTo(const RemoteHost& host, const RemoteExperiment& experiment);
    /// Watches a program on another host, and shows it likewise.
    void watch(const RemoteHost& host, const RemoteProgram& program);

    /// Of the host that is being connected to, or could not be: the mark says which. Empty when
    /// there is none.
    [[nodiscard]] Banner pending() const;
    /// Whether reconnect() would do something.
    [[nodiscard]] bool canReconnect() const;
    /// Whether leave() would do something.
    [[nodiscard]] bool canLeave() const;

public slots:
    /// Connects again, now.
    void reconnect();
    /// Gives up the host that is not connected yet, or else leaves what is shown, and goes back to
    /// the experiment.
    void leave();

signals:
    /// pending(), canReconnect() or canLeave().
    void changed();
    /// Something is shown that was not.
    void opened();
    void problem(const QString& sentence);

private:
    void guarded(const std::function<void()>& action);
    /// A file for what comes of the next stream.
    [[nodiscard]] QString nextKept();
    [[nodiscard]] RemoteFeed* shownHost() const;
    [[nodiscard]] StreamFeed* shownStream() const;
    /// From now on its signals are ours, until it is shown.
    void followPending(const Feed& feed) const;
    /// There is one no longer, of either kind.
    void forgetPending();
    void showConnected();
    void lookAtStream();
    void endStream(StreamFeed& feed);
    /// What was kept of the stream that has ended; something else may be shown meanwhile.
    void showKept(const RecordingOpener::RecordingPtr& kept, const QString& file);

    Session& m_session;
    TransportBar* m_transport;
    QTemporaryDir m_folder; ///< for what is kept of a stream
    int m_streams = 0; ///< that there were
    QPointer<StreamFeed> m_ended; ///< whose end has been dealt with
    RecordingOpener m_opener; ///< of what was kept of it
    std::unique_ptr<RemoteFeed> m_pending; ///< has not been connected yet
    std::unique_ptr<RemoteProgramFeed> m_pendingProgram; ///< in its place, likewise
};

} // namespace lockscope::ui
