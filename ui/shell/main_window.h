// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/simulation/machine.h"
#include "ui/actions/window_actions.h"
#include "ui/pictures/exporter.h"
#include "ui/settings/settings.h"

#include <QMainWindow>
#include <QPointer>

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <string>

class QDockWidget;
class QLabel;
class QMenu;
class QTabWidget;

namespace lockscope::ui {

class Appearance;
class ChangeCard;
class ControlBar;
class ControlPanel;
class Dashboard;
class DifferenceWindow;
class ElidedLabel;
class HelpWindow;
class KeyPolicy;
class LiveStreams;
class MessageStrip;
class QualityStrip;
class RecordingFiles;
class ScalingPage;
class Session;
class SourceBanner;
class ThreadTable;
class TransportBar;

/// The window: controls around the dashboard. Shows what the session holds and hands what the
/// person does to it; knows nothing of where snapshots come from.
class MainWindow : public QMainWindow
{
    Q_OBJECT

public:
    /// All three outlive the window.
    MainWindow(Session& session,
               Settings& settings,
               Appearance& appearance,
               QWidget* parent = nullptr);

    /// Makes pictures of the dashboard as it stands.
    [[nodiscard]] Exporter exporter() const;

public slots:
    /// Opens a recording and plays it, two and compares them, or sweeps and tables of N and
    /// throughput; `-` alone is a recording that comes by standard input. Says so when it is none
    /// of these.
    void openFiles(const QStringList& files);
    /// Runs an experiment on another host and shows it; says so when that does not work.
    void connectTo(const lockscope::ui::RemoteHost& host,
                   const lockscope::ui::RemoteExperiment& experiment);
    /// Says in the window what went wrong.
    void say(const QString& sentence);
    void resetLayout();

signals:
    /// What say() said.
    void said(const QString& sentence);
    /// Once, when the window has been painted for the first time.
    void firstPainted();

protected:
    bool event(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;
    void closeEvent(QCloseEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    void setUpActions();
    void setUpStreams();
    void setUpMenus();
    void setUpCentre();
    void setUpDocks();
    void setUpStatusBar();
    void setUpKeys();
    void connectSession();
    QDockWidget* addDock(const QString& name, const QString& title, QWidget* content);
    void addDockActions(QMenu* view);

    void restoreLayout();
    /// Hides docks on a screen that is too small for them.
    void makeRoom();
    [[nodiscard]] QSize leastSize() const;
    void saveLayout();
    void applyTheme();
    void refresh();
    /// Another feed's picture is shown from now on.
    void forgetPicture();
    void showState();
    void showBanner();
    void showStatus();
    void showQuality();
    void showViolations();

    void chooseTheme(ThemeChoice choice);
    void setLogarithmicWait(bool on);
    void openExportDialog();
    void openCompareDialog();
    void openConnectDialog();
    void copyDashboard();
    void openHelp();
    void openMachineDialog();
    /// Measures this computer's costs, and hands the machine over unless nothing came of it.
    void calibrate(const std::function<void(const simulation::Machine&)>& use);
    void openAbout();
    /// The window that compares recordings, made when there is none.
    void raiseDifference();
    /// Compares around a place in the recording that is shown; without one a sample.
    void openDifference(std::optional<std::chrono::nanoseconds> place);

    Session& m_session;
    Settings& m_settings;
    Appearance& m_appearance;
    WindowActions m_actions{};
    KeyPolicy* m_keys; // child
    ControlBar* m_bar = nullptr;
    TransportBar* m_transport = nullptr;
    RecordingFiles* m_files = nullptr;
    LiveStreams* m_streams = nullptr;
    ControlPanel* m_panel = nullptr;
    ChangeCard* m_card = nullptr;
    SourceBanner* m_banner = nullptr;
    QualityStrip* m_quality = nullptr;
    QTabWidget* m_pages = nullptr;
    Dashboard* m_dashboard = nullptr;
    ScalingPage* m_scaling = nullptr;
    ThreadTable* m_table = nullptr;
    MessageStrip* m_messages = nullptr;
    MessageStrip* m_violations = nullptr;
    QDockWidget* m_experimentDock = nullptr;
    QDockWidget* m_changeDock = nullptr;
    QDockWidget* m_tableDock = nullptr;
    QLabel* m_state = nullptr; // child, as all that follow
    ElidedLabel* m_status = nullptr;
    QPointer<HelpWindow> m_help;
    QPointer<DifferenceWindow> m_difference;
    std::set<std::string> m_knownViolations;
    bool m_painted = false;
};

} // namespace lockscope::ui
