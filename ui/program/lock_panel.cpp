// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/program/lock_panel.h"

#include "ui/charts/thread_table.h"
#include "ui/charts/time_view.h"
#include "ui/program/flame_panel.h"
#include "ui/program/forecast_panel.h"
#include "ui/program/path_panel.h"
#include "ui/program/program_time.h"
#include "ui/program/program_words.h"
#include "ui/program/stack_tree.h"
#include "ui/widgets/figure_table.h"
#include "ui/words/foreign_text.h"
#include "ui/words/lock_text.h"
#include "ui/words/text.h"
#include "ui/words/units.h"

#include <QScrollBar>
#include <QSplitter>

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

namespace lockscope::ui {

namespace {

using Cells = std::vector<std::vector<FigureCell>>;

constexpr std::size_t kWaited = 3; // column of who blocks whom
constexpr std::size_t kMostThreads = 500; // that are shown: those that waited most

FigureCell countCell(std::uint64_t count)
{
    return {.text = countText(count), .order = static_cast<double>(count), .tip = {}};
}

FigureCell timeCell(std::uint64_t ns)
{
    const auto value = static_cast<double>(ns);
    return {.text = formatDuration(value), .order = value, .tip = {}};
}

FigureCell partCell(std::uint64_t part, std::uint64_t whole, bool known = true)
{
    std::optional<double> share;
    if (known && whole > 0)
        share = static_cast<double>(part) / static_cast<double>(whole);
    return shareCell(share);
}

/// New rows; what was marked and where it was scrolled to stays.
void refill(FigureTable& table, const Cells& rows)
{
    const auto keyOf = [&table](int row) {
        return table.model()->index(row, 0).data().toString() + '\n'
            + table.model()->index(row, 1).data().toString();
    };
    std::set<QString> marked;
    for (const QModelIndex& index : table.selectionModel()->selectedRows())
        marked.insert(keyOf(index.row()));
    const int scrolled = table.verticalScrollBar()->value();
    table.setRows(rows);
    for (int row = 0; row < table.model()->rowCount() && !marked.empty(); ++row)
        if (marked.contains(keyOf(row)))
            table.selectionModel()->select(table.model()->index(row, 0),
                                           QItemSelectionModel::Select | QItemSelectionModel::Rows);
    table.verticalScrollBar()->setValue(scrolled);
}

std::vector<FigureCell> threadCells(const program::ThreadReading& thread,
                                    bool exact,
                                    const QString& waitsFor)
{
    const program::ThreadTimes& times = thread.times;
    const auto share = [&times](std::uint64_t ns, bool known) {
        return partCell(ns, times.seenNs, known);
    };
    QString name = shownText(thread.name, 40);
    if (!thread.running)
        name = tr("%1 (ended)").arg(name);
    return {textCell(name),
            {.text = QString::number(thread.tid), .order = thread.tid, .tip = {}},
            textCell(waitsFor),
            share(times.runningNs, times.kernelKnown),
            share(times.lockNs, true),
            share(times.conditionNs, true),
            share(times.preemptedNs, times.kernelKnown),
            share(times.asleepNs(), times.kernelKnown),
            share(times.unknownNs(), true),
            exact ? countCell(thread.acquisitions)
                  : FigureCell{.text = unknownText(), .order = -1.0, .tip = {}},
            timeCell(thread.waitNs)};
}

/// What a thread wants now, and who has it.
QString wantOf(const program::ThreadReading& thread, const std::map<std::uint32_t, QString>& sites)
{
    if (!thread.waitsFor)
        return {};
    const auto site = sites.find(*thread.waitsFor);
    const QString lock = site == sites.end() ? tr("lock %1").arg(*thread.waitsFor) : site->second;
    return thread.ownerTid == 0 ? lock : tr("%1, held by %2").arg(lock).arg(thread.ownerTid);
}

} // namespace

LockPanel::LockPanel(
    Session& session, Settings& settings, TimeView& view, ThreadPick& pick, QWidget* parent)
    : QTabWidget(parent)
    , m_waited(new StackTree("waited-stacks", tr("Who waited, and by whom it was called"), this))
    , m_caused(new StackTree("caused-stacks", tr("Who held it while others waited"), this))
    , m_stacks(new QSplitter(Qt::Horizontal, this))
    , m_flames(new FlamePanel(this))
    , m_forecast(new ForecastPanel(session, settings, this))
    , m_path(new PathPanel(session, view, this))
    , m_sites(new FigureTable("lock-sites", tr("Where the lock is taken"), this))
    , m_blocking(new FigureTable("who-blocks-whom", tr("Who blocks whom"), this))
    , m_threads(new FigureTable("program-threads", tr("Threads of the program"), this))
    , m_threadsOverTime(new ThreadTable(&view, this, &pick))
    , m_view(view)
{
    setObjectName("lock-panel");
    setDocumentMode(true);
    m_stacks->addWidget(m_waited);
    m_stacks->addWidget(m_caused);
    m_stacks->setChildrenCollapsible(false);
    m_sites->setColumns({tr("Taken in"), tr("Acquisitions"), tr("Contended"), tr("Waited there")});
    m_threads->setColumns({tr("Thread"),
                           tr("tid"),
                           tr("Waits now for"),
                           tr("Running"),
                           tr("Lock"),
                           tr("Condition"),
                           tr("Preempted"),
                           tr("Asleep"),
                           tr("Unknown"),
                           tr("Acquisitions"),
                           tr("Waited")});
    addTab(m_stacks, tr("Stacks"));
    addTab(m_flames, tr("Flame graphs"));
    addTab(m_sites, tr("Where it is taken"));
    addTab(m_forecast, tr("On more CPUs"));
    m_blocking->setColumns(
        {tr("Holder"), tr("Waiter"), tr("Lock"), tr("Waited"), tr("Of the time")});
    m_blocking->setToolTip(tr("Who was seen holding a lock while another waited for it, at the end "
                              "of each snapshot, which stands for all of it. Locks that do not say "
                              "who holds them are not among them"));
    addTab(m_threads, tr("Threads"));
    addTab(m_blocking, tr("Who blocks whom"));
    addTab(m_path, tr("Critical path"));
    addTab(m_threadsOverTime, tr("Threads over time"));
    connect(m_threadsOverTime, &QWidget::windowTitleChanged, this, [this](const QString& title) {
        setTabToolTip(indexOf(m_threadsOverTime), title);
    });
    connect(this, &QTabWidget::currentChanged, this, [this] { m_blockingShown.invalidate(); });
    setTimeShown(false);
    setMinimumHeight(0);
}

void LockPanel::show(const program::WatchReport* report, const program::ReportedLock* lock)
{
    showStacks(report, lock);
    m_flames->setLock(report, lock);
    m_forecast->setLock(report, lock);
    showSites(lock);
    showThreads(report);
    // Snapshots alone do not tell of these.
    setTabVisible(indexOf(m_sites), report != nullptr);
    setTabVisible(indexOf(m_forecast), report != nullptr);
    setTabVisible(indexOf(m_threads), report != nullptr);
}

ForecastPanel& LockPanel::showForecast()
{
    setCurrentWidget(m_forecast);
    return *m_forecast;
}

void LockPanel::setTimeShown(bool shown)
{
    setTabVisible(indexOf(m_blocking), shown);
    setTabVisible(indexOf(m_path), shown);
    setTabVisible(indexOf(m_threadsOverTime), shown);
}

void LockPanel::showTime(const measure::History& history,
                         const ProgramTime& time,
                         const std::optional<ChosenLock>& lock)
{
    constexpr int kReadable = 500; // ms: figures that change more often cannot be read
    m_threadsOverTime->refresh(history);
    m_path->refresh(time);
    if (!m_blocking->isVisible()
        || (m_view.follows() && !m_view.selection() && m_blockingShown.isValid()
            && !m_blockingShown.hasExpired(kReadable)))
        return;
    m_blockingShown.start();
    showBlocking(time, lock);
}

void LockPanel::showBlocking(const ProgramTime& time, const std::optional<ChosenLock>& lock)
{
    const ThreadNames& names = time.names();
    const double seconds = time.locks().seconds();
    Cells rows;
    for (const auto& [blocked, ns] : time.blocking().times()) {
        if (lock && blocked.lock != lock->id)
            continue;
        const auto owner = names.withTid(blocked.ownerTid);
        rows.push_back(
            {textCell(owner ? names.name(*owner) : QString::number(blocked.ownerTid)),
             textCell(names.name(blocked.waiter)),
             textCell(lockText(blocked.lock, names.ofProgram())),
             timeCell(static_cast<std::uint64_t>(ns)),
             partCell(static_cast<std::uint64_t>(ns), static_cast<std::uint64_t>(seconds * 1e9))});
    }
    std::stable_sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) {
        return a[kWaited].order.toDouble() > b[kWaited].order.toDouble();
    });
    rows.resize(std::min(rows.size(), kMostThreads));
    refill(*m_blocking, rows);
}

