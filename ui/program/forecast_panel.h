// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/whatif/lock_forecast.h"
#include "core/whatif/own_time.h"
#include "ui/pictures/exporter.h"

#include <QWidget>

#include <atomic>
#include <optional>
#include <string>
#include <thread>

class QLabel;
class QProgressBar;
class QPushButton;

namespace lockscope::ui {

class ActionButton;
class MachineBox;
class ScalingChart;
class Session;
class Settings;
class SourceBanner;

/// A lock of a watched program on more CPUs: what is known of its load, whether the simulated
/// present comes out as it was measured and, only then, curves with their bands; everything
/// simulated is marked as that. Simulates on a thread of its own. GUI thread only.
class ForecastPanel : public QWidget
{
    Q_OBJECT

public:
    /// Session and settings outlive it.
    ForecastPanel(Session& session, Settings& settings, QWidget* parent = nullptr);
    ~ForecastPanel() override;

    /// What the buttons do. Once.
    void setActions(QAction* lab, QAction* save);
    /// Null: of no lock, or of no program. Another lock than before ends what is simulated.
    void setLock(const program::WatchReport* report, const program::ReportedLock* lock);

    /// Simulates the marked lock, or ends that.
    void simulateOrEnd();
    /// Whether there are numbers to try the lock in the lab with; the panel says why not.
    [[nodiscard]] bool canTryInLab() const { return m_found && m_found->load; }
    /// Has the lab's experiment do what the lock's threads do, in place of what is shown. Returns
    /// what that load is of. canTryInLab() holds.
    [[nodiscard]] QString tryInLab();
    /// Asks where the picture of the curves is to be saved.
    void save();

    /// Of the marked lock; none before it was simulated.
    [[nodiscard]] const std::optional<whatif::LockForecast>& forecast() const { return m_forecast; }

protected:
    void changeEvent(QEvent* event) override;

private:
    [[nodiscard]] QWidget* setUpSide();
    void setUpMachine();
    void end();
    void finished(std::optional<whatif::LockForecast> forecast, const QString& problem);
    void forget();
    void showText();
    void showCurves();
    /// The lock was swapped, or delayed, since it was simulated.
    [[nodiscard]] bool isOfBefore() const { return m_forecast && m_swaps != m_simulatedSwaps; }
    [[nodiscard]] Exporter exporter() const;

    Session& m_session;
    Settings& m_settings;
    MachineBox* m_machineBox; // children, as all that follow
    QPushButton* m_simulate;
    ActionButton* m_lab;
    ActionButton* m_save;
    QProgressBar* m_progress;
    QLabel* m_text;
    QWidget* m_right; ///< of the curves; hidden while there are none
    SourceBanner* m_banner;
    ScalingChart* m_chart;
    simulation::Machine m_machine; ///< that is simulated next
    whatif::OwnTime m_own; ///< of the program
    std::optional<whatif::LoadFound> m_found; ///< of the marked lock
    std::uint32_t m_lock = 0; ///< its id
    std::string m_command; ///< of its program
    std::uint64_t m_swaps = 0; ///< of the lock so far
    std::uint64_t m_simulatedSwaps = 0; ///< when it was simulated
    std::optional<whatif::LockForecast> m_forecast;
    QString m_problem; ///< one sentence
    bool m_simulates = false;
    int m_run = 0; ///< so that the last word of one that was ended finds nobody
    std::atomic<bool> m_cancel{false};
    std::jthread m_thread; ///< last: it has ended before anything that it uses is gone
};

} // namespace lockscope::ui
