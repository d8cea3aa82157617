// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/remote/remote_failure.h"

#include <QByteArray>
#include <QElapsedTimer>
#include <QObject>
#include <QProcess>

#include <memory>

namespace lockscope::ui {

/// One run of the remote program, from the start of ssh until it is gone. Its recording is read by
/// a thread of its own, straight from ssh: a window that is busy holds nothing up. What is still
/// running when this object goes is ended: ssh by a signal, and by that, the remote program. GUI
/// thread only.
class RemoteRun : public QObject
{
    Q_OBJECT

public:
    /// Starts ssh; its recording may be kept in a file. Throws std::runtime_error when the system
    /// has no pipe or no thread left, or as recording::StreamSource.
    RemoteRun(RemoteHost host, const SshCommand& command, recording::StreamKeep keep = {});
    ~RemoteRun() override;

    [[nodiscard]] recording::StreamSource& stream() { return *m_stream; }
    [[nodiscard]] const recording::StreamSource& stream() const { return *m_stream; }

    /// A line of `record --control`, without its end. Nothing when the run is over.
    void send(const QByteArray& line);
    void ping();
    /// Asks the remote program to end; it goes on until it is over().
    void stop();
    /// Nothing will be sent: whoever reads there is at the end at once.
    void closeInput() { m_process.closeWriteChannel(); }
    /// Ends ssh and with it the connection, without asking.
    void hangUp() { m_process.terminate(); }

    /// True once ssh is gone and everything that it brought has been read. Ends what does not
    /// end by itself: ask now and then.
    [[nodiscard]] bool over();
    /// How it ended; for when it is over.
    [[nodiscard]] RemoteOutcome outcome() const;

signals:
    /// What ssh and the host have written to standard error, as it comes.
    void errorsCame(const QByteArray& bytes);

private:
    void readErrors();

    const RemoteHost m_host;
    std::unique_ptr<recording::StreamSource> m_stream;
    QProcess m_process;
    QByteArray m_errors;
    QElapsedTimer m_halfOver; ///< since one of the two, ssh and its stream, has ended
    bool m_killed = false;
};

} // namespace lockscope::ui