void LockPanel::showStacks(const program::WatchReport* report, const program::ReportedLock* lock)
{
    const std::vector<program::WeighedStack> none;
    const QString noLock = report == nullptr ? tr("Unknown: what is shown has no stacks.")
                                             : tr("No lock is marked above.");
    m_waited->setStacks(lock ? lock->stacks : none,
                        lock ? tr("No stack of a wait was caught.") : noLock);
    const bool sampled = report != nullptr && !report->reading.exact;
    m_caused->setStacks(lock ? lock->blame : none,
                        !lock ? noLock
                            : sampled
                            ? tr("Unknown: from outside only who holds it now is seen (Threads).")
                            : tr("No holder was charged with a wait."));
}

void LockPanel::showSites(const program::ReportedLock* lock)
{
    Cells rows;
    if (lock)
        for (const program::NamedSite& site : lock->sites)
            rows.push_back({textCell(frameText(site.frame)),
                            countCell(site.counts.acquisitions),
                            countCell(site.counts.contended),
                            timeCell(site.counts.waitNs)});
    refill(*m_sites, rows);
}

void LockPanel::showThreads(const program::WatchReport* report)
{
    Cells rows;
    if (report) {
        std::map<std::uint32_t, QString> sites;
        for (const auto* locks : {&report->locks, &report->conditions})
            for (const program::ReportedLock& lock : *locks)
                if (lock.lock.waiters > 0)
                    sites.emplace(lock.lock.id, siteOf(lock.lock));
        std::vector<const program::ThreadReading*> threads;
        for (const program::ThreadReading& thread : report->reading.threads)
            threads.push_back(&thread);
        std::stable_sort(threads.begin(), threads.end(), [](const auto* a, const auto* b) {
            return std::tuple(!a->running, b->waitNs) < std::tuple(!b->running, a->waitNs);
        });
        threads.resize(std::min(threads.size(), kMostThreads));
        for (const program::ThreadReading* thread : threads)
            rows.push_back(threadCells(*thread, report->reading.exact, wantOf(*thread, sites)));
    }
    refill(*m_threads, rows);
}

} // namespace lockscope::ui
