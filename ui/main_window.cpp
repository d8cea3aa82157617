// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main_window.h"

#include "ui/appearance.h"
#include "ui/change_card.h"
#include "ui/charts/wait_chart.h"
#include "ui/dashboard.h"
#include "ui/dialogs/about_dialog.h"
#include "ui/dialogs/calibration_dialog.h"
#include "ui/dialogs/compare_dialog.h"
#include "ui/dialogs/connect_dialog.h"
#include "ui/dialogs/export_dialog.h"
#include "ui/dialogs/help_window.h"
#include "ui/dialogs/machine_dialog.h"
#include "ui/difference/difference_window.h"
#include "ui/recording_choices.h"
#include "ui/recording_files.h"
#include "ui/remote/live_streams.h"
#include "ui/scaling/scaling_page.h"
#include "ui/session.h"
#include "ui/status_text.h"
#include "ui/thread_table.h"
#include "ui/transport_bar.h"
#include "ui/widgets/key_policy.h"
#include "ui/widgets/message_strip.h"
#include "ui/widgets/source_banner.h"

#include <QApplication>
#include <QClipboard>
#include <QCloseEvent>
#include <QDockWidget>
#include <QDragEnterEvent>
#include <QLabel>
#include <QMimeData>
#include <QStatusBar>
#include <QTabWidget>
#include <QTimer>
#include <QUrl>

#include <algorithm>
#include <exception>

