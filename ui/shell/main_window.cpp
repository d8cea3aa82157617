// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/main_window.h"

#include "ui/actions/action_table.h"
#include "ui/charts/lanes_view.h"
#include "ui/charts/time_view.h"
#include "ui/comparison/comparison_page.h"
#include "ui/difference/difference_page.h"
#include "ui/experiment/control_bar.h"
#include "ui/experiment/control_panel.h"
#include "ui/program/program_page.h"
#include "ui/recordings/recording_files.h"
#include "ui/recordings/transport_bar.h"
#include "ui/remote/live_streams.h"
#include "ui/scaling/scaling_page.h"
#include "ui/session/session.h"
#include "ui/shell/action_rows.h"
#include "ui/shell/chart_desk.h"
#include "ui/shell/dashboard.h"
#include "ui/shell/dialog_opener.h"
#include "ui/shell/file_pages.h"
#include "ui/shell/live_page.h"
#include "ui/shell/notice_strips.h"
#include "ui/shell/recent_menu.h"
#include "ui/shell/recording_watch.h"
#include "ui/shell/shown_facts.h"
#include "ui/shell/status_line.h"
#include "ui/shell/stream_pages.h"
#include "ui/shell/undo_steps.h"
#include "ui/shell/view_link.h"
#include "ui/shell/window_layout.h"
#include "ui/shell/window_pages.h"
#include "ui/theme/appearance.h"
#include "ui/widgets/control_habits.h"
#include "ui/widgets/file_drop.h"
#include "ui/widgets/key_policy.h"
#include "ui/words/status_text.h"

#include <QAction>
#include <QCloseEvent>
#include <QIcon>
#include <QMenu>
#include <QMenuBar>
#include <QTimer>
#include <QVBoxLayout>

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
    , m_pages(new WindowPages(session, settings, this))
    , m_dashboard(&m_pages->live().dashboard())
    , m_undo(new UndoSteps(session, *m_dashboard->timeView(), m_pages->program().swaps(), this))
    , m_charts(new ChartDesk(settings, *m_dashboard, this))
    , m_actions(std::make_unique<ActionTable>(this, [this] { return state(); }))
{
    setWindowIcon(QIcon(":/lockscope/icons/io.github.lockscope.Lockscope.svg"));
    setStatusBar(m_status);
    connect(new FileDrop(this), &FileDrop::dropped, this, &MainWindow::openFiles);
    new ViewLink(session, *m_dashboard->timeView(), this); // before what draws
    setUpDialogs();
    setUpFiles();
    setUpPages();
    setUpStreams();
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
}

void MainWindow::setUpFiles()
{
    connect(m_files, &RecordingFiles::problem, this, &MainWindow::say);
    connect(m_files, &RecordingFiles::recordingChanged, this, &MainWindow::showState);
    new RecordingWatch(*m_files, *m_status, this);
    m_filePages = new FilePages({*m_files, *m_transport, *m_pages, m_settings}, this);
    connect(m_filePages, &FilePages::opened, this, &MainWindow::showState);
}

void MainWindow::setUpPages()
{
    const LivePage& live = m_pages->live();
    connect(&live.controls(), &ControlPanel::problem, this, &MainWindow::say);
    connect(&live.controls(), &ControlPanel::calibrationWanted, this, [this] {
        m_dialogs->calibrate(
            [this](const simulation::Machine& machine) { m_session.setTarget(machine); });
    });
    connect(&m_pages->scaling(), &ScalingPage::calibrationWanted, this, [this] {
        m_dialogs->calibrate(
            [this](const simulation::Machine& machine) { m_session.setForecastMachine(machine); });
    });
}

void MainWindow::setUpStreams()
{
    connect(m_streams, &LiveStreams::problem, this, &MainWindow::say);
    connect(m_streams, &LiveStreams::changed, this, &MainWindow::showState);
    new StreamPages(*m_streams, *m_pages, this); // first: another page has another state
    connect(m_streams, &LiveStreams::opened, this, &MainWindow::showState);
}

void MainWindow::setUpActions()
{
    m_actions->add(actionRows(
        {.session = m_session,
         .dialogs = *m_dialogs,
         .files = *m_files,
         .streams = *m_streams,
         .transport = *m_transport,
         .pages = *m_pages,
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
                 setWindowState(windowState().setFlag(Qt::WindowFullScreen, full));
             },
         .resetLayout = [this] { m_layout->reset(); },
         .showPage = [this](WindowPage page) { m_pages->showPage(page); },
         .toggleToolBar = [this] { m_bar->toggleViewAction()->trigger(); },
         .compareRecordings = [this](auto place) { m_filePages->compareRecordings(place); },
         .forgetFiles = [this] { m_filePages->forgetFiles(); },
         .quit = [this] { close(); }}));
    m_bar = new ControlBar(m_session, *m_actions, this);
    m_transport->fill(*m_actions);
    m_charts->setActions(*m_actions);
    connect(m_charts, &ChartDesk::done, m_status, &StatusLine::tell);
    m_pages->setActions(*m_actions);
    connect(m_bar, &QToolBar::visibilityChanged, m_actions.get(), &ActionTable::refresh);
    connect(m_pages, &WindowPages::stateChanged, m_actions.get(), &ActionTable::refresh);
    connect(m_undo, &UndoSteps::changed, m_actions.get(), &ActionTable::refresh);
    connect(m_filePages, &FilePages::filesChanged, m_actions.get(), &ActionTable::refresh);
    m_actions->fill(*menuBar());
    auto* recent = new RecentMenu(*menuBar()->findChild<QMenu*>("recent-menu"), m_settings, this);
    connect(recent, &RecentMenu::fileWanted, m_files, &RecordingFiles::open);
}

