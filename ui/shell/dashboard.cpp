// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/dashboard.h"

#include "ui/charts/canvas.h"
#include "ui/charts/contended_chart.h"
#include "ui/charts/cpu_time_chart.h"
#include "ui/charts/histogram_chart.h"
#include "ui/charts/lanes_view.h"
#include "ui/charts/states_chart.h"
#include "ui/charts/throughput_chart.h"
#include "ui/charts/time_bar.h"
#include "ui/charts/time_view.h"
#include "ui/charts/wait_chart.h"
#include "ui/charts/waiters_chart.h"

#include <QDataStream>
#include <QIODevice>
#include <QScrollArea>
#include <QSplitter>
#include <QStyle>
#include <QVBoxLayout>

#include <algorithm>

namespace lockscope::ui {

namespace {

constexpr quint32 kStateVersion = 3;
constexpr int kLeastViewWidth = 155;
constexpr int kLeastPlotHeight = 75; ///< with the axis below it
constexpr int kFlagsHeight = 20; ///< of markers, above the lanes

QSplitter* makeSplitter(Qt::Orientation orientation, QWidget* parent)
{
    auto* splitter = new QSplitter(orientation, parent);
    splitter->setChildrenCollapsible(false);
    splitter->setHandleWidth(6);
    return splitter;
}

/// Splitters scale what they are given to the room that they have.
void shareEqually(QSplitter* splitter)
{
    constexpr int kShare = 1000;
    splitter->setSizes(QList<int>(splitter->count(), kShare));
}

} // namespace

Dashboard::Dashboard(QWidget* parent)
    : QWidget(parent)
    , m_view(new TimeView(this))
    , m_pick(new ThreadPick(this))
    , m_lanes(new LanesView(m_view, this, m_pick))
    , m_histogram(new HistogramChart(m_view, this))
    , m_outer(makeSplitter(Qt::Vertical, this))
    , m_time(new TimeBar(m_view, this))
{
    auto* cpuTime = new CpuTimeChart(m_view, this);
    auto* contended = new ContendedChart(m_view, this);
    auto* waiters = new WaitersChart(m_view, this);
    m_ofExperiment = {cpuTime};
    m_ofProgram = {contended, waiters};
    addRow({new ThroughputChart(m_view, this),
            cpuTime,
            contended,
            new WaitChart(m_view, this),
            waiters});
    addRow({m_lanes});
    addRow({new StatesChart(m_view, this), m_histogram});

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(6, 6, 6, 6);
    auto* scroll = new QScrollArea(this); // a low window scrolls what it would cut short
    scroll->setWidget(m_outer);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setMinimumWidth(m_outer->minimumSizeHint().width()
                            + style()->pixelMetric(QStyle::PM_ScrollBarExtent));
    layout->addWidget(scroll, 1);
    layout->addWidget(m_time);
    m_lanes->canvas()->setMinimumHeight(kLeastPlotHeight + kFlagsHeight);
    resetState();
}

void Dashboard::addRow(const std::vector<ChartView*>& views)
{
    m_rows.push_back({.views = {views.begin(), views.end()}, .height = 1});
    m_views.insert(m_views.end(), views.begin(), views.end());
    QSplitter* row = nullptr;
    if (views.size() > 1) {
        row = makeSplitter(Qt::Horizontal, m_outer);
        m_outer->addWidget(row);
        m_splitters.push_back(row);
    }
    for (ChartView* view : views) {
        (row != nullptr ? row : m_outer)->addWidget(view);
        view->setMinimumWidth(kLeastViewWidth);
        view->canvas()->setMinimumHeight(kLeastPlotHeight);
        view->setAccessibleName(view->title());
        view->setVisible(belongs(view));
        connect(view, &ChartView::hiddenEntriesChanged, this, [this, view] { hideAlike(view); });
    }
}

void Dashboard::hideAlike(const ChartView* leader)
{
    if (m_hidesAlike)
        return;
    m_hidesAlike = true;
    const QStringList hidden = leader->hiddenEntries();
    for (ChartView* view : m_views) {
        if (view == leader)
            continue;
        const QStringList wanted =
            hiddenAlike(view->entries(), view->hiddenEntries(), leader->entries(), hidden);
        if (view->hiddenEntries() != wanted)
            view->setHiddenEntries(wanted);
    }
    m_hidesAlike = false;
    m_time->hideEntries(hiddenEntries());
    emit hiddenEntriesChanged(hiddenEntries());
}

QStringList Dashboard::hiddenEntries() const
{
    QStringList all;
    for (const ChartView* view : m_views)
        all << view->hiddenEntries();
    all.removeDuplicates();
    return all;
}

bool Dashboard::has(const ChartView* chart) const
{
    return std::find(m_views.begin(), m_views.end(), chart) != m_views.end();
}

bool Dashboard::belongs(const DashboardView* view) const
{
    return !(m_subject == measure::Subject::Program ? m_ofExperiment : m_ofProgram).contains(view);
}

PictureRows Dashboard::rows() const
{
    PictureRows rows;
    for (const PictureRow& row : m_rows) {
        PictureRow shown{.views = {}, .height = row.height};
        for (const DashboardView* view : row.views)
            if (belongs(view))
                shown.views.push_back(view);
        rows.push_back(std::move(shown));
    }
    return rows;
}

void Dashboard::setSubject(measure::Subject subject)
{
    if (subject == m_subject)
        return;
    showAlone(nullptr);
    m_subject = subject;
    for (ChartView* view : m_views)
        view->setSubject(subject);
    showViews();
    for (QSplitter* row : m_splitters) // one that was never shown has no size yet
        for (int i = 0; i < row->count(); ++i)
            if (!row->widget(i)->isHidden() && row->sizes().at(i) < kLeastViewWidth)
                shareEqually(row);
}

void Dashboard::setLock(const std::optional<ChosenLock>& lock)
{
    m_lock = lock;
    for (ChartView* view : m_views)
        view->setLock(lock);
    m_time->setLock(lock);
}

void Dashboard::setLockWaits(const std::optional<LockWaits>& waits)
{
    m_histogram->setLockWaits(waits);
}

void Dashboard::showViews()
{
    for (ChartView* view : m_views)
        view->setVisible(m_alone == nullptr ? belongs(view) : view == m_alone);
    for (QSplitter* row : m_splitters) // a splitter without visible children would keep its room
        row->setVisible(m_alone == nullptr || row->isAncestorOf(m_alone));
}

QList<QByteArray> Dashboard::sizes() const
{
    QList<QByteArray> sizes{m_outer->saveState()};
    for (const QSplitter* row : m_splitters)
        sizes << row->saveState();
    return sizes;
}

void Dashboard::showAlone(const ChartView* chart)
{
    if (chart == m_alone)
        return;
    if (m_alone == nullptr)
        m_sizesOfAll = sizes();
    m_alone = chart;
    showViews();
    if (chart != nullptr)
        return;
    m_outer->restoreState(m_sizesOfAll.front());
    for (std::size_t i = 0; i < m_splitters.size(); ++i)
        m_splitters[i]->restoreState(m_sizesOfAll[static_cast<qsizetype>(i) + 1]);
}

void Dashboard::refresh(const measure::History& history)
{
    for (ChartView* view : m_views)
        view->refresh(history);
    m_time->refresh(history);
}

void Dashboard::setTheme(const Theme& theme)
{
    for (ChartView* view : m_views)
        view->setTheme(theme);
    m_time->setTheme(theme);
}

QByteArray Dashboard::saveState() const
{
    QByteArray state;
    QDataStream stream(&state, QIODevice::WriteOnly);
    stream << kStateVersion;
    for (const QByteArray& splitter : m_alone != nullptr ? m_sizesOfAll : sizes())
        stream << splitter;
    for (const ChartView* chart : m_views)
        stream << chart->hiddenEntries();
    return state;
}

bool Dashboard::restoreState(const QByteArray& state)
{
    QDataStream stream(state);
    quint32 version = 0;
    QByteArray outer;
    std::vector<QByteArray> rows(m_splitters.size());
    stream >> version >> outer;
    for (QByteArray& row : rows)
        stream >> row;
    if (stream.status() != QDataStream::Ok || version != kStateVersion)
        return false;
    std::vector<QStringList> hidden(m_views.size());
    for (QStringList& entries : hidden)
        stream >> entries;
    bool isWhole = stream.status() == QDataStream::Ok && m_outer->restoreState(outer);
    for (std::size_t i = 0; i < rows.size(); ++i)
        isWhole = isWhole && m_splitters[i]->restoreState(rows[i]);
    if (!isWhole) {
        resetState();
        return false;
    }
    for (std::size_t i = 0; i < m_views.size(); ++i)
        m_views[i]->setHiddenEntries(hidden[i]);
    return true;
}

void Dashboard::resetState()
{
    showAlone(nullptr);
    shareEqually(m_outer);
    for (QSplitter* row : m_splitters)
        shareEqually(row);
    for (ChartView* chart : m_views)
        chart->setHiddenEntries({});
}

} // namespace lockscope::ui
