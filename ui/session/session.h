// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/experiment.h"
#include "ui/session/experiment_feeds.h"
#include "ui/session/watched_experiment.h"
#include "ui/session/watched_feed.h"

#include <QObject>
#include <QPointer>
#include <QString>
#include <QTimer>

#include <functional>
#include <memory>
#include <vector>

namespace lockscope::ui {

inline constexpr int kMinRefreshHz = 1;
inline constexpr int kMaxRefreshHz = 60;
inline constexpr int kDefaultRefreshHz = 20;

/// What the window is about: it joins the window's experiment, the feed that is shown and the
/// picture drawn from it. Every action on these is here; widgets only call them and listen.
/// Whatever goes wrong becomes one sentence in problem(), never an exception.
///
/// The experiment has a feed where it is measured and one where it is simulated, so measured and
/// simulated are never in one picture. A recording, a stream or another host is a feed shown in the
/// experiment's place. Whichever is not shown keeps its picture and its source, which stands
/// still: nobody would look at it, and on this computer it would take the CPUs of what is shown.
/// Its clock stands still with it, so that the picture goes on without a hole. An experiment that
/// ran before another feed was shown, or before a job, runs again afterwards. GUI thread only.
class Session : public QObject
{
    Q_OBJECT

public:
    /// A source is opened by the first start() and not before, so that a window can paint first.
    /// The experiment is allowed at the target.
    Session(FeedMaker make,
            const lab::LabConfig& config,
            ExecutionTarget target = std::nullopt,
            QObject* parent = nullptr);

    /// The feed that is shown.
    [[nodiscard]] Feed& feed() const { return shown().feed(); }
    [[nodiscard]] Banner banner() const { return feed().banner(history()); }
    [[nodiscard]] bool running() const { return m_running; }
    [[nodiscard]] bool frozen() const { return shown().picture().frozen(); }
    /// False for a source that only plays, and for one elsewhere of which nothing is known yet.
    [[nodiscard]] bool changeable() const { return feed().canChange(); }

    /// What the picture shows: while frozen, the history as it was then.
    [[nodiscard]] const measure::History& history() const { return shown().picture().history(); }
    /// What of it lies before the place where the source stands: for whatever tells of now.
    [[nodiscard]] const measure::History& past() const { return shown().picture().past(); }
    /// Where that is; none: at the newest.
    [[nodiscard]] std::optional<std::chrono::nanoseconds> place() const
    {
        return shown().picture().place();
    }
    /// What the source said of itself when the picture was taken; none before the first start.
    [[nodiscard]] const std::optional<measure::SourceInfo>& facts() const
    {
        return shown().picture().facts();
    }
    /// How long the source has run, by its newest snapshot; 0 before the first and after a reset.
    [[nodiscard]] std::chrono::nanoseconds measuredTime() const
    {
        return shown().picture().measuredTime();
    }
    /// When the newest snapshot of the picture came; invalid before the first.
    [[nodiscard]] const QDateTime& pictureTime() const { return shown().picture().takenAt(); }

    /// The window's own experiment, whatever is shown.
    [[nodiscard]] const Experiment& experiment() const { return m_experiment; }
    /// The experiment that is shown: the newest asked for or, of a recording, the one in force in
    /// the picture.
    [[nodiscard]] ExperimentRequest request() const;
    [[nodiscard]] lab::LabConfig config() const { return request().config(); }
    /// What the experiment that is shown may ask for where it runs.
    [[nodiscard]] lab::ConfigLimits limits() const;
    /// The CPUs that can be measured where what is shown runs; 1 while that is not known.
    [[nodiscard]] int measuredCpus() const;
    /// The number of CPUs from which on what is shown is simulated: 1 when all of it is.
    [[nodiscard]] int simulatedFrom() const;
    [[nodiscard]] int refreshRate() const { return m_refreshHz; }
    /// Why experiment().forecastMachine() is not this computer's kind although that was calibrated,
    /// one sentence; else empty.
    [[nodiscard]] const QString& calibrationProblem() const { return m_calibrationProblem; }