void MainWindow::setUpCentre()
{
    auto* centre = new QWidget(this);
    m_notices = new NoticeStrips(
        m_actions->at(ActionSpot::Banner), {m_session, *m_files, *m_streams, *m_dialogs}, centre);
    auto* column = new QVBoxLayout(centre);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_notices);
    column->addWidget(m_pages, 1);
    setCentralWidget(centre);
    connect(m_pages, &WindowPages::currentChanged, this, &MainWindow::refresh);
}

void MainWindow::setUpKeys()
{
    new ControlHabits(this);
    auto* keys = new KeyPolicy(this);
    keys->applyTo(&m_pages->live().controls());
    keys->applyTo(m_bar);
    keys->applyTo(&m_pages->program());
    keys->applyTo(&m_pages->scaling());
    keys->applyTo(&m_pages->guards());
    keys->applyTo(&m_pages->recordings());
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

std::array<std::optional<bool>, kWindowParts> MainWindow::parts() const
{
    auto parts = m_pages->parts();
    parts[static_cast<std::size_t>(WindowPart::ToolBar)] = !m_bar->isHidden();
    return parts;
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
            .watches = m_pages->program().watches(),
            .swapped = m_pages->program().swapped(),
            .lockChosen = m_dashboard->lock().has_value(),
            .remembersFiles = m_settings.remembersFiles(),
            .logarithmicAxes = m_charts->allLogarithmic(),
            .spikesSpared = m_charts->allSpareSpikes(),
            .chart = m_charts->pointedAt(),
            .fullScreen = isFullScreen(),
            .followsNewest = m_dashboard->timeView()->follows(),
            .selects = m_dashboard->timeView()->selection().has_value(),
            .compares = m_dashboard->timeView()->base().has_value(),
            .clockTime = m_dashboard->timeView()->showsClock(),
            .undoes = m_undo->undoText(),
            .redoes = m_undo->redoText(),
            .page = m_pages->shown(),
            .picturesInSight = m_pages->picturesInSight(),
            .parts = parts(),
            .sweep = m_pages->scaling().sweepState(),
            .comparison = m_pages->guards().comparisonState(),
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
    m_pages->refresh();
    showFacts();
    // On other pages one would take it for that of what they compare.
    m_notices->refresh(m_session.past(),
                       m_pages->picturesInSight() ? m_session.facts() : std::nullopt);
}

void MainWindow::forgetPicture()
{
    m_pages->live().forgetPicture();
    m_notices->forgetViolations();
    m_pages->refresh(); // first: it stands elsewhere when it is of something else
    m_pages->setLiveName(m_session.feed().tab());
}

void MainWindow::showState()
{
    m_actions->refresh();
    const auto facts = m_session.facts();
    m_status->showState(pictureStateText(m_session.running(), m_session.frozen(), facts),
                        pictureStateTip(m_session.running(), m_session.frozen(), facts));
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
    const auto facts = m_session.facts();
    m_status->showFacts(statusText(facts, m_session.history().dropped(), m_session.refreshRate()),
                        statusTextTip(facts));
}

void MainWindow::say(const QString& sentence)
{
    m_notices->say(sentence, sender());
    emit said(sentence);
}

void MainWindow::applyTheme()
{
    const Theme theme = Theme::of(palette());
    m_pages->setTheme(theme);
    m_notices->setTheme(theme);
}

void MainWindow::restoreLayout()
{
    m_layout = std::make_unique<WindowLayout>(m_settings,
                                              WindowLayout::Parts{.pages = *m_pages,
                                                                  .controls = *m_bar,
                                                                  .transport = *m_transport,
                                                                  .dashboard = *m_dashboard,
                                                                  .table = m_pages->live().table()},
                                              *this);
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

void MainWindow::watch(const WatchRequest& request)
{
    m_pages->showPage(WindowPage::Program);
    m_pages->program().watch(request);
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
        m_pages->giveWay();
}

void MainWindow::changeEvent(QEvent* event)
{
    QMainWindow::changeEvent(event);
    if (m_notices == nullptr)
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
