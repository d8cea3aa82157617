// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/main_window.h"

#include "core/io/limits.h"
#include "ui/charts/thread_table.h"
#include "ui/charts/wait_chart.h"
#include "ui/experiment/change_card.h"
#include "ui/recordings/recording_files.h"
#include "ui/recordings/transport_bar.h"
#include "ui/remote/live_streams.h"
#include "ui/scaling/scaling_page.h"
#include "ui/session/session.h"
#include "ui/shell/dashboard.h"
#include "ui/theme/appearance.h"
#include "ui/widgets/elided_label.h"
#include "ui/widgets/key_policy.h"
#include "ui/widgets/message_strip.h"
#include "ui/widgets/quality_strip.h"
#include "ui/widgets/source_banner.h"
#include "ui/words/status_text.h"

#include <QCloseEvent>
#include <QDockWidget>
#include <QDragEnterEvent>
#include <QIcon>
#include <QLabel>
#include <QMimeData>
#include <QStatusBar>
#include <QTabWidget>
#include <QTimer>
#include <QUrl>

#include <algorithm>

namespace lockscope::ui {

namespace {

constexpr int kLeastTableHeight = 80;

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
    if (!m_session.calibrationProblem().isEmpty())
        say(m_session.calibrationProblem());
}

void MainWindow::connectSession()
{
    connect(&m_session, &Session::historyChanged, this, &MainWindow::refresh);
    connect(&m_session, &Session::feedReplaced, this, &MainWindow::forgetPicture);
    connect(&m_session, &Session::feedChanged, this, &MainWindow::showBanner);
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
    showQuality();
    showViolations();
}

void MainWindow::forgetPicture()
{
    m_card->refresh(measure::History()); // the last change was one of another picture
    m_knownViolations.clear();
    m_violations->dismiss();
    m_pages->setTabText(m_pages->indexOf(m_dashboard), m_session.feed().tab());
}

void MainWindow::showState()
{
    lockscope::ui::showState(m_actions, m_session);
    const QString state =
        pictureStateText(m_session.running(), m_session.frozen(), m_session.facts());
    m_state->setText(state.isEmpty() ? QString() : "<b>" + state.toHtmlEscaped() + "</b>");
    showBanner();
    showStatus();
}

void MainWindow::showBanner()
{
    const Banner shown = m_session.banner();
    const Banner pending = m_streams->pending(); // of a host that is not shown yet
    if (shown.mark.isEmpty() || pending.mark.isEmpty()) {
        const Banner& only = shown.mark.isEmpty() ? pending : shown;
        m_banner->show(only.mark, only.text);
    } else {
        m_banner->show(shown.mark, tr("%1 · %2: %3").arg(shown.text, pending.mark, pending.text));
    }
    m_actions.reconnect->setEnabled(m_streams->canReconnect());
    m_actions.disconnectHost->setEnabled(m_streams->canLeave());
    setWindowTitle(shown.mark.isEmpty() ? tr("Lockscope") : tr("%1: Lockscope").arg(shown.mark));
}

void MainWindow::showStatus()
{
    m_status->setText(
        statusText(m_session.facts(), m_session.history().dropped(), m_session.refreshRate()));
}

void MainWindow::showQuality()
{
    const auto& facts = m_session.facts();
    const auto quality = facts ? newestQuality(m_session.history(), *facts) : std::nullopt;
    m_quality->show(quality ? qualityText(*quality, facts->host.cpuQuota) : QualityText());
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
        if (m_knownViolations.size() < io::limits::kViolationsTold
            && m_knownViolations.insert(violation).second)
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
    m_quality->setTheme(Theme::of(palette()));
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
    if (shrunk && !m_tableDock->isFloating()
        && m_tableDock->height() > std::max(most, kLeastTableHeight))
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
