// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lab/lab_config.h"
#include "core/measure/history.h"
#include "core/measure/source.h"
#include "core/simulation/machine.h"

#include <QDateTime>
#include <QObject>
#include <QString>
#include <QTimer>

#include <functional>
#include <memory>
#include <optional>
#include <vector>

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
    /// For a source that is played from any place: how often it has jumped, and what there was
    /// before the place where it is. Empty: it never jumps, and is opened anew once it has ended.
    std::function<std::uint64_t()> jumps{};
    std::function<std::vector<measure::SnapshotPtr>()> past{};
    /// For an experiment that runs elsewhere: what it is at first, and what may be asked for there;
    /// no CPUs while that is not known, and then nothing can be asked for. Empty: the session's
    /// own.
    std::optional<lab::LabConfig> config{};
    std::function<lab::ConfigLimits()> limits{};
    QString host{}; ///< what it is called
};

/// Where an experiment runs: on a machine that is simulated, or, when there is none, on this
/// computer.
using ExecutionTarget = std::optional<simulation::Machine>;

/// Opens a feed for an experiment; throws with a sentence for people when that fails.
using FeedOpener = std::function<Feed(
    const lab::LabConfig& config, const ExecutionTarget& target, int snapshotsPerSecond)>;

/// What the window is about: one source, the history drawn from it, whether it runs, whether the
/// picture is frozen, and the experiment asked for. Every action on these is here; widgets only
/// call them and listen. Whatever goes wrong becomes one sentence in problem(), never an exception.
///
/// More CPUs than this computer has are simulated: asking for them goes over to the machine
/// forecastMachine(), asking for fewer comes back. Measured and simulated never share a history:
/// with the target the history begins anew. GUI thread only.
class Session : public QObject
{
    Q_OBJECT

public:
    /// The feed is opened by the first start() and not before, so that a window can paint first.
    /// The experiment is allowed at the target.
    Session(FeedOpener open,
            const lab::LabConfig& config,
            ExecutionTarget target = std::nullopt,
            QObject* parent = nullptr);

    [[nodiscard]] bool running() const { return m_running; }
    [[nodiscard]] bool frozen() const { return m_frozenHistory.has_value(); }
    /// False for a source that only plays, and for one elsewhere of which nothing is known yet.
    [[nodiscard]] bool changeable() const;

    /// What the picture shows: while frozen, the history as it was then.
    [[nodiscard]] const measure::History& history() const;
    /// What the source said of itself when the picture was taken; none before the first start.
    [[nodiscard]] const std::optional<measure::SourceInfo>& facts() const;

    /// How long the source has run, by its newest snapshot; 0 before the first and after a reset.
    [[nodiscard]] std::chrono::nanoseconds measuredTime() const { return m_history.end(); }
    /// When the newest snapshot of the picture came; invalid before the first.
    [[nodiscard]] const QDateTime& pictureTime() const;

    /// The newest experiment asked for.
    [[nodiscard]] const lab::LabConfig& config() const { return m_config; }
    [[nodiscard]] double workersPerCpu() const { return m_workersPerCpu; }
    [[nodiscard]] int refreshRate() const { return m_refreshHz; }

    /// Where the experiment runs; none: on this computer.
    [[nodiscard]] const ExecutionTarget& target() const { return m_target; }
    /// The machine that is simulated when there are more CPUs than this computer has.
    [[nodiscard]] const simulation::Machine& forecastMachine() const { return m_forecastMachine; }
    /// Why it is not this computer's kind although that was calibrated, one sentence; else empty.
    [[nodiscard]] const QString& calibrationProblem() const { return m_calibrationProblem; }
    /// The number of CPUs from which on it is simulated: more than are measured, or 1.
    [[nodiscard]] int simulatedFrom() const
    {
        return m_target && !m_crossed ? 1 : measuredCpus() + 1;
    }
    /// The CPUs that can be measured: this computer's, or those of the host that is shown.
    [[nodiscard]] int measuredCpus() const;
    /// What the experiment may ask for where it runs.
    [[nodiscard]] lab::ConfigLimits limits() const;