    /// Shows a feed in place of the experiment, until leaveShown(). `start` is whether it plays at
    /// once.
    void show(std::unique_ptr<Feed> feed, bool start = true);
    [[nodiscard]] bool shows() const { return m_shown != nullptr; }
    /// True for a recording that is played: it need not be recorded again.
    [[nodiscard]] bool plays() const
    {
        return feed().traits().provenance.delivery == measure::Delivery::Recorded;
    }
    /// The source that there is now; null before the first start. For those that record it.
    [[nodiscard]] const measure::Source* source() const { return feed().source(); }
    [[nodiscard]] std::uint64_t sourceNumber() const { return shown().sourceNumber(); }

    /// A job needs this computer's CPUs: what runs on them stops, until as many calls of
    /// endJob().
    void beginJob();
    void endJob();

public slots:
    /// Goes back to the experiment: its picture, and running when it ran before.
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

    /// Asks for another experiment where the one that is shown runs. When it is not allowed nothing
    /// changes and problem() says why; where nothing can be changed, nothing does. Emits
    /// configChanged() in any case, so that controls go back to what holds.
    void setConfig(const lockscope::lab::LabConfig& config);
    void setFastPath(bool on);
    void setGuard(const QString& id);
    /// Keeps the workers per CPU, within the limit on workers; crosses over to the forecast's
    /// machine and back as Experiment does.
    void setCpus(int cpus);
    void setWorkersPerCpu(double workersPerCpu);
    /// Brings the workload's own times along.
    void setWorkload(lockscope::workload::Kind kind);
    /// Moves the experiment, with as many CPUs as there may be; not one that runs elsewhere.
    void setTarget(const lockscope::ui::ExecutionTarget& target);
    /// Chooses the machine beyond this computer, whatever is shown; the experiment moves if it runs
    /// on the one before.
    void setForecastMachine(const lockscope::simulation::Machine& machine);
    void setRefreshRate(int hz);

signals:
    void historyChanged();
    /// New snapshots, as they come: also while the picture is frozen.
    void snapshotsCame(const std::vector<lockscope::measure::SnapshotPtr>& snapshots);
    /// Another feed is shown, and its picture.
    void feedReplaced();
    /// The banner of the feed that is shown, or what it can do.
    void feedChanged();
    /// The experiment that is shown, or where it runs.
    void configChanged();
    /// Somebody here asked for another experiment, or another place for it; it may have been
    /// refused. Comes before configChanged(), which a change that comes from elsewhere emits, too.
    void changeAsked();
    void runningChanged(bool running);
    void frozenChanged(bool frozen);
    void refreshRateChanged(int hz);
    void problem(const QString& sentence);

private:
    [[nodiscard]] WatchedFeed& shown() const
    {
        return m_shown ? *m_shown : m_watched.at(m_experiment.target());
    }
    /// Has a feed at the target of the experiment, made now or told of what is wanted.
    void prepareFeed(const Experiment& wanted);
    /// From now on the feed's signals are ours, while it is shown.
    void follow(const Feed& feed);
    void applyExperiment(const Experiment& wanted);
    void applyElsewhere(const ExperimentRequest& wanted) const;
    /// Carries out a change of the experiment that is shown, one way where it is the window's own
    /// and the other where it is not; emits configChanged().
    void change(const std::function<Experiment(const Experiment&)>& here,
                const std::function<ExperimentRequest(const ExperimentRequest&,
                                                      const lab::ConfigLimits&)>& elsewhere);

    void poll();
    void takeSnapshots();
    void noteShownConfig();
    void noteRunning();
    /// Stops without forgetting that the experiment is to go on.
    void pause();
    void goOn();
    /// Ends what somebody asked for, carried out or not.
    void toldWhatToDo()
    {
        goOn();
        emit changeAsked();
        emit configChanged();
    }
    /// Tells that shown() is another feed.
    void tellReplaced(bool wasFrozen);
    /// Carries an action out; an exception becomes problem(). True when there was none.
    bool guarded(const std::function<void()>& action);

    QString m_calibrationProblem; // before m_experiment, whose forecast's machine it tells of
    Experiment m_experiment;
    WatchedExperiment m_watched;
    std::unique_ptr<WatchedFeed> m_shown; ///< in place of the experiment's
    measure::ConfigFacts m_shownConfig; ///< the last that configChanged() told of, of m_shown
    int m_refreshHz = kDefaultRefreshHz;
    bool m_running = false;
    bool m_goesOn = false; ///< the experiment is to run once it is shown and there is no job
    int m_jobs = 0;
    QPointer<Feed> m_pausedForJob; ///< a feed other than the experiment's
    QTimer m_timer;
};

} // namespace lockscope::ui
