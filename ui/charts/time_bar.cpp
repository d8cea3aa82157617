// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/time_bar.h"

#include "ui/charts/range_card.h"
#include "ui/charts/range_strip.h"
#include "ui/charts/time_view.h"
#include "ui/models/overview_steps.h"
#include "ui/words/foreign_text.h"

#include <QHBoxLayout>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace lockscope::ui {

namespace {

std::vector<Marker> markersOf(const Snapshots& snapshots)
{
    std::vector<Marker> markers;
    for (const auto& snapshot : snapshots)
        for (const auto& change : snapshot->changes)
            markers.push_back({change.time, {}});
    return markers;
}

QString stripTip(const measure::Snapshot& newest)
{
    const QString what = !newest.program ? TimeBar::tr("Throughput of all that is kept")
        : newest.waitsExact              ? TimeBar::tr("Acquisitions over all that is kept")
                            : TimeBar::tr("Threads that wait for a lock, over all that is kept");
    return TimeBar::tr("%1, and the part of it that is shown: drag it, or an end of it, or draw "
                       "another one. Lines are live changes")
        .arg(what);
}

} // namespace

TimeBar::TimeBar(TimeView* view, QWidget* parent)
    : QWidget(parent)
    , m_view(view)
    , m_card(new RangeCard(this))
    , m_strip(new RangeStrip(this))
    , m_follow(new QToolButton(this))
{
    m_strip->setObjectName("time-overview");
    m_strip->setToolTip(stripTip({}));
    m_strip->setAccessibleName(tr("What is kept, and which part of it is shown"));
    m_follow->setObjectName("time-follow");
    m_follow->hide();
    m_card->hide();
    auto* row = new QHBoxLayout;
    row->addWidget(m_strip, 1);
    row->addWidget(m_follow);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(6, 0, 6, 4);
    column->setSpacing(2);
    column->addWidget(m_card);
    column->addLayout(row);
    connect(m_strip, &RangeStrip::rangeChanged, this, [this](auto from, auto until) {
        m_view->show({from, until});
    });
    connect(m_follow, &QToolButton::clicked, this, [this] { m_view->follow(); });
    connect(m_card, &RangeCard::compareWanted, m_view, &TimeView::keepAsBase);
    connect(m_card, &RangeCard::closeWanted, m_view, &TimeView::clearSelection);
    connect(m_card, &RangeCard::zoomWanted, this, [this] {
        if (const auto& selection = m_view->selection())
            m_view->show(*selection);
    });
    connect(m_view, &TimeView::visibleChanged, this, &TimeBar::showView);
    connect(m_view, &TimeView::selectionChanged, this, &TimeBar::showSelection);
}

void TimeBar::refresh(const measure::History& history)
{
    const HistoryMirror::Step step = m_mirror.follow(history);
    const Snapshots& snapshots = m_mirror.snapshots();
    if (!snapshots.empty())
        m_strip->setToolTip(stripTip(*snapshots.back()));
    if (step.restarted || !step.dropped.empty() || step.firstNew < snapshots.size())
        showOverview();
    else if (!m_view->place()) // which moves over what stands
        return;
    if (step.restarted)
        showSelection(); // there is more of it
    showView();
}

void TimeBar::showOverview()
{
    const Snapshots& snapshots = m_mirror.snapshots();
    m_strip->setRecording(m_view->kept().begin,
                          m_view->kept().end,
                          overviewSteps(snapshots, m_lock),
                          markersOf(snapshots));
}

void TimeBar::setLock(const std::optional<ChosenLock>& lock)
{
    m_lock = lock;
    showOverview();
    showSelection();
}

void TimeBar::hideEntries(const QStringList& ids)
{
    m_card->hideEntries(ids);
    showSelection();
}

void TimeBar::setTheme(const Theme& theme)
{
    m_strip->setTheme(theme);
}

void TimeBar::showView()
{
    const TimeRange visible = m_view->visible().within(m_view->kept());
    m_strip->setRange(visible.begin, visible.end);
    m_strip->setPlace(m_view->place());
    m_follow->setText(m_view->place() ? tr("Follow what is played")
                                      : tr("Looking back: show the newest"));
    m_follow->setToolTip(m_view->place() ? tr("Move along with the place that is played (End)")
                                         : tr("Go on with the newest data (End)"));
    m_follow->setVisible(!m_view->follows() && !m_view->pinned());
}

void TimeBar::showSelection()
{
    const auto& base = m_view->base();
    const auto& selection = m_view->selection();
    if (base && selection && m_lock)
        m_card->compare(m_mirror.snapshots(), *base, *selection, *m_lock);
    else if (base && selection)
        m_card->compare(m_mirror.snapshots(), *base, *selection);
    else if (base)
        m_card->showBase(*base);
    else if (selection && m_lock)
        m_card->show(m_mirror.snapshots(), *selection, *m_lock);
    else if (selection)
        m_card->show(m_mirror.snapshots(), *selection);
    m_card->setVisible(base || selection);
}

} // namespace lockscope::ui
