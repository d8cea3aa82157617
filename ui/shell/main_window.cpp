// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/main_window.h"

#include "ui/actions/action_table.h"
#include "ui/charts/lanes_view.h"
#include "ui/charts/thread_table.h"
#include "ui/charts/time_view.h"
#include "ui/difference/range_comparison.h"
#include "ui/experiment/change_card.h"
#include "ui/experiment/control_bar.h"
#include "ui/experiment/control_panel.h"
#include "ui/recordings/recording_files.h"
#include "ui/recordings/transport_bar.h"
#include "ui/remote/live_streams.h"
#include "ui/scaling/scaling_page.h"
#include "ui/session/session.h"
#include "ui/shell/action_rows.h"
#include "ui/shell/chart_desk.h"
#include "ui/shell/dashboard.h"
#include "ui/shell/dialog_opener.h"
#include "ui/shell/notice_strips.h"
#include "ui/shell/recording_watch.h"
#include "ui/shell/shown_facts.h"
#include "ui/shell/status_line.h"
#include "ui/shell/undo_steps.h"
#include "ui/shell/view_link.h"
#include "ui/shell/window_docks.h"
#include "ui/shell/window_layout.h"
#include "ui/theme/appearance.h"
#include "ui/widgets/control_habits.h"
#include "ui/widgets/file_drop.h"
#include "ui/widgets/key_policy.h"
#include "ui/words/status_text.h"

#include <QAction>
#include <QCloseEvent>
#include <QIcon>
#include <QMenuBar>
#include <QTabWidget>
#include <QTimer>
#include <QVBoxLayout>

#include <initializer_list>
#include <utility>

