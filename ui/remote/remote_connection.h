// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/source.h"
#include "core/recording/joined_runs.h"
#include "ui/remote/remote_run.h"

#include <QObject>
#include <QTimer>

#include <chrono>
#include <deque>
#include <memory>
#include <optional>
#include <vector>

namespace lockscope::ui {

/// Holds on to an experiment on another host: starts it there, hands live changes over, asks how
/// long an answer takes, and after a cut starts it again with what was asked for last. The
/// snapshots of all runs come as one, with a gap where there was none to be seen.
///
/// A cut is tried again by itself, later each time; a first connection that fails, and what only a
/// person can put right, is not. GUI thread only.
class RemoteConnection : public QObject
{
    Q_OBJECT

public:
    enum class State
    {
        Off, ///< not begun, or stopped
        Connecting,
        Live,
        Waiting, ///< it was cut; secondsLeft() until the next try
        Failed ///< why() says what is to be done
    };

    /// Opens nothing yet. Throws lab::ConfigError as validate(host).
    RemoteConnection(RemoteHost host,
                     RemoteExperiment experiment,
                     int snapshotsPerSecond,
                     QObject* parent = nullptr);
    ~RemoteConnection() override;

    [[nodiscard]] const RemoteHost& host() const { return m_host; }
    [[nodiscard]] State state() const { return m_state; }
    /// True when it is connected or will be without anybody doing anything.
    [[nodiscard]] bool active() const { return m_state != State::Off && m_state != State::Failed; }
    /// What went wrong, one sentence; empty while nothing did.
    [[nodiscard]] const QString& why() const { return m_why; }
    /// Until the next try, rounded up; 0 unless Waiting.
    [[nodiscard]] int secondsLeft() const;
    /// There and back; none while it is not known, or nobody is connected.
    [[nodiscard]] std::optional<recording::RoundTrip> roundTrip() const;

    /// Connects, at once also where it would try later. Nothing when it is connecting or live.
    void open();
    /// Ends the run there, and stays off.
    void close();

    /// The experiment asked for last.
    [[nodiscard]] const lab::LabConfig& config() const { return m_experiment.config; }
    /// Asks for another, now or with the next connection. What the host refuses becomes problem()
    /// and configIs().
    void ask(const lab::LabConfig& config);
    void askRate(int snapshotsPerSecond);
    /// Of the host, once it has said; 0 CPUs before.
    [[nodiscard]] lab::ConfigLimits limits() const;

    /// As of a source.
    [[nodiscard]] std::vector<measure::SnapshotPtr> poll();
    [[nodiscard]] measure::SourceInfo facts() const;

signals:
    /// State, latency or seconds left.
    void changed();
    /// One sentence: what a person has to know.
    void problem(const QString& sentence);
    /// The experiment that the host runs, when that is not what was asked for last.
    void configIs(const lockscope::lab::LabConfig& config);

private:
    void startRun();
    void look();
    void takeHeader();
    void takeSnapshots();
    void takeNotes();
    void settleOn(const measure::ConfigFacts& facts);
    void runIsOver();
    void fail(const QString& why);
    void waitAndTryAgain();
    void setState(State state);

    const RemoteHost m_host;
    RemoteExperiment m_experiment;
    int m_rate;
    State m_state = State::Off;
    QString m_why;

    std::unique_ptr<RemoteRun> m_run; ///< null while there is none
    bool m_knowsHeader = false; ///< of the run
    bool m_follows = false; ///< the host's word: something asked for was refused
    bool m_asked = false; ///< for another experiment, since the run was started
    bool m_wasLive = false; ///< since it was opened
    std::chrono::seconds m_pause{}; ///< before the next try
    std::chrono::steady_clock::time_point m_nextTry;
    std::chrono::steady_clock::time_point m_liveSince;
    int m_looks = 0;
    QTimer m_look;

    std::optional<measure::SourceInfo> m_facts; ///< of the newest run
    std::optional<std::vector<std::string>> m_guards; ///< that the program there has
    recording::JoinedRuns m_joined;
    std::deque<measure::SnapshotPtr> m_pending; ///< for the next poll
};

} // namespace lockscope::ui
