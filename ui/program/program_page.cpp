// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/program/program_page.h"

#include "ui/actions/action_table.h"
#include "ui/charts/thread_pick.h"
#include "ui/charts/time_view.h"
#include "ui/program/flame_panel.h"
#include "ui/program/forecast_panel.h"
#include "ui/program/lock_model.h"
#include "ui/program/lock_panel.h"
#include "ui/program/lock_swaps.h"
#include "ui/program/lock_table.h"
#include "ui/program/path_panel.h"
#include "ui/program/program_feed.h"
#include "ui/program/program_head.h"
#include "ui/program/program_invitation.h"
#include "ui/program/program_words.h"
#include "ui/program/swap_line.h"
#include "ui/program/watch_dialogs.h"
#include "ui/program/worth_dialog.h"
#include "ui/session/session.h"
#include "ui/settings/settings.h"
#include "ui/widgets/action_button.h"
#include "ui/widgets/message_strip.h"
#include "ui/widgets/source_banner.h"
#include "ui/words/foreign_text.h"
#include "ui/words/problem_text.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <chrono>
#include <exception>
#include <memory>
#include <utility>

namespace lockscope::ui {

namespace {

// Pixels at first: some locks, and what there is for the pictures.
constexpr int kFirstLocks = 130;
constexpr int kFirstPictures = 400;
constexpr int kLow = 620; ///< pixels: what a lower page says takes fewer lines

} // namespace

ProgramPage::ProgramPage(
    Session& session, Settings& settings, TimeView& view, ThreadPick& pick, QWidget* parent)
    : PanelPage("program-page", tr("Program"), parent)
    , m_session(session)
    , m_settings(settings)
    , m_view(view)
    , m_centre(new QStackedWidget(this))
    , m_message(new MessageStrip(this))
    , m_sampled(new SourceBanner(this))
    , m_head(new ProgramHead(this))
    , m_parts(new QSplitter(Qt::Vertical, this))
    , m_search(new QLineEdit(this))
    , m_conditions(new QCheckBox(tr("Con&ditions too"), this))
    , m_when(new QLabel(this))
    , m_all(new ActionButton(this))
    , m_table(new LockTable(this))
    , m_panel(new LockPanel(session, settings, view, pick, this))
    , m_invitation(new ProgramInvitation(this))
    , m_swaps(new LockSwaps(*m_table, m_reports, this))
    , m_worth(new WorthDialog(m_reports, *m_table, this))
{
    setUp(setUpCentre(),
          {{.name = "marked-lock",
            .title = tr("The marked lock, and threads"),
            .content = m_panel,
            .part = WindowPart::Table,
            .area = Qt::BottomDockWidgetArea}});
    connect(m_search, &QLineEdit::textChanged, this, [this](const QString& words) {
        m_table->filter().search(words);
    });
    connect(m_conditions, &QCheckBox::toggled, this, [this](bool on) {
        m_table->filter().showConditions(on);
    });
    connect(m_panel, &QTabWidget::currentChanged, this, [this] {
        if (m_holds) // no rows of locks: a tab that is left may go with one that is taken away
            m_panel->showTime(m_session.history(), m_time, m_lock);
    });
    connect(m_table, &LockTable::lockChanged, this, &ProgramPage::showLock);
    connect(m_table, &LockTable::lockChosen, this, &ProgramPage::choose);
    connect(&m_panel->path(), &PathPanel::lockMarked, m_table, &LockTable::mark);
    connect(m_worth, &WorthDialog::runningChanged, m_swaps, &LockSwaps::setHeld);
    connect(m_worth, &WorthDialog::runningChanged, &m_head->swap(), &SwapLine::setHeld);
    connect(&m_view, &TimeView::selectionChanged, this, &ProgramPage::refresh);
    connect(&m_view, &TimeView::visibleChanged, this, &ProgramPage::refresh);
    connect(&m_reports, &ProgramReports::reported, this, [this] { setReport(m_reports.report()); });
    connect(&m_reports, &ProgramReports::problem, m_message, &MessageStrip::say);
    connect(&m_session, &Session::feedReplaced, this, &ProgramPage::feedReplaced);
    connect(&m_session, &Session::runningChanged, this, &ProgramPage::showWatches);
    setReport(nullptr);
}

QWidget* ProgramPage::setUpLocks()
{
    m_search->setObjectName("lock-search");
    m_search->setPlaceholderText(tr("Search locks: function, file, kind"));
    m_search->setClearButtonEnabled(true);
    m_conditions->setObjectName("lock-conditions");
    m_conditions->setToolTip(tr("Waiting in a condition variable is waiting for work, and never "
                                "lock-wait time"));
    m_when->setObjectName("lock-when");
    m_when->setForegroundRole(QPalette::PlaceholderText);
    m_all->setObjectName("all-locks");
    m_all->hide();
    auto* locks = new QWidget(this);
    auto* line = new QHBoxLayout;
    line->addWidget(m_search, 1);
    line->addWidget(m_conditions);
    line->addWidget(m_when);
    line->addWidget(m_all);
    auto* column = new QVBoxLayout(locks);
    column->setContentsMargins({});
    column->addLayout(line);
    column->addWidget(m_table, 1);
    return locks;
}

QWidget* ProgramPage::setUpCentre()
{
    auto* place = new QWidget(this);
    m_pictures = new QVBoxLayout(place);
    m_pictures->setContentsMargins({});
    m_parts->setChildrenCollapsible(false);
    m_parts->addWidget(setUpLocks());
    m_parts->addWidget(place);
    m_parts->setStretchFactor(0, 0); // pictures have what the locks leave
    m_parts->setStretchFactor(1, 1);
    place->hide();
    auto* result = new QWidget(this);
    auto* column = new QVBoxLayout(result);
    column->setContentsMargins({});
    column->addWidget(m_head);
    column->addWidget(m_parts, 1);
    m_centre->addWidget(m_invitation);
    m_centre->addWidget(result);
    auto* centre = new QWidget(this);
    auto* whole = new QVBoxLayout(centre);
    whole->addWidget(m_message);
    whole->addWidget(m_sampled);
    whole->addWidget(m_centre, 1);
    return centre;
}

void ProgramPage::setActions(const ActionTable& table)
{
    m_invitation->setActions(table.action("watch-program"), table.action("attach-process"));
    m_head->setStop(table.action("stop-watching"));
    m_head->swap().setPutBack(table.action("put-back"));
    m_all->setAction(table.action("all-locks"));
    m_panel->flames().setExportAction(table.action("save-flames"));
    m_panel->forecast().setActions(table.action("try-in-lab"), table.action("save-forecast"));
}

// What is watched.

void ProgramPage::askForProgram()
{
    const auto asked = [this](const WatchRequest& request) { tryToWatch(request); };
    ui::askForProgram(m_settings, asked, window());
}

void ProgramPage::askForProcess()
{
    const auto asked = [this](const WatchRequest& request) { tryToWatch(request); };
    ui::askForProcess(m_settings, asked, window());
}

void ProgramPage::tryToWatch(const WatchRequest& request)
{
    if (request.host)
        validate(*request.host);
    ProgramSourcePtr source = request.host ? nullptr : openProgram(request);
    m_message->dismiss();
    if (!request.pid) // the folder is one of this computer
        m_settings.setLaunchedCommand(
            {.command = request.command,
             .folder = request.host ? m_settings.launchedCommand().folder : request.folder});
    if (request.host) {
        m_settings.setRemoteHost(*request.host);
        emit elsewhereWanted(*request.host, {.command = request.command, .pid = request.pid});
        return;
    }
    m_rates.clear();
    m_reports.begin(source);
    m_session.show(std::make_unique<ProgramFeed>(std::move(source)));
}

void ProgramPage::watch(const WatchRequest& request)
{
    try {
        tryToWatch(request);
    } catch (const std::exception& error) {
        m_message->say(shownSentence(problemText(error)));
    }
}

void ProgramPage::saveFlames()
{
    m_panel->flames().save(m_session, m_settings, m_report != nullptr);
}

void ProgramPage::swapLock()
{
    m_swaps->open();
}

void ProgramPage::putBackLock()
{
    const auto& effect = m_head->swap().effect();
    m_swaps->putBack(effect ? effect->locks : std::vector<std::uint32_t>());
}

void ProgramPage::tryWorth()
{
    m_worth->bringUp();
}

bool ProgramPage::showsOwn() const
{
    const auto* feed = qobject_cast<const ProgramFeed*>(&m_session.feed());
    return feed != nullptr && feed->watched() == m_reports.source();
}

bool ProgramPage::watches() const
{
    const auto& facts = m_session.facts();
    return m_session.running() && m_session.shows() && !m_session.plays() && facts
        && facts->subject == measure::Subject::Program;
}

bool ProgramPage::swapped() const
{
    return !m_swaps->wishes().empty();
}

void ProgramPage::stopWatching()
{
    if (watches())
        m_session.stop();
}

void ProgramPage::feedReplaced()
{
    if (m_reports.source() != nullptr && !showsOwn())
        m_reports.end(); // a last one comes
    m_rates.clear();
    (void)m_recorded.take(m_session.feed());
    m_swaps->forget();
    m_head->swap().forget();
    choose(std::nullopt);
    m_moved = true;
    showWatches();
}

void ProgramPage::showWatches()
{
    showParts();
    if (std::exchange(m_watches, watches()) == watches())
        return;
    if (!m_watches) { // who swaps a lock looks at it
        m_worth->stop();
        m_swaps->forget();
    }
    emit watchesChanged();
}

// What is shown.

void ProgramPage::setReport(const WatchReportPtr& report)
{
    if (report
        && (!m_report || report->pid != m_report->pid
            || report->reading.elapsed < m_report->reading.elapsed))
        m_rates.clear();
    m_report = report;
    showParts();
}

void ProgramPage::hold(QWidget* pictures)
{
    if (pictures != nullptr)
        m_pictures->addWidget(pictures);
    m_holds = pictures != nullptr;
    m_pictures->parentWidget()->setVisible(m_holds);
    if (m_holds && !std::exchange(m_shared, true)) // in a low window the locks have the least
        m_parts->setSizes({height() < kLow ? 1 : kFirstLocks, kFirstPictures});
    m_panel->setTimeShown(m_holds);
    showParts();
}

WatchReportPtr ProgramPage::shownReport() const
{
    return m_holds && !showsOwn() ? m_recorded.report()
                                  : m_report; // the last may be of another program
}

void ProgramPage::resizeEvent(QResizeEvent* event)
{
    PanelPage::resizeEvent(event);
    m_head->setCompact(height() < kLow);
}

void ProgramPage::refresh()
{
    if (!m_holds)
        return;
    if (m_recorded.take(m_session.feed())) {
        showParts(); // which comes here again
        return;
    }
    m_head->swap().refresh(m_session.history(), watches() && m_report && m_report->launched);
    m_moved = m_time.follow(m_session.history(), m_view.chosen()) || m_moved;
    showLocks();
    m_panel->showTime(m_session.history(), m_time, m_lock);
}

void ProgramPage::showParts()
{
    const WatchReportPtr report = shownReport();
    const bool any = report || m_holds;
    m_centre->setCurrentIndex(any ? 1 : 0);
    setPanelsShown(any);
    const auto& facts = m_session.facts();
    const bool sampled = report ? !report->reading.exact : m_holds && facts && isSampled(*facts);
    m_sampled->show(sampled ? tr("SAMPLED") : QString(),
                    tr("looked at from outside: short waits are seen by chance and spinning is not "
                       "seen; what was not counted is unknown"));
    if (report)
        m_head->show(*report, watches());
    else if (m_holds && facts)
        m_head->show(*facts, watches());
    m_shownReport = nullptr; // to be shown anew
    refresh();
    showLocks();
    showLock();
    tellWaits();
}

void ProgramPage::showLocks()
{
    const WatchReportPtr report = shownReport();
    const bool wasOfRange = std::exchange(m_ofRange, m_holds && (m_view.selection() || !report));
    if (m_ofRange && (m_moved || !wasOfRange)) {
        m_moved = false;
        m_table->setRows(rowsOf(m_time, report.get()));
        const double seconds = std::chrono::duration<double>(m_view.chosen().span()).count();
        m_when->setText((m_view.selection() ? tr("in the selected %1 s") : tr("in the %1 s shown"))
                            .arg(seconds, 0, 'f', 2));
    } else if (!m_ofRange && report && (report != m_shownReport || wasOfRange)) {
        if (!watches())
            m_rates.clear(); // they are of all
        m_table->setRows(rowsOf(*report, m_rates));
        m_rates.remember(*report);
        m_shownReport = report;
    } else if (!m_ofRange && !report) {
        m_table->clear();
    }
    if (!m_ofRange && report)
        m_when->setText(sinceBeginText(*report, m_session.history().end(), watches()));
    m_when->setVisible(m_holds);
}

void ProgramPage::showLock()
{
    const WatchReportPtr report = shownReport();
    m_panel->show(report.get(), reportedLock(report.get(), m_table->lock()));
}

void ProgramPage::choose(std::optional<std::uint32_t> lock)
{
    std::optional<ChosenLock> chosen;
    if (lock && m_holds)
        chosen = ChosenLock{*lock, m_table->siteOf(*lock)};
    if (chosen == m_lock)
        return;
    m_lock = chosen;
    m_all->setVisible(m_lock.has_value());
    emit lockChosen(m_lock);
    tellWaits();
    refresh();
}

void ProgramPage::tellWaits()
{
    emit lockWaitsKnown(m_lock ? lockWaits(shownReport().get(), m_lock->id) : std::nullopt);
}

} // namespace lockscope::ui