    /// Shows a feed from elsewhere, a recording or another host, in place of the experiment, until
    /// leaveShown(); the experiment is kept as it is meanwhile. `start` is whether it plays at
    /// once.
    void show(Feed feed, bool start = true);
    [[nodiscard]] bool shows() const { return m_shows; }
    /// True for a recording that is played: it need not be recorded again.
    [[nodiscard]] bool plays() const { return m_shows && m_feed.jumps; }
    /// The host where the experiment that is shown runs; empty when none is.
    [[nodiscard]] QString elsewhere() const { return m_localExperiment ? m_feed.host : QString(); }
    /// What the experiment that is shown has become by itself: asks nobody.
    void noteConfig(const lab::LabConfig& config);
    /// The source that there is now; null before the first start. For those that record it.
    [[nodiscard]] const measure::Source* source() const { return m_feed.source.get(); }
    /// Grows with each source that there is: addresses come back, this does not.
    [[nodiscard]] std::uint64_t sourceNumber() const { return m_sourceNumber; }

public slots:
    /// Goes back to the experiment, stopped.
    void leaveShown();
    /// Takes over now what the source has, also after a jump while it stands.
    void takeNow();
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
    /// Keeps the workers per CPU, within the limit on workers. More than this computer has: on the
    /// machine forecastMachine(), until there are fewer again.
    void setCpus(int cpus);
    /// Moves the experiment, with as many CPUs as there may be.
    void setTarget(const lockscope::ui::ExecutionTarget& target);
    /// Chooses the machine beyond this computer; the experiment moves if it runs on the one before.
    void setForecastMachine(const lockscope::simulation::Machine& machine);
    void setWorkersPerCpu(double workersPerCpu);
    /// Brings the workload's own times along.
    void setWorkload(lockscope::workload::Kind kind);
    void setRefreshRate(int hz);

signals:
    void historyChanged();
    /// New snapshots, as they come: also while the picture is frozen.
    void snapshotsCame(const std::vector<lockscope::measure::SnapshotPtr>& snapshots);
    /// The experiment, or where it runs.
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
    /// The experiment of its own, kept while another is shown.
    struct LocalExperiment
    {
        lab::LabConfig config;
        ExecutionTarget target;
        double workersPerCpu = 1;
        bool crossed = false;
    };

    void keepLocalExperiment();
    void takeLocalExperimentBack();
    /// Asks the host that is shown.
    void applyShown(const lab::LabConfig& config);
    /// Takes over an experiment that is allowed at the target; goes there first.
    void applyExperiment(const lab::LabConfig& config, const ExecutionTarget& target);
    /// Workers per CPU.
    [[nodiscard]] static double perCpu(const lab::LabConfig& config);
    [[nodiscard]] int workersFor(double workersPerCpu,
                                 int cpus,
                                 const ExecutionTarget& target) const;
    /// Carries an action out; an exception becomes problem(). True when there was none.
    bool guarded(const std::function<void()>& action);

    FeedOpener m_open;
    Feed m_feed;
    lab::LabConfig m_config;
    ExecutionTarget m_target;
    QString m_calibrationProblem; // before m_forecastMachine, whose reading it tells of
    simulation::Machine m_forecastMachine;
    bool m_shows = false; ///< the feed is not the experiment's
    std::optional<LocalExperiment> m_localExperiment; ///< while an experiment elsewhere is shown
    std::uint64_t m_sourceNumber = 0;
    std::uint64_t m_jumps = 0; ///< of the feed, that the history knows of
    bool m_crossed = false; ///< simulated only because this computer has too few CPUs
    double m_workersPerCpu;
    int m_refreshHz = kDefaultRefreshHz;
    bool m_running = false;
    measure::History m_history;
    std::optional<measure::History> m_frozenHistory;
    std::optional<measure::SourceInfo> m_facts;
    std::optional<measure::SourceInfo> m_frozenFacts;
    QDateTime m_newestAt;
    QDateTime m_frozenAt; ///< m_newestAt, then
    QTimer m_timer;
};

} // namespace lockscope::ui
