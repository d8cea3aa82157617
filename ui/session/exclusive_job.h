// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QString>

#include <atomic>
#include <functional>
#include <thread>

namespace lockscope::ui {

class Session;

/// Something that needs the machine to itself: it runs on a thread of its own while the session's
/// workload stands still, which goes on afterwards if it ran before. One at a time. GUI thread, but
/// for report().
class ExclusiveJob : public QObject
{
    Q_OBJECT

public:
    /// The session outlives the job.
    explicit ExclusiveJob(Session& session, QObject* parent = nullptr);
    ~ExclusiveJob() override;

    /// Runs on the job's thread, keeps its result itself, and calls report() now and then. What it
    /// throws is the problem of finished().
    using Work = std::function<void()>;
    void start(Work work);

    /// Has the work's next report() say so.
    void cancel() { m_cancel = true; }
    /// Cancels, waits for the work and lets the session go on; nothing is emitted any more.
    void end();

    [[nodiscard]] bool running() const { return m_running; }
    /// It was cancelled, and what is under way has not ended yet.
    [[nodiscard]] bool ending() const { return m_running && m_cancel; }

    /// From the work: how far it is, 0..1, and at what. False when it is to end.
    [[nodiscard]] bool report(double share, const QString& what);

signals:
    void progressed(double share, const QString& what);
    /// It has ended and its result can be read; with a sentence when it failed.
    void finished(const QString& problem);

private:
    void goOn();

    Session& m_session;
    bool m_holdsSession = false; ///< what runs on this computer stands still for it
    bool m_running = false;
    int m_run = 0; ///< so that the last word of a run that was ended finds nobody
    std::atomic<bool> m_cancel{false};
    std::jthread m_thread;
};

} // namespace lockscope::ui
