// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/remote/remote_run.h"
#include "ui/remote/stream_feed.h"

#include <memory>

namespace lockscope::ui {

/// A program of the person's own that is watched on another host, by lockscope-cli there. To stop
/// it ends the connection, for good: the program goes on there, and to begin again would be to
/// start another. What the program and ssh write to standard error goes to ours.
class RemoteProgramFeed final : public StreamFeed
{
    Q_OBJECT

public:
    /// Starts ssh, and keeps what comes in the file `kept`. Throws as watchCommand() and RemoteRun.
    RemoteProgramFeed(const RemoteHost& host, const RemoteProgram& program, const QString& kept);
    ~RemoteProgramFeed() override;

    [[nodiscard]] const RemoteHost& host() const { return m_host; }
    [[nodiscard]] const RemoteProgram& program() const { return m_program; }
    /// It is being watched, or was: there is something to show.
    [[nodiscard]] bool connected() const { return stream().header().has_value(); }
    /// What went wrong, one sentence; empty while nothing did.
    [[nodiscard]] const QString& why() const { return m_why; }

    [[nodiscard]] QString machine() const override { return m_host.name; }
    [[nodiscard]] const recording::StreamSource& stream() const override;
    /// Not while somebody whom ssh left behind has the pipe.
    [[nodiscard]] bool ended() const override
    {
        return m_over && (stream().ended() || !connected());
    }
    [[nodiscard]] QString endText() const override;
    [[nodiscard]] measure::Source* source() const override;

protected:
    [[nodiscard]] QString waitingText() const override { return tr("connecting…"); }
    void look() override;

private:
    class Source;

    [[nodiscard]] RemoteOutcome outcome() const;

    const RemoteHost m_host;
    const RemoteProgram m_program;
    std::unique_ptr<RemoteRun> m_run;
    std::unique_ptr<Source> m_source; ///< of the run
    QString m_why;
    bool m_over = false;
    bool m_stopped = false; ///< by whoever watched
};

} // namespace lockscope::ui
