// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/actions/window_state.h"
#include "ui/pictures/exporter.h"
#include "ui/settings/settings.h"

#include <QMainWindow>

#include <memory>

class QTabWidget;

namespace lockscope::ui {

class ActionTable;
class Appearance;
class ChangeCard;
class ChartDesk;
class ControlBar;
class Dashboard;
class LiveStreams;
class NoticeStrips;
class RecordingFiles;
class ScalingPage;
class Session;
class StatusLine;
class ThreadTable;
class TransportBar;
class DialogOpener;
class UndoSteps;
class WindowDocks;
class WindowLayout;

/// The window: joins what stands around the pictures with the session. Shows what the session holds
/// and hands what the person does to it; knows nothing of where snapshots come from.
class MainWindow : public QMainWindow
{
    Q_OBJECT

public:
    /// All three outlive the window.
    MainWindow(Session& session,
               Settings& settings,
               Appearance& appearance,
               QWidget* parent = nullptr);
    ~MainWindow() override;

    /// Makes pictures of the dashboard as it stands.
    [[nodiscard]] Exporter exporter() const;
    [[nodiscard]] const ActionTable& actionTable() const { return *m_actions; }
    /// How it stands: what decides which actions can be carried out and which are on.
    [[nodiscard]] WindowState state() const;

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

private:
    void setUpDialogs();
    void setUpFiles();
    void setUpDocks();
    void setUpActions();
    void setUpCentre();
    void setUpKeys();
    void connectSession();

    void restoreLayout();
    void applyTheme();
    void refresh();
    /// Another feed's picture is shown from now on.
    void forgetPicture();
    void showState();
    void showBanner();
    void showFacts();

    Session& m_session;
    Settings& m_settings;
    Appearance& m_appearance;
    StatusLine* m_status; // children, as all that follow
    TransportBar* m_transport;
    RecordingFiles* m_files;
    LiveStreams* m_streams;
    Dashboard* m_dashboard;
    ScalingPage* m_scaling;
    ChangeCard* m_card;
    ThreadTable* m_table;
    UndoSteps* m_undo;
    ChartDesk* m_charts;
    DialogOpener* m_dialogs = nullptr;
    WindowDocks* m_docks = nullptr;
    ControlBar* m_bar = nullptr;
    NoticeStrips* m_notices = nullptr;
    QTabWidget* m_pages = nullptr;
    std::unique_ptr<WindowLayout> m_layout;
    bool m_painted = false;
    /// Last: it asks the window how it stands, so it goes before the rest.
    std::unique_ptr<ActionTable> m_actions;
};

} // namespace lockscope::ui