namespace lockscope::ui {

namespace {

constexpr int kLeastTableHeight = 80;
constexpr int kSayMs = 8000;

} // namespace

MainWindow::MainWindow(Session& session,
                       Settings& settings,
                       Appearance& appearance,
                       QWidget* parent)
    : QMainWindow(parent)
    , m_session(session)
    , m_settings(settings)
    , m_appearance(appearance)
    , m_keys(new KeyPolicy(this))
{
    setWindowTitle(tr("Lockscope"));
    setWindowIcon(QIcon(":/lockscope/icons/io.github.lockscope.Lockscope.svg"));
    setUpActions();
    setUpStreams();
    setUpCentre();
    setUpDocks();
    setUpMenus();
    setUpStatusBar();
    setUpKeys();
    connectSession();
    restoreLayout();
    applyTheme();
    showState();
}

void MainWindow::connectSession()
{
    connect(&m_session, &Session::historyChanged, this, &MainWindow::refresh);
    connect(&m_session, &Session::configChanged, this, &MainWindow::showState);
    connect(&m_session, &Session::runningChanged, this, &MainWindow::showState);
    connect(&m_session, &Session::frozenChanged, this, &MainWindow::showState);
    connect(&m_session, &Session::refreshRateChanged, this, &MainWindow::showStatus);
    connect(&m_session, &Session::configChanged, this, [this] {
        if (!m_session.shows()) // now: not every end is a clean one
            m_settings.setExperiment(m_session.config());
    });
    connect(&m_session, &Session::problem, this, &MainWindow::say);
}

void MainWindow::refresh()
{
    if (isMinimized())
        return;
    const measure::History& history = m_session.history();
    m_dashboard->refresh(history);
    m_card->refresh(history);
    if (m_table->isVisible())
        m_table->refresh(history);
    showStatus();
    showViolations();
}

void MainWindow::showState()
{
    lockscope::ui::showState(m_actions, m_session);
    const QString state
        = pictureStateText(m_session.running(), m_session.frozen(), m_session.facts());
    m_state->setText(state.isEmpty() ? QString() : "<b>" + state.toHtmlEscaped() + "</b>");
    showBanner();
    showStatus();
}

void MainWindow::showBanner()
{
    // The place, not the facts: what is not measured says so before its first snapshot.
    const Place& place = m_session.place();
    QString mark;
    QString text;
    if (m_streams->shown()) {
        mark = m_streams->mark();
        text = m_streams->text();
    } else if (m_session.shows()) {
        mark = m_session.facts() ? sourceMark(*m_session.facts()) : QString();
        text = m_transport->text();
    } else if (place) {
        measure::SourceFacts simulated;
        simulated.kind = measure::SourceKind::Simulated;
        mark = sourceMark(simulated);
        text = simulatedText(*place);
    }
    m_banner->show(mark, text);
    m_actions.reconnect->setEnabled(m_streams->canReconnect());
    m_actions.disconnectHost->setEnabled(m_streams->shown());
    setWindowTitle(mark.isEmpty() ? tr("Lockscope") : tr("%1: Lockscope").arg(mark));
}

void MainWindow::showStatus()
{
    m_status->setText(
        statusText(m_session.facts(), m_session.history().dropped(), m_session.refreshRate()));
}

void MainWindow::showViolations()
{
    const measure::History& history = m_session.history();
    if (history.empty()) {
        m_knownViolations.clear();
        m_violations->dismiss();
        return;
    }
    // Each is said once, so that closing the strip holds; a new kind opens it again.
    for (const std::string& violation : history.snapshots().back()->violations)
        if (m_knownViolations.insert(violation).second)
            m_violations->say(
                tr("The numbers do not add up: %1").arg(QString::fromStdString(violation)));
}

void MainWindow::say(const QString& sentence)
{
    m_messages->say(sentence);
    emit said(sentence);
}

void MainWindow::applyTheme()
{
    m_dashboard->setTheme(Theme::of(palette()));
    m_scaling->setTheme(Theme::of(palette()));
}

void MainWindow::chooseTheme(ThemeChoice choice)
{
    m_appearance.choose(choice);
    m_settings.setTheme(choice);
}

void MainWindow::setLogarithmicWait(bool on)
{
    m_actions.logarithmicWait->setChecked(on);
    m_dashboard->waitChart()->setLogarithmic(on);
    m_settings.setLogarithmicWait(on);
}

Exporter MainWindow::exporter() const
{
    return {m_dashboard->rows(),
            pictureFacts(m_session.facts(), m_session.history(), m_session.pictureTime()),
            Theme::of(palette())};
}

void MainWindow::openExportDialog()
{
    ExportDialog dialog([this] { return exporter(); }, m_settings, this);
    if (dialog.exec() == QDialog::Accepted)
        statusBar()->showMessage(dialog.outcome(), kSayMs);
    m_dashboard->setFocus(); // not on whatever control comes first: Space freezes
}

void MainWindow::openCompareDialog()
{
    CompareDialog(m_session, m_settings, lab::compare, this).exec();
    m_dashboard->setFocus();
}

void MainWindow::openConnectDialog()
{
    ConnectDialog dialog(m_settings.remoteHost(), this);
    if (dialog.exec() == QDialog::Accepted) {
        m_settings.setRemoteHost(dialog.host());
        m_streams->connectTo(dialog.host(), {.config = m_session.config()});
    }
    m_dashboard->setFocus();
}

void MainWindow::copyDashboard()
{
    constexpr int kCopyScale = 2;
    try {
        // The clipboard takes ownership.
        QGuiApplication::clipboard()->setMimeData(
            exporter().forClipboard(Exporter::kDashboard, kCopyScale).release());
        statusBar()->showMessage(tr("Copied the dashboard"), kSayMs);
    } catch (const std::exception& error) {
        say(QString::fromUtf8(error.what()));
    }
}

void MainWindow::openHelp()
{
    if (!m_help) {
        m_help = new HelpWindow(this);
        m_help->setAttribute(Qt::WA_DeleteOnClose);
    }
    m_help->show();
    m_help->raise();
    m_help->activateWindow();
}

void MainWindow::raiseDifference()
{
    if (!m_difference) {
        m_difference = new DifferenceWindow(m_settings, this);
        m_difference->setAttribute(Qt::WA_DeleteOnClose);
    }
    m_difference->show();
    m_difference->raise();
    m_difference->activateWindow();
}

void MainWindow::openDifference(std::optional<std::chrono::nanoseconds> place)
{
    const bool isNew = !m_difference;
    raiseDifference();
    if (const auto shown = m_transport->recording(); shown && (isNew || place))
        m_difference->compareAround(shown, m_transport->file(), place);
    else if (isNew)
        m_difference->open(DifferenceWindow::kA, sampleRecordings().front().file());
}

void MainWindow::openMachineDialog()
{
    MachineDialog(m_session, m_settings, measure::measureLineTransfers, this).exec();
    m_dashboard->setFocus();
}

void MainWindow::calibrate(const std::function<void(const simulation::Machine&)>& use)
{
    CalibrationDialog dialog(m_session, this);
    connect(&dialog, &CalibrationDialog::problem, this, &MainWindow::say);
    dialog.exec();
    if (dialog.machine())
        use(*dialog.machine());
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event)
{
    const QList<QUrl> urls = event->mimeData()->urls();
    if (!urls.isEmpty()
        && std::all_of(urls.begin(), urls.end(), [](const QUrl& url) { return url.isLocalFile(); }))
        event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent* event)
{
    QStringList files;
    for (const QUrl& url : event->mimeData()->urls())
        files << url.toLocalFile();
    openFiles(files);
    event->acceptProposedAction();
}

void MainWindow::openFiles(const QStringList& files)
{
    if (files == QStringList{"-"})
        m_streams->openStandardInput();
    else
        m_files->openAll(files);
}

void MainWindow::connectTo(const RemoteHost& host, const RemoteExperiment& experiment)
{
    m_streams->connectTo(host, experiment);
}

void MainWindow::openAbout()
{
    AboutDialog(m_session.facts(), this).exec();
    m_dashboard->setFocus();
}

bool MainWindow::event(QEvent* event)
{
    const bool done = QMainWindow::event(event);
    if (event->type() == QEvent::Paint && !m_painted) {
        m_painted = true;
        // Behind the events that are waiting: what was painted reaches the screen first.
        QTimer::singleShot(0, this, &MainWindow::firstPainted);
    }
    return done;
}

void MainWindow::resizeEvent(QResizeEvent* event)
{
    QMainWindow::resizeEvent(event);
    // The charts are what a small window is for: the table gives way first.
    const int most = height() / 6;
    const bool shrunk = event->size().height() < event->oldSize().height();
    if (shrunk && !m_tableDock->isFloating() && m_tableDock->height() > std::max(most, kLeastTableHeight))
        resizeDocks({m_tableDock}, {std::max(most, kLeastTableHeight)}, Qt::Vertical);
}

void MainWindow::changeEvent(QEvent* event)
{
    QMainWindow::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && m_dashboard != nullptr)
        applyTheme();
    if (event->type() == QEvent::WindowStateChange && m_actions.fullScreen != nullptr)
        m_actions.fullScreen->setChecked(isFullScreen());
}

void MainWindow::closeEvent(QCloseEvent* event)
{
    saveLayout();
    m_settings.setRefreshRate(m_session.refreshRate());
    if (!m_session.shows()) // whether a recording played is no wish for the next start
        m_settings.setRunAtStart(m_session.running());
    m_session.stop();
    QMainWindow::closeEvent(event);
}

} // namespace lockscope::ui
