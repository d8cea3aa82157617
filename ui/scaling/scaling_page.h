// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/study/forecast.h"
#include "core/study/sweep.h"
#include "ui/models/opened_sweeps.h"
#include "ui/models/scaling_curves.h"
#include "ui/pictures/exporter.h"
#include "ui/session/exclusive_job.h"

#include <QTimer>
#include <QWidget>

#include <functional>
#include <initializer_list>
#include <optional>
#include <vector>

class QCheckBox;
class QComboBox;
class QDoubleSpinBox;
class QLabel;
class QLineEdit;
class QProgressBar;
class QPushButton;
class QScrollArea;
class QSpinBox;
class QVBoxLayout;

namespace lockscope::ui {

class FastPathBox;
class GuardList;
class HostList;
class MachineBox;
class MessageStrip;
class ScalingChart;
class Session;
class Settings;

/// Runs a sweep; study::runSweep but in tests. On a thread of the page's.
using SweepFunction = std::function<study::Sweep(
    const study::SweepPlan&, const study::RoundWatcher&, const std::vector<study::SweepPoint>&)>;

/// How guards scale with CPUs: measured on this computer by a sweep, the law laid through that, and
/// simulated beyond it, at the session's settings. Simulating begins by itself when the page is
/// shown; a sweep when it is asked for. The live workload stands still meanwhile. Sweeps of other
/// hosts, or of another day, are opened from files and laid over that, each marked as what it is.
class ScalingPage : public QWidget
{
    Q_OBJECT

public:
    /// Session and settings outlive the page.
    ScalingPage(Session& session,
                Settings& settings,
                SweepFunction sweep,
                QWidget* parent = nullptr);

    /// Shows a table of N and throughput beside the rest; a sentence in the page when it is none.
    void openCurve(const QString& file);
    /// Lays sweeps over what is shown, all of them or none; else a sentence in the page.
    void openSweeps(const QStringList& files);
    [[nodiscard]] Exporter exporter() const;
    void setTheme(const Theme& theme);

signals:
    void calibrationWanted();

protected:
    void showEvent(QShowEvent* event) override;

private:
    void setUpSweep(QVBoxLayout* left);
    void setUpBeyond(QVBoxLayout* left);
    void setUpFiles(QVBoxLayout* left);
    void setUpResult(QVBoxLayout* right);

    [[nodiscard]] study::SweepPlan sweepPlan() const;
    [[nodiscard]] study::ForecastPlan forecastPlan() const;

    void sweepOrCancel();
    void goOn();
    void runSweep(const study::SweepPlan& plan, std::vector<study::SweepPoint> earlier);
    void forecastSoon();
    void runForecast();
    /// The sweep that what is simulated is held against: the one made here, or the first of a host
    /// in sight.
    [[nodiscard]] const study::Sweep* measured() const;
    /// What the settings simulated have differently from those that measured() was made with; empty
    /// when they are the same, or one of the two is not there.
    [[nodiscard]] QString difference() const;
    void finished(const QString& problem);

    void showRunning();
    void showCurves();
    void showHosts();
    void showVerdicts();
    void showAnswer();
    [[nodiscard]] std::vector<std::size_t> hostsInSight() const;
    [[nodiscard]] QStringList measuredGains(int at) const;
    /// What is to be said of those whose simulation misses what was measured too far to be trusted.
    [[nodiscard]] QStringList missesOf(std::initializer_list<const ScalingCurve*> curves) const;
    void openFiles();
    void addFiles();
    void removeHost(const QString& id);
    void save(const QString& name, const std::function<void(const QString& file)>& write);

    enum class Job
    {
        None,
        Sweep,
        Forecast
    };

    Session& m_session;
    Settings& m_settings;
    const SweepFunction m_runSweep;
    GuardList* m_guards; // children, as all up to the message
    FastPathBox* m_fastPath;
    QLineEdit* m_cpus;
    QSpinBox* m_repeats;
    QDoubleSpinBox* m_seconds;
    QPushButton* m_start;
    QPushButton* m_goOn;
    MachineBox* m_machine;
    QSpinBox* m_most;
    QPushButton* m_saveJson;
    QPushButton* m_saveCsv;
    QComboBox* m_figure;
    QCheckBox* m_logX;
    QCheckBox* m_logY;
    QSpinBox* m_at;
    QLabel* m_answer;
    ScalingChart* m_chart;
    HostList* m_hosts;
    QLabel* m_verdicts;
    QScrollArea* m_verdictsArea;
    QProgressBar* m_progress;
    MessageStrip* m_message;

    std::optional<study::Sweep> m_sweep; ///< that is shown
    std::vector<study::ForecastCurve> m_forecast; ///< that is shown
    study::ForecastPlan m_forecastPlan; ///< its settings
    std::vector<ScalingCurve> m_tables; ///< of N and throughput, from files
    OpenedSweeps m_opened;
    std::optional<study::Sweep> m_newSweep; ///< the job's while it runs
    std::vector<study::ForecastCurve> m_newForecast; ///< likewise
    study::ForecastPlan m_newForecastPlan; ///< likewise
    QTimer m_soon; ///< settings that follow each other are one forecast
    Job m_kind = Job::None;
    ExclusiveJob m_job; ///< last: its thread has ended before anything that it uses is gone
};

} // namespace lockscope::ui
