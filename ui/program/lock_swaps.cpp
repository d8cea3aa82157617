// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/program/lock_swaps.h"

#include "core/program/substitution_log.h"
#include "ui/program/lock_table.h"
#include "ui/program/program_reports.h"
#include "ui/program/program_words.h"
#include "ui/words/foreign_text.h"
#include "ui/words/text.h"

#include <QActionGroup>
#include <QMenu>

#include <array>
#include <chrono>
#include <utility>

namespace lockscope::ui {

namespace {

using std::chrono::nanoseconds;

struct Choice
{
    program::Substitute substitute;
    const char* text;
    const char* tip;
};

constexpr std::array<Choice, program::kSubstitutes.size()> kChoices{{
    {program::Substitute::Own, "Nothing: its &own lock", "What the program has without Lockscope"},
    {program::Substitute::Ticket, "&Ticket", "First come, first served; whoever waits spins"},
    {program::Substitute::Mcs, "&MCS", "A queue: each who waits spins on a cache line of its own"},
    {program::Substitute::SpinThenPark,
     "Spin, then &park",
     "Some microseconds of spinning, then sleep"},
    {program::Substitute::BackOff,
     "Test-and-set with &back-off",
     "Whoever waits looks again after ever longer pauses"},
    {program::Substitute::Restricted,
     "&Restricted",
     "Two compete for the lock, the others sleep, for ten milliseconds at most"},
}};

constexpr std::array<nanoseconds, 5> kDelays{std::chrono::microseconds(0),
                                             std::chrono::microseconds(1),
                                             std::chrono::microseconds(10),
                                             std::chrono::microseconds(100),
                                             std::chrono::milliseconds(1)};

QString delayText(nanoseconds delay)
{
    if (delay.count() == 0)
        return tr("Not longer");
    return delay < std::chrono::milliseconds(1)
        ? tr("%1 µs longer")
              .arg(std::chrono::duration_cast<std::chrono::microseconds>(delay).count())
        : tr("%1 ms longer")
              .arg(std::chrono::duration_cast<std::chrono::milliseconds>(delay).count());
}

QAction* addSaying(QMenu& menu, const QString& text)
{
    QAction* action = menu.addAction(text);
    action->setEnabled(false);
    return action;
}

} // namespace

LockSwaps::LockSwaps(LockTable& table, ProgramReports& reports, QObject* parent)
    : QObject(parent)
    , m_table(table)
    , m_reports(reports)
{
    m_table.setContextMenuPolicy(Qt::CustomContextMenu);
    connect(&m_table, &QWidget::customContextMenuRequested, this, [this](const QPoint& place) {
        openAt(m_table.viewport()->mapToGlobal(place));
    });
}

void LockSwaps::setHeld(bool held)
{
    m_held = held;
    if (held) // it begins with the program's own locks, and ends with them
        forget();
}

void LockSwaps::restore(const SwapWishes& wishes)
{
    const SwapWishes before = std::exchange(m_wishes, wishes);
    if (wishes.empty()) { // those of other ways, too
        m_reports.substituteNothing();
        return;
    }
    for (const auto& [lock, wish] : before)
        if (!wishes.contains(lock))
            m_reports.substitute({lock, wish.wholeSite, {}});
    for (const auto& [lock, wish] : wishes)
        if (const auto known = before.find(lock); known == before.end() || known->second != wish)
            m_reports.substitute({lock, wish.wholeSite, wish.wanted});
}

void LockSwaps::step(const SwapWishes& wishes)
{
    const SwapWishes before = m_wishes;
    restore(wishes);
    if (before != wishes)
        emit stepped(before, wishes);
}

void LockSwaps::want(std::uint32_t lock, const SwapWish& wish)
{
    SwapWishes wishes = m_wishes;
    if (wish.wanted.isNone())
        wishes.erase(lock);
    else
        wishes[lock] = wish;
    step(wishes);
}

void LockSwaps::putBack(const std::vector<std::uint32_t>& locks)
{
    SwapWishes wishes = m_wishes;
    for (const std::uint32_t lock : locks)
        wishes.erase(lock);
    step(wishes.size() < m_wishes.size() ? wishes : SwapWishes());
}

void LockSwaps::forget()
{
    restore({});
    emit forgotten();
}

void LockSwaps::open()
{
    const QRect row = m_table.visualRect(m_table.currentIndex());
    openAt(m_table.viewport()->mapToGlobal(row.isValid() ? row.bottomLeft() : QPoint()));
}

void LockSwaps::openAt(const QPoint& place)
{
    const program::ReportedLock* marked = nullptr;
    const bool watches = m_reports.source() != nullptr && m_reports.source()->running();
    const WatchReportPtr report = watches ? m_reports.report() : nullptr;
    if (const auto id = m_table.lock(); id && report)
        for (const auto* locks : {&report->locks, &report->conditions})
            for (const program::ReportedLock& lock : *locks)
                if (lock.lock.id == *id)
                    marked = &lock;
    QMenu* menu = menuOf(marked).release();
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->popup(place);
}

std::unique_ptr<QMenu> LockSwaps::menuOf(const program::ReportedLock* lock)
{
    auto menu = std::make_unique<QMenu>();
    menu->setObjectName("lock-menu");
    menu->setToolTipsVisible(true);
    if (lock == nullptr) {
        addSaying(*menu,
                  tr("Locks are swapped of a program that was started here and is being watched"));
        return menu;
    }
    if (m_held) {
        addSaying(*menu, tr("\"Worth fixing?\" swaps locks just now; it can be stopped there"));
        return menu;
    }
    QString site = siteOf(lock->lock);
    addSaying(*menu, tr("Put in front of %1:").arg(site.replace('&', QLatin1String("&&"))));
    const auto whyNot = program::whyNoSubstitute(lock->lock.counts, m_reports.report()->launched);
    if (whyNot)
        addSaying(*menu, tr("nothing, as it is %1").arg(shownText(*whyNot)));
    else
        addChoices(*menu, lock->lock);
    menu->addSeparator();
    QAction* all = menu->addAction(tr("Take all substitutes and delays a&way"));
    all->setEnabled(m_reports.report()->launched);
    connect(all, &QAction::triggered, this, [this] { step({}); });
    return menu;
}

void LockSwaps::addChoices(QMenu& menu, const program::LockReading& lock)
{
    const program::Substitution now = program::substitutionOf(lock.counts);
    const auto addTo = [&](QMenu& place,
                           QActionGroup& group,
                           const QString& text,
                           const program::Substitution& wanted) {
        QAction* action = place.addAction(text);
        action->setCheckable(true);
        action->setChecked(wanted == now);
        group.addAction(action);
        connect(
            action, &QAction::triggered, this, [this, id = lock.id, wanted, place = siteOf(lock)] {
                want(id, {m_wholeSite, wanted, place});
            });
        return action;
    };
    auto* substitutes = new QActionGroup(&menu);
    for (const Choice& choice : kChoices)
        addTo(menu, *substitutes, tr(choice.text), {choice.substitute, now.delay})
            ->setToolTip(tr(choice.tip));
    menu.addSeparator();
    QMenu* delays = menu.addMenu(tr("Make each hold &longer"));
    auto* delayed = new QActionGroup(delays);
    for (const nanoseconds delay : kDelays)
        addTo(*delays, *delayed, delayText(delay), {now.by, delay});
    QAction* site = menu.addAction(tr("Apply to all locks first waited for &here"));
    site->setToolTip(
        tr("What is chosen next is of all locks of this process that are first waited for at the "
           "same place, those to come too"));
    site->setCheckable(true);
    site->setChecked(m_wholeSite);
    connect(site, &QAction::toggled, this, [this](bool on) { m_wholeSite = on; });
    if (const auto refusal = program::refusalText(lock.counts)) {
        menu.addSeparator();
        addSaying(menu, tr("Its own lock stays: %1").arg(shownText(*refusal)));
    }
}

} // namespace lockscope::ui
