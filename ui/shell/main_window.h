// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/actions/window_state.h"
#include "ui/pictures/exporter.h"
#include "ui/settings/settings.h"

#include <QMainWindow>

#include <array>
#include <memory>
#include <optional>

namespace lockscope::ui {

class ActionTable;
class Appearance;
class ChartDesk;
class ControlBar;
class Dashboard;
class DialogOpener;
class FilePages;
class LiveStreams;
class NoticeStrips;
class RecordingFiles;
class Session;
class StatusLine;
class TransportBar;
class UndoSteps;
class WindowLayout;
class WindowPages;
struct WatchRequest;

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
    /// Watches a program of the person's own; its page says so when that does not work.
    void watch(const lockscope::ui::WatchRequest& request);
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
    void setUpPages();
    void setUpStreams();
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
    /// Which parts are open: see WindowState::parts.
    [[nodiscard]] std::array<std::optional<bool>, kWindowParts> parts() const;

    Session& m_session;
    Settings& m_settings;
    Appearance& m_appearance;
    StatusLine* m_status; // children, as all that follow
    TransportBar* m_transport;
    RecordingFiles* m_files;
    LiveStreams* m_streams;
    WindowPages* m_pages;
    Dashboard* m_dashboard; ///< of the live page
    UndoSteps* m_undo;
    ChartDesk* m_charts;
    DialogOpener* m_dialogs = nullptr;
    FilePages* m_filePages = nullptr;
    ControlBar* m_bar = nullptr;
    NoticeStrips* m_notices = nullptr;
    std::unique_ptr<WindowLayout> m_layout;
    bool m_painted = false;
    /// Last: it asks the window how it stands, so it goes before the rest.
    std::unique_ptr<ActionTable> m_actions;
};

} // namespace lockscope::ui
