// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main_window.h"

#include "ui/appearance.h"
#include "ui/change_card.h"
#include "ui/charts/wait_chart.h"
#include "ui/control_bar.h"
#include "ui/control_panel.h"
#include "ui/dashboard.h"
#include "ui/dialogs/about_dialog.h"
#include "ui/dialogs/calibration_dialog.h"
#include "ui/dialogs/compare_dialog.h"
#include "ui/dialogs/connect_dialog.h"
#include "ui/dialogs/export_dialog.h"
#include "ui/dialogs/help_window.h"
#include "ui/dialogs/machine_dialog.h"
#include "ui/difference_window.h"
#include "ui/recording_choices.h"
#include "ui/recording_files.h"
#include "ui/remote/live_streams.h"
#include "ui/scaling_page.h"
#include "ui/session.h"
#include "ui/status_text.h"
#include "ui/thread_table.h"
#include "ui/transport_bar.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/key_policy.h"
#include "ui/widgets/message_strip.h"
#include "ui/widgets/source_banner.h"

#include <QAction>
#include <QActionGroup>
#include <QApplication>
#include <QClipboard>
#include <QCloseEvent>
#include <QDockWidget>
#include <QDragEnterEvent>
#include <QLabel>
#include <QMenu>
#include <QMenuBar>
#include <QMimeData>
#include <QScrollArea>
#include <QStatusBar>
#include <QTabWidget>
#include <QTimer>
#include <QUrl>
#include <QVBoxLayout>

#include <algorithm>
#include <exception>

