// SPDX-License-Identifier: GPL-3.0-or-later
// What the window is made of, and where its parts are at first.
#include "ui/charts/thread_table.h"
#include "ui/difference/difference_window.h"
#include "ui/experiment/change_card.h"
#include "ui/experiment/control_bar.h"
#include "ui/experiment/control_panel.h"
#include "ui/recordings/recording_files.h"
#include "ui/recordings/transport_bar.h"
#include "ui/remote/live_streams.h"
#include "ui/scaling/scaling_page.h"
#include "ui/session/session.h"
#include "ui/shell/dashboard.h"
#include "ui/shell/main_window.h"
#include "ui/theme/appearance.h"
#include "ui/widgets/elided_label.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/key_policy.h"
#include "ui/widgets/message_strip.h"
#include "ui/widgets/quality_strip.h"
#include "ui/widgets/screen_fit.h"
#include "ui/widgets/source_banner.h"

#include <QAction>
#include <QActionGroup>
#include <QDockWidget>
#include <QLabel>
#include <QMenu>
#include <QMenuBar>
#include <QScrollArea>
#include <QStatusBar>
#include <QStyle>
#include <QTabWidget>
#include <QVBoxLayout>

namespace lockscope::ui {

namespace {

constexpr QSize kFirstSize{1600, 960};
constexpr int kFirstDockWidth = 290;
constexpr int kFirstTableHeight = 150;
constexpr int kUsefulCharts = 250; ///< height that they want beyond what they must have

} // namespace

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
    connect(m_files, &RecordingFiles::sweepsWanted, this, [this](const QStringList& files) {
        m_pages->setCurrentWidget(m_scaling);
        m_scaling->openSweeps(files);
    });
    connect(m_files,
            &RecordingFiles::comparisonWanted,
            this,
            [this](const QString& a, const QString& b) {
                raiseDifference();
                m_difference->comparison().compare(a, b);
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
    m_quality = new QualityStrip(centre);
    m_pages = new QTabWidget(centre);
    m_pages->setObjectName("pages");
    m_pages->setDocumentMode(true);
    m_dashboard = new Dashboard(m_pages);
    m_scaling = new ScalingPage(
        m_session,
        m_settings,
        [](const auto& plan, const auto& watcher, const auto& earlier) {
            return study::runSweep(plan, watcher, earlier);
        },
        m_pages);
    m_pages->addTab(m_dashboard, m_session.feed().tab());
    m_pages->addTab(m_scaling, tr("&Scaling"));
    m_pages->setTabToolTip(0, tr("What happens over time (Alt+L)"));
    m_pages->setTabToolTip(
        1, tr("How guards scale with CPUs: measured here, simulated beyond (Alt+S)"));
    column->addWidget(m_messages);
    column->addWidget(m_violations);
    column->addWidget(m_banner);
    column->addWidget(m_quality);
    column->addWidget(m_pages, 1);
    setCentralWidget(centre);
    setLogarithmicWait(m_settings.logarithmicWait());
    setAcceptDrops(true);
    connect(m_scaling, &ScalingPage::calibrationWanted, this, [this] {
        calibrate(
            [this](const simulation::Machine& machine) { m_session.setForecastMachine(machine); });
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
        calibrate([this](const simulation::Machine& machine) { m_session.setTarget(machine); });
    });
    connect(m_panel, &ControlPanel::problem, this, &MainWindow::say);
    auto* scroll = new QScrollArea(this);
    scroll->setWidget(m_panel);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setMinimumWidth(m_panel->minimumSizeHint().width()
                            + style()->pixelMetric(QStyle::PM_ScrollBarExtent));
    m_experimentDock = addDock("experiment", tr("Experiment"), scroll);

    m_card = new ChangeCard(this);
    auto* cardScroll = new QScrollArea(this); // a low dock scrolls
    cardScroll->setWidget(m_card);
    cardScroll->setWidgetResizable(true);
    cardScroll->setFrameShape(QFrame::NoFrame);
    cardScroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_changeDock = addDock("last-change", tr("Last change"), cardScroll);
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
    m_status = new ElidedLabel(this);
    m_status->setObjectName("status");
    m_status->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_status->setTextFormat(Qt::PlainText);
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
    makeRoom();
}

void MainWindow::makeRoom()
{
    const QSize room = roomFor(*this);
    // What is beside the charts gives way where a screen is too small for both; its keys bring it
    // back.
    for (QDockWidget* dock : {m_changeDock, m_experimentDock, m_tableDock}) {
        const QSize least = leastSize();
        const bool narrow = least.width() > room.width() && dock != m_tableDock;
        const bool low = least.height() + kUsefulCharts > room.height() && dock == m_tableDock;
        if (!dock->isFloating() && (narrow || low))
            dock->hide();
    }
}

QSize MainWindow::leastSize() const
{
    layout()->activate();
    return minimumSizeHint();
}

void MainWindow::restoreLayout()
{
    resizeToFit(*this, kFirstSize);
    resetLayout();
    const QByteArray geometry = m_settings.geometry();
    const QByteArray docks = m_settings.docks();
    const QByteArray splitters = m_settings.splitters();
    const QByteArray table = m_settings.table();
    // Each is none before the first time; one that Qt refuses, from another version of it, is
    // dropped alone.
    bool dropped = m_settings.dropDamagedLayouts();
    dropped |= !geometry.isEmpty() && !restoreGeometry(geometry);
    if (!docks.isEmpty() && !restoreState(docks)) {
        resetLayout();
        dropped = true;
    }
    m_transport->setVisible(m_session.shows()); // no recording is remembered
    dropped |= !splitters.isEmpty() && !m_dashboard->restoreState(splitters);
    dropped |= !table.isEmpty() && !m_table->restoreState(table);
    // The screen may be another than the one that was remembered; what gave way had widened the
    // window.
    makeRoom();
    if (geometry.isEmpty())
        resizeToFit(*this, kFirstSize);
    else
        bringOntoScreen(*this);
    if (dropped)
        say(tr("The window's layout that was remembered is damaged, or from another version: what "
               "of it could "
               "not be read is as at first."));
}

void MainWindow::saveLayout()
{
    m_settings.setLayout(
        saveGeometry(), saveState(), m_dashboard->saveState(), m_table->saveState());
}

} // namespace lockscope::ui