namespace lockscope::ui {

MainWindow::MainWindow(Session& session,
                       Settings& settings,
                       Appearance& appearance,
                       QWidget* parent)
    : QMainWindow(parent)
    , m_session(session)
    , m_settings(settings)
    , m_appearance(appearance)
    , m_status(new StatusLine(this))
    , m_transport(new TransportBar(session, this))
    , m_files(new RecordingFiles(session, m_transport, this))
    , m_streams(new LiveStreams(session, m_transport, this))
    , m_dashboard(new Dashboard(this))
    , m_scaling(new ScalingPage(
          session,
          settings,
          [](const auto& plan, const auto& watcher, const auto& earlier) {
              return study::runSweep(plan, watcher, earlier);
          },
          this))
    , m_card(new ChangeCard(this))
    , m_table(new ThreadTable(m_dashboard->timeView(), this, m_dashboard->threadPick()))
    , m_undo(new UndoSteps(session, *m_dashboard->timeView(), this))
    , m_charts(new ChartDesk(settings, *m_dashboard, this))
    , m_actions(std::make_unique<ActionTable>(this, [this] { return state(); }))
{
    setWindowIcon(QIcon(":/lockscope/icons/io.github.lockscope.Lockscope.svg"));
    setStatusBar(m_status);
    connect(new FileDrop(this), &FileDrop::dropped, this, &MainWindow::openFiles);
    new ViewLink(session, *m_dashboard->timeView(), this); // before what draws
    setUpDialogs();
    setUpFiles();
    setUpDocks();
    setUpActions();
    setUpCentre();
    setUpKeys();
    connectSession();
    restoreLayout();
    applyTheme();
    showState();
    if (!m_session.calibrationProblem().isEmpty())
        say(m_session.calibrationProblem());
}

MainWindow::~MainWindow() = default;

void MainWindow::setUpDialogs()
{
    m_dialogs = new DialogOpener({.session = m_session,
                                  .settings = m_settings,
                                  .transport = *m_transport,
                                  .files = *m_files,
                                  .streams = *m_streams,
                                  .view = *m_dashboard->timeView(),
                                  .exporter = [this] { return exporter(); }},
                                 this);
    connect(m_dialogs, &DialogOpener::problem, this, &MainWindow::say);
    connect(m_dialogs, &DialogOpener::done, m_status, &StatusLine::tell);
    connect(m_dialogs, &DialogOpener::closed, this, [this] {
        m_dashboard->setFocus(); // not on whatever control comes first: Space freezes
    });
    connect(m_scaling, &ScalingPage::calibrationWanted, this, [this] {
        m_dialogs->calibrate(
            [this](const simulation::Machine& machine) { m_session.setForecastMachine(machine); });
    });
}

void MainWindow::setUpFiles()
{
    connect(m_files, &RecordingFiles::problem, this, &MainWindow::say);
    connect(m_files, &RecordingFiles::recordingChanged, this, &MainWindow::showState);
    new RecordingWatch(*m_files, *m_status, this);
    connect(m_files, &RecordingFiles::opened, this, [this] {
        m_pages->setCurrentWidget(m_dashboard);
        showState();
    });
    connect(m_files, &RecordingFiles::tableWanted, this, [this](const QString& file) {
        m_pages->setCurrentWidget(m_scaling);
        m_scaling->openCurve(file);
    });
    connect(m_files, &RecordingFiles::sweepsWanted, this, [this](const QStringList& files) {
        m_pages->setCurrentWidget(m_scaling);
        m_scaling->openSweeps(files);
    });
    connect(
        m_files,
        &RecordingFiles::comparisonWanted,
        this,
        [this](const QString& a, const QString& b) { m_dialogs->raiseDifference().compare(a, b); });

    connect(m_streams, &LiveStreams::problem, this, &MainWindow::say);
    connect(m_streams, &LiveStreams::changed, this, &MainWindow::showState);
    connect(m_streams, &LiveStreams::opened, this, [this] {
        m_pages->setCurrentWidget(m_dashboard);
        showState();
    });
}

void MainWindow::setUpDocks()
{
    auto* panel = new ControlPanel(m_session, this);
    connect(panel, &ControlPanel::problem, this, &MainWindow::say);
    connect(panel, &ControlPanel::calibrationWanted, this, [this] {
        m_dialogs->calibrate(
            [this](const simulation::Machine& machine) { m_session.setTarget(machine); });
    });
    m_docks = new WindowDocks({.experiment = panel, .change = m_card, .table = m_table}, this);
}

void MainWindow::setUpActions()
{
    m_actions->add(actionRows({.session = m_session,
                               .dialogs = *m_dialogs,
                               .files = *m_files,
                               .streams = *m_streams,
                               .transport = *m_transport,
                               .docks = *m_docks,
                               .view = *m_dashboard->timeView(),
                               .lanes = *m_dashboard->lanes(),
                               .charts = *m_charts,
                               .undo = *m_undo,
                               .table = *m_actions,
                               .chooseTheme =
                                   [this](ThemeChoice theme) {
                                       m_appearance.choose(theme);
                                       m_settings.setTheme(theme);
                                   },
                               .setFullScreen =
                                   [this](bool full) {
                                       setWindowState(
                                           windowState().setFlag(Qt::WindowFullScreen, full));
                                   },
                               .resetLayout = [this] { m_layout->reset(); },
                               .showPage = [this](int page) { m_pages->setCurrentIndex(page); },
                               .quit = [this] { close(); }}));
    m_bar = new ControlBar(m_session, *m_actions, this);
    m_transport->fill(*m_actions);
    m_docks->setBars(m_bar, m_transport);
    connect(m_docks, &WindowDocks::shownChanged, m_actions.get(), &ActionTable::refresh);
    m_charts->setActions(*m_actions);
    connect(m_charts, &ChartDesk::done, m_status, &StatusLine::tell);
    connect(m_dashboard, &Dashboard::hiddenEntriesChanged, m_table, &ThreadTable::hideEntries);
    connect(m_undo, &UndoSteps::changed, m_actions.get(), &ActionTable::refresh);
    m_actions->fill(*menuBar());
}

void MainWindow::setUpCentre()
{
    auto* centre = new QWidget(this);
    m_notices = new NoticeStrips(
        m_actions->at(ActionSpot::Banner), {m_session, *m_files, *m_streams, *m_dialogs}, centre);
    m_pages = new QTabWidget(centre);
    m_pages->setObjectName("pages");
    m_pages->setDocumentMode(true);
    for (const auto& [page, action] : std::initializer_list<std::pair<QWidget*, const char*>>{
             {m_dashboard, "show-live"}, {m_scaling, "show-scaling"}})
    {
        const QAction* shows = m_actions->action(action);
        m_pages->setTabToolTip(m_pages->addTab(page, plainText(shows->text())), shows->toolTip());
    }
    m_pages->setTabText(0, plainText(m_session.feed().tab()));
    connect(m_pages, &QTabWidget::currentChanged, m_actions.get(), &ActionTable::refresh);
    auto* column = new QVBoxLayout(centre);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_notices);
    column->addWidget(m_pages, 1);
    setCentralWidget(centre);
}

void MainWindow::setUpKeys()
{
    new ControlHabits(this);
    auto* keys = new KeyPolicy(this);
    keys->applyTo(findChild<ControlPanel*>());
    keys->applyTo(m_bar);
    keys->applyTo(m_scaling);
    // Nothing is being typed at first, and no control wears a focus frame.
    m_dashboard->setFocusPolicy(Qt::ClickFocus);
    m_dashboard->setFocus();
}

