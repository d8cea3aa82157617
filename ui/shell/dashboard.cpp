// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/dashboard.h"

#include "ui/charts/canvas.h"
#include "ui/charts/cpu_time_chart.h"
#include "ui/charts/histogram_chart.h"
#include "ui/charts/lanes_view.h"
#include "ui/charts/states_chart.h"
#include "ui/charts/throughput_chart.h"
#include "ui/charts/time_bar.h"
#include "ui/charts/time_view.h"
#include "ui/charts/wait_chart.h"

#include <QDataStream>
#include <QIODevice>
#include <QScrollArea>
#include <QSplitter>
#include <QStyle>
#include <QVBoxLayout>

namespace lockscope::ui {

namespace {

constexpr quint32 kStateVersion = 2;
constexpr int kLeastViewWidth = 155;
constexpr int kLeastPlotHeight = 75; ///< with the axis below it

QSplitter* makeSplitter(Qt::Orientation orientation, QWidget* parent)
{
    auto* splitter = new QSplitter(orientation, parent);
    splitter->setChildrenCollapsible(false);
    splitter->setHandleWidth(6);
    return splitter;
}

/// Hides in each what is hidden in the other: both are legends of the states.
void showSameStates(ChartView* first, ChartView* second)
{
    const auto follow = [](ChartView* leader, ChartView* follower) {
        QObject::connect(leader, &ChartView::hiddenEntriesChanged, follower, [leader, follower] {
            if (follower->hiddenEntries() != leader->hiddenEntries())
                follower->setHiddenEntries(leader->hiddenEntries());
        });
    };
    follow(first, second);
    follow(second, first);
}

} // namespace

Dashboard::Dashboard(QWidget* parent)
    : QWidget(parent)
    , m_view(new TimeView(this))
    , m_pick(new ThreadPick(this))
    , m_throughput(new ThroughputChart(m_view, this))
    , m_cpuTime(new CpuTimeChart(m_view, this))
    , m_wait(new WaitChart(m_view, this))
    , m_lanes(new LanesView(m_view, this, m_pick))
    , m_states(new StatesChart(m_view, this))
    , m_histogram(new HistogramChart(m_view, this))
    , m_views{m_throughput, m_cpuTime, m_wait, m_lanes, m_states, m_histogram}
    , m_outer(makeSplitter(Qt::Vertical, this))
    , m_top(makeSplitter(Qt::Horizontal, m_outer))
    , m_time(new TimeBar(m_view, this))
{
    showSameStates(m_lanes, m_states);
    for (ChartView* view : std::initializer_list<ChartView*>{m_throughput, m_cpuTime, m_wait})
        m_top->addWidget(view);
    m_outer->addWidget(m_top);
    m_outer->addWidget(m_lanes);
    m_bottom = makeSplitter(Qt::Horizontal, m_outer);
    m_bottom->addWidget(m_states);
    m_bottom->addWidget(m_histogram);
    m_outer->addWidget(m_bottom);
    for (ChartView* view : m_views) {
        view->setMinimumWidth(kLeastViewWidth);
        view->canvas()->setMinimumHeight(kLeastPlotHeight);
        view->setAccessibleName(view->title());
    }

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
    resetState();
}

PictureRows Dashboard::rows() const
{
    return {{.views = {m_throughput, m_cpuTime, m_wait}, .height = 1},
            {.views = {m_lanes}, .height = 1},
            {.views = {m_states, m_histogram}, .height = 1}};
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
    stream << kStateVersion << m_outer->saveState() << m_top->saveState() << m_bottom->saveState();
    for (const ChartView* chart : m_views)
        stream << chart->hiddenEntries();
    return state;
}

bool Dashboard::restoreState(const QByteArray& state)
{
    QDataStream stream(state);
    quint32 version = 0;
    QByteArray outer;
    QByteArray top;
    QByteArray bottom;
    stream >> version >> outer >> top >> bottom;
    if (stream.status() != QDataStream::Ok || version != kStateVersion)
        return false;
    std::vector<QStringList> hidden(m_views.size());
    for (QStringList& entries : hidden)
        stream >> entries;
    if (stream.status() != QDataStream::Ok || !m_outer->restoreState(outer)
        || !m_top->restoreState(top) || !m_bottom->restoreState(bottom))
    {
        resetState();
        return false;
    }
    for (std::size_t i = 0; i < m_views.size(); ++i)
        m_views[i]->setHiddenEntries(hidden[i]);
    return true;
}

void Dashboard::resetState()
{
    // Equal shares: splitters scale what they are given to the room that they have.
    constexpr int kShare = 1000;
    m_outer->setSizes({kShare, kShare, kShare});
    m_top->setSizes({kShare, kShare, kShare});
    m_bottom->setSizes({kShare, kShare});
    for (ChartView* chart : m_views)
        chart->setHiddenEntries({});
}

} // namespace lockscope::ui