namespace lockscope::ui {

namespace {

constexpr QSize kFirstSize{1600, 960};
constexpr int kFirstDockWidth = 290;
constexpr int kFirstTableHeight = 150;
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

void MainWindow::setUpActions()
{
    m_actions = makeWindowActions(m_session, this);
    connect(m_actions.exportPictures, &QAction::triggered, this, &MainWindow::openExportDialog);
    connect(m_actions.copyPicture, &QAction::triggered, this, &MainWindow::copyDashboard);
    connect(m_actions.compare, &QAction::triggered, this, &MainWindow::openCompareDialog);
    connect(m_actions.quit, &QAction::triggered, this, &MainWindow::close);
    connect(m_actions.logarithmicWait, &QAction::triggered, this, &MainWindow::setLogarithmicWait);
    connect(m_actions.resetLayout, &QAction::triggered, this, &MainWindow::resetLayout);
    connect(m_actions.fullScreen, &QAction::triggered, this, [this](bool full) {
        setWindowState(windowState().setFlag(Qt::WindowFullScreen, full));
    });
    connect(m_actions.help, &QAction::triggered, this, &MainWindow::openHelp);
    connect(m_actions.machine, &QAction::triggered, this, &MainWindow::openMachineDialog);
    connect(m_actions.about, &QAction::triggered, this, &MainWindow::openAbout);
    for (std::size_t i = 0; i < m_actions.theme.size(); ++i)
        connect(m_actions.theme[i], &QAction::triggered, this, [this, i] {
            chooseTheme(static_cast<ThemeChoice>(i));
        });
    m_actions.theme[static_cast<std::size_t>(m_appearance.choice())]->setChecked(true);

    m_bar = new ControlBar(m_session, m_actions, this);
    addToolBar(m_bar);
    m_transport = new TransportBar(m_session, this);
    m_files = new RecordingFiles(m_session, m_actions, m_transport, this);
    connect(m_files, &RecordingFiles::problem, this, &MainWindow::say);
    connect(m_files, &RecordingFiles::opened, this, [this] {
        m_pages->setCurrentWidget(m_dashboard);
        showState();
    });
    connect(m_transport, &TransportBar::compareWanted, this, &MainWindow::openDifference);
    connect(m_actions.compareRecordings, &QAction::triggered, this, [this] {
        openDifference(std::nullopt);
    });
    connect(m_files, &RecordingFiles::tableWanted, this, [this](const QString& file) {
        m_pages->setCurrentWidget(m_scaling);
        m_scaling->openCurve(file);
    });
}

void MainWindow::setUpStreams()
{
    m_streams = new LiveStreams(m_session, m_transport, this);
    connect(m_streams, &LiveStreams::problem, this, &MainWindow::say);
    connect(m_streams, &LiveStreams::changed, this, &MainWindow::showBanner);
    connect(m_streams, &LiveStreams::opened, this, [this] {
        m_pages->setCurrentWidget(m_dashboard);
        showState();
    });
    connect(m_actions.connectHost, &QAction::triggered, this, &MainWindow::openConnectDialog);
    connect(m_actions.reconnect, &QAction::triggered, m_streams, &LiveStreams::reconnect);
    connect(m_actions.disconnectHost, &QAction::triggered, m_streams, &LiveStreams::leave);
}

void MainWindow::setUpCentre()
{
    auto* centre = new QWidget(this);
    auto* column = new QVBoxLayout(centre);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    m_messages = new MessageStrip(centre);
    m_messages->setObjectName("messages");
    m_violations = new MessageStrip(centre);
    m_violations->setObjectName("violations");
    m_banner = new SourceBanner(centre);
    m_banner->addActionButton(m_actions.reconnect);
    m_banner->addActionButton(m_actions.disconnectHost);
    m_pages = new QTabWidget(centre);
    m_pages->setObjectName("pages");
    m_pages->setDocumentMode(true);
    m_dashboard = new Dashboard(m_pages);
    m_scaling = new ScalingPage(m_session,
                                m_settings,
                                [](const auto& plan, const auto& watcher, const auto& earlier) {
                                    return scaling::runSweep(plan, watcher, earlier);
                                },
                                m_pages);
    m_pages->addTab(m_dashboard, tr("&Live"));
    m_pages->addTab(m_scaling, tr("&Scaling"));
    m_pages->setTabToolTip(0, tr("What happens now (Alt+L)"));
    m_pages->setTabToolTip(1, tr("How guards scale with CPUs: measured here, simulated beyond (Alt+S)"));
    column->addWidget(m_messages);
    column->addWidget(m_violations);
    column->addWidget(m_banner);
    column->addWidget(m_pages, 1);
    setCentralWidget(centre);
    setLogarithmicWait(m_settings.logarithmicWait());
    setAcceptDrops(true);
    connect(m_scaling, &ScalingPage::calibrationWanted, this, [this] {
        calibrate([this](const simulation::Machine& machine) { m_session.setBeyond(machine); });
    });
}

QDockWidget* MainWindow::addDock(const QString& name, const QString& title, QWidget* content)
{
    auto* dock = new QDockWidget(title, this);
    dock->setObjectName(name);
    dock->setWidget(content);
    return dock;
}

void MainWindow::setUpDocks()
{
    setCorner(Qt::BottomLeftCorner, Qt::LeftDockWidgetArea);
    setDockOptions(QMainWindow::AnimatedDocks | QMainWindow::AllowNestedDocks
                   | QMainWindow::AllowTabbedDocks);

    m_panel = new ControlPanel(m_session, this);
    connect(m_panel, &ControlPanel::calibrationWanted, this, [this] {
        calibrate([this](const simulation::Machine& machine) { m_session.setPlace(machine); });
    });
    connect(m_panel, &ControlPanel::problem, this, &MainWindow::say);
    auto* scroll = new QScrollArea(this);
    scroll->setWidget(m_panel);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setMinimumWidth(m_panel->minimumSizeHint().width());
    m_experimentDock = addDock("experiment", tr("Experiment"), scroll);

    m_card = new ChangeCard(this);
    m_changeDock = addDock("last-change", tr("Last change"), m_card);
    m_table = new ThreadTable(this);
    m_tableDock = addDock("threads", tr("Threads"), m_table);
}

void MainWindow::setUpMenus()
{
    QMenu* file = menuBar()->addMenu(tr("&File"));
    file->addActions({m_actions.openRecording, m_actions.record, m_actions.saveSpool});
    file->addAction(m_actions.compareRecordings);
    file->addSeparator();
    file->addActions({m_actions.connectHost, m_actions.reconnect, m_actions.disconnectHost});
    file->addSeparator();
    file->addActions({m_actions.exportPictures, m_actions.copyPicture, m_actions.exportData});
    file->addSeparator();
    file->addAction(m_actions.quit);

    QMenu* experiment = menuBar()->addMenu(tr("&Experiment"));
    experiment->addActions({m_actions.run, m_actions.freeze, m_actions.reset});
    experiment->addSeparator();
    experiment->addActions({m_actions.fastPath, m_actions.moreCpus, m_actions.fewerCpus});
    experiment->addSeparator();
    experiment->addAction(m_actions.compare);

    QMenu* view = menuBar()->addMenu(tr("&View"));
    addDockActions(view);
    view->addSeparator();
    view->addAction(m_actions.logarithmicWait);
    QMenu* theme = view->addMenu(icon("theme-follow"), tr("&Theme"));
    theme->addActions(m_actions.themes->actions());
    view->addSeparator();
    view->addActions({m_actions.fullScreen, m_actions.resetLayout});

    QMenu* help = menuBar()->addMenu(tr("&Help"));
    help->addAction(m_actions.help);
    QMenu* samples = help->addMenu(icon("table"), tr("&Samples"));
    samples->setObjectName("samples");
    m_files->addSamples(samples);
    help->addActions({m_actions.machine, m_actions.about});
}

void MainWindow::addDockActions(QMenu* view)
{
    const auto add = [this,
                      view](QAction* toggle, const QString& iconName, const QKeySequence& key) {
        toggle->setIcon(icon(iconName));
        toggle->setShortcut(key);
        toggle->setToolTip(tr("Show or hide: %1 (%2)").arg(toggle->text(), key.toString()));
        addAction(toggle);
        view->addAction(toggle);
    };
    add(m_experimentDock->toggleViewAction(), "experiment", Qt::CTRL | Qt::Key_1);
    add(m_changeDock->toggleViewAction(), "change", Qt::CTRL | Qt::Key_2);
    add(m_tableDock->toggleViewAction(), "table", Qt::CTRL | Qt::Key_3);
    add(m_bar->toggleViewAction(), "toolbar", Qt::CTRL | Qt::Key_4);
}

void MainWindow::setUpStatusBar()
{
    m_status = new QLabel(this);
    m_status->setObjectName("status");
    m_status->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_status->setContentsMargins(6, 0, 6, 0);
    statusBar()->addPermanentWidget(m_status);
    m_state = new QLabel(this);
    m_state->setObjectName("state");
    m_state->setContentsMargins(6, 0, 6, 0);
    statusBar()->addWidget(m_state);
    showStatus();
}

void MainWindow::setUpKeys()
{
    m_keys->applyTo(m_bar);
    m_keys->applyTo(m_panel);
    m_keys->applyTo(m_scaling);
    // Nothing is being typed at first, and no control wears a focus frame.
    m_dashboard->setFocusPolicy(Qt::ClickFocus);
    m_dashboard->setFocus();
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

void MainWindow::openDifference(std::optional<std::chrono::nanoseconds> place)
{
    const bool isNew = !m_difference;
    if (isNew) {
        m_difference = new DifferenceWindow(m_settings, this);
        m_difference->setAttribute(Qt::WA_DeleteOnClose);
    }
    if (const auto shown = m_transport->recording(); shown && (isNew || place))
        m_difference->compareAround(shown, m_transport->file(), place);
    else if (isNew)
        m_difference->open(DifferenceWindow::kA, sampleRecordings().front().file());
    m_difference->show();
    m_difference->raise();
    m_difference->activateWindow();
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
    if (urls.size() == 1 && urls.front().isLocalFile())
        event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent* event)
{
    openFile(event->mimeData()->urls().front().toLocalFile());
    event->acceptProposedAction();
}

void MainWindow::openFile(const QString& file)
{
    if (file == QLatin1String("-"))
        m_streams->openStandardInput();
    else
        m_files->open(file);
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

void MainWindow::resetLayout()
{
    for (QDockWidget* dock : {m_experimentDock, m_changeDock, m_tableDock}) {
        removeDockWidget(dock);
        dock->setFloating(false);
    }
    addDockWidget(Qt::LeftDockWidgetArea, m_experimentDock);
    addDockWidget(Qt::LeftDockWidgetArea, m_changeDock);
    addDockWidget(Qt::BottomDockWidgetArea, m_tableDock);
    for (QDockWidget* dock : {m_experimentDock, m_changeDock, m_tableDock})
        dock->show();
    addToolBar(Qt::TopToolBarArea, m_bar);
    addToolBar(Qt::TopToolBarArea, m_transport);
    insertToolBarBreak(m_transport); // a row of its own, for a slider that can be aimed with
    m_bar->show();
    resizeDocks({m_experimentDock}, {kFirstDockWidth}, Qt::Horizontal);
    resizeDocks({m_experimentDock, m_changeDock}, {2, 1}, Qt::Vertical);
    resizeDocks({m_tableDock}, {kFirstTableHeight}, Qt::Vertical);
    m_dashboard->resetState();
    m_table->resetState();
}

void MainWindow::restoreLayout()
{
    resize(kFirstSize);
    resetLayout();
    restoreGeometry(m_settings.geometry());
    restoreState(m_settings.docks());
    m_transport->setVisible(m_session.shows()); // no recording is remembered
    m_dashboard->restoreState(m_settings.splitters());
    m_table->restoreState(m_settings.table());
}

void MainWindow::saveLayout()
{
    m_settings.setLayout(
        saveGeometry(), saveState(), m_dashboard->saveState(), m_table->saveState());
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