void MainWindow::connectSession()
{
    connect(&m_session, &Session::historyChanged, this, &MainWindow::refresh);
    connect(&m_session, &Session::feedReplaced, this, &MainWindow::forgetPicture);
    connect(&m_session, &Session::feedChanged, this, &MainWindow::showState);
    connect(&m_session, &Session::configChanged, this, &MainWindow::showState);
    connect(&m_session, &Session::runningChanged, this, &MainWindow::showState);
    connect(&m_session, &Session::frozenChanged, this, &MainWindow::showState);
    connect(&m_session, &Session::refreshRateChanged, this, &MainWindow::showFacts);
    connect(&m_session, &Session::configChanged, this, [this] {
        if (!m_session.shows()) // now: not every end is a clean one
            m_settings.setExperiment(m_session.config());
    });
    connect(&m_session, &Session::problem, this, &MainWindow::say);
}

Exporter MainWindow::exporter() const
{
    return {
        m_dashboard->rows(), shownFacts(m_session, *m_dashboard->timeView()), Theme::of(palette())};
}

WindowState MainWindow::state() const
{
    return {.running = m_session.running(),
            .frozen = m_session.frozen(),
            .plays = m_session.plays(),
            .changeable = m_session.changeable(),
            .connected = m_streams->canLeave(),
            .canReconnect = m_streams->canReconnect(),
            .recording = m_files->recording(),
            .logarithmicAxes = m_charts->allLogarithmic(),
            .spikesSpared = m_charts->allSpareSpikes(),
            .chart = m_charts->pointedAt(),
            .fullScreen = isFullScreen(),
            .followsNewest = m_dashboard->timeView()->follows(),
            .selects = m_dashboard->timeView()->selection().has_value(),
            .clockTime = m_dashboard->timeView()->showsClock(),
            .canUndo = m_undo->canUndo(),
            .canRedo = m_undo->canRedo(),
            .page = m_pages->currentIndex(),
            .parts = m_docks->shown(),
            .lanes = m_dashboard->lanes()->choice(),
            .pickIsPinned = m_dashboard->lanes()->pickIsPinned(),
            .theme = m_appearance.choice(),
            .config = m_session.config(),
            .limits = m_session.limits()};
}

void MainWindow::refresh()
{
    if (isMinimized())
        return;
    const measure::History& history = m_session.history();
    m_dashboard->refresh(history);
    m_card->refresh(m_session.past());
    if (m_table->isVisible())
        m_table->refresh(history);
    showFacts();
    m_notices->refresh(m_session.past(), m_session.facts());
}

void MainWindow::forgetPicture()
{
    m_card->refresh(measure::History()); // the last change was one of another picture
    m_notices->forgetViolations();
    // Alt+L is an action's: an underlined letter would take it.
    m_pages->setTabText(m_pages->indexOf(m_dashboard), plainText(m_session.feed().tab()));
}

void MainWindow::showState()
{
    m_actions->refresh();
    m_status->showState(
        pictureStateText(m_session.running(), m_session.frozen(), m_session.facts()));
    showBanner();
    showFacts();
}

void MainWindow::showBanner()
{
    const Banner shown = m_session.banner();
    m_notices->showBanner(shown, m_streams->pending());
    setWindowTitle(windowTitleText(shown.mark, m_files->recording()));
}

void MainWindow::showFacts()
{
    m_status->showFacts(
        statusText(m_session.facts(), m_session.history().dropped(), m_session.refreshRate()));
}

void MainWindow::say(const QString& sentence)
{
    m_notices->say(sentence, sender());
    emit said(sentence);
}

void MainWindow::applyTheme()
{
    const Theme theme = Theme::of(palette());
    m_dashboard->setTheme(theme);
    m_scaling->setTheme(theme);
    m_notices->setTheme(theme);
}

void MainWindow::restoreLayout()
{
    m_layout = std::make_unique<WindowLayout>(m_settings, *m_docks, *m_dashboard, *m_table, *this);
    const QString sentence = m_layout->restore();
    m_transport->setVisible(m_session.shows()); // no recording is remembered
    if (!sentence.isEmpty())
        say(sentence);
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
    if (event->size().height() < event->oldSize().height())
        m_docks->giveWay();
}

void MainWindow::changeEvent(QEvent* event)
{
    QMainWindow::changeEvent(event);
    if (m_pages == nullptr)
        return; // still being made
    if (event->type() == QEvent::PaletteChange)
        applyTheme();
    if (event->type() == QEvent::WindowStateChange)
        m_actions->refresh();
}

void MainWindow::closeEvent(QCloseEvent* event)
{
    m_layout->save();
    m_settings.setRefreshRate(m_session.refreshRate());
    if (!m_session.shows()) // whether a recording played is no wish for the next start
        m_settings.setRunAtStart(m_session.running());
    m_session.stop();
    QMainWindow::closeEvent(event);
}

} // namespace lockscope::ui
