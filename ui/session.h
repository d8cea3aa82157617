// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lab/lab_config.h"
#include "core/measure/history.h"
#include "core/measure/source.h"

#include <QDateTime>
#include <QObject>
#include <QString>
#include <QTimer>

#include <functional>
#include <memory>
#include <optional>

namespace lockscope::ui {

inline constexpr int kMinRefreshHz = 1;
inline constexpr int kMaxRefreshHz = 60;
inline constexpr int kDefaultRefreshHz = 20;

/// A source, and the two requests that can go back to it. Nothing else flows up.
struct Feed
{
    std::unique_ptr<measure::Source> source;
    /// Asks for another experiment; throws lab::ConfigError. Empty: it cannot be changed.
    std::function<void(const lab::LabConfig&)> apply;
    /// Snapshots a second from now on. Empty: the source keeps its own rate.
    std::function<void(double)> setSnapshotRate;
};

/// Opens a feed for an experiment; throws with a sentence for people when that fails.
using FeedOpener = std::function<Feed(const lab::LabConfig& config, int snapshotsPerSecond)>;

/// What the window is about: one source, the history drawn from it, whether it runs, whether the
/// picture is frozen, and the experiment asked for. Every action on these is here; widgets only
/// call them and listen. Whatever goes wrong becomes one sentence in problem(), never an exception.
/// GUI thread only.
class Session : public QObject
{
    Q_OBJECT

public:
    /// The feed is opened by the first start() and not before, so that a window can paint first.
    Session(FeedOpener open, const lab::LabConfig& config, QObject* parent = nullptr);

    [[nodiscard]] bool running() const { return m_running; }
    [[nodiscard]] bool frozen() const { return m_frozenHistory.has_value(); }
    /// False for a source that only plays.
    [[nodiscard]] bool changeable() const;

    /// What the picture shows: while frozen, the history as it was then.
    [[nodiscard]] const measure::History& history() const;
    /// What the source said of itself when the picture was taken; none before the first start.
    [[nodiscard]] const std::optional<measure::SourceFacts>& facts() const;

    /// How long the source has run, by its newest snapshot; 0 before the first and after a reset.
    [[nodiscard]] std::chrono::nanoseconds measuredTime() const { return m_history.end(); }
    /// When the newest snapshot of the picture came; invalid before the first.
    [[nodiscard]] const QDateTime& pictureTime() const;

    /// The newest experiment asked for.
    [[nodiscard]] const lab::LabConfig& config() const { return m_config; }
    [[nodiscard]] double workersPerCpu() const { return m_workersPerCpu; }
    [[nodiscard]] int refreshRate() const { return m_refreshHz; }

public slots:
    void start();
    void stop();
    void setRunning(bool running);
    /// Holds the picture while the source goes on; what comes meanwhile is kept and shown after.
    void setFrozen(bool frozen);
    /// Forgets what was measured and thaws; the source goes on.
    void reset();

    /// Asks for another experiment. When it is not allowed nothing changes and problem() says why.
    /// Emits configChanged() in any case, so that controls go back to what holds.
    void setConfig(const lockscope::lab::LabConfig& config);
    void setFastPath(bool on);
    void setGuard(const QString& id);
    /// Keeps the workers per CPU, within the limit on workers.
    void setCpus(int cpus);
    void setWorkersPerCpu(double workersPerCpu);
    /// Brings the workload's own times along.
    void setWorkload(lockscope::workload::Kind kind);
    void setRefreshRate(int hz);

signals:
    void historyChanged();
    void configChanged();
    void runningChanged(bool running);
    void frozenChanged(bool frozen);
    void refreshRateChanged(int hz);
    void problem(const QString& sentence);

private:
    void poll();
    void takeSnapshots();
    void noteRunning();
    void leaveFinishedFeed();
    void openFeed();
    /// Carries an action out; an exception becomes problem(). True when there was none.
    bool guarded(const std::function<void()>& action);

    FeedOpener m_open;
    Feed m_feed;
    lab::LabConfig m_config;
    double m_workersPerCpu;
    int m_refreshHz = kDefaultRefreshHz;
    bool m_running = false;
    measure::History m_history;
    std::optional<measure::History> m_frozenHistory;
    std::optional<measure::SourceFacts> m_facts;
    std::optional<measure::SourceFacts> m_frozenFacts;
    QDateTime m_newestAt;
    QDateTime m_frozenAt; ///< m_newestAt, then
    QTimer m_timer;
};

} // namespace lockscope::ui
