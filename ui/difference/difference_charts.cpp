// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/difference/difference_charts.h"

#include "ui/charts/chart_pair.h"
#include "ui/charts/histogram_chart.h"
#include "ui/charts/scale_link.h"
#include "ui/charts/states_chart.h"
#include "ui/charts/throughput_chart.h"
#include "ui/charts/time_view.h"
#include "ui/charts/wait_chart.h"

#include <QVBoxLayout>

namespace lockscope::ui {

namespace {

constexpr std::size_t kA = 0;
constexpr std::size_t kB = 1;

} // namespace

DifferenceCharts::DifferenceCharts(QWidget* parent)
    : QWidget(parent)
    , m_views{new TimeView(this), new TimeView(this)}
{
    linkHover(kA, kB);
    linkHover(kB, kA);
    addTimePair<ThroughputChart>("compare-throughput");
    addTimePair<WaitChart>("compare-lock-wait");
    addTimePair<StatesChart>("compare-states");
    addHistograms();
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins({});
    for (ChartPair* pair : m_pairs) {
        column->addWidget(pair, 1);
        connect(pair, &ChartPair::hiddenEntriesChanged, this, [this, pair] { hideAlike(pair); });
    }
}

void DifferenceCharts::hideAlike(const ChartPair* leader)
{
    if (m_hidesAlike)
        return;
    m_hidesAlike = true;
    const QStringList hidden = leader->hiddenEntries();
    for (ChartPair* pair : m_pairs)
        if (pair != leader)
            pair->setHiddenEntries(
                hiddenAlike(pair->entries(), pair->hiddenEntries(), leader->entries(), hidden));
    m_hidesAlike = false;
}

template<typename Chart>
void DifferenceCharts::addTimePair(const char* id)
{
    auto* a = new Chart(m_views[kA], this);
    auto* b = new Chart(m_views[kB], this);
    m_pairs.push_back(new ChartPair(id, a, b, this));
    if (a->axis() != nullptr) {
        auto* scale = new ScaleLink(this);
        for (Chart* chart : {a, b})
            chart->axis()->link(scale);
    }
}

void DifferenceCharts::addHistograms()
{
    auto* bins = new ScaleLink(this);
    auto* counts = new ScaleLink(this);
    auto* a = new HistogramChart(m_views[kA], this);
    auto* b = new HistogramChart(m_views[kB], this);
    for (HistogramChart* chart : {a, b}) {
        chart->linkWaits(bins);
        chart->axis()->link(counts);
    }
    m_pairs.push_back(new ChartPair("compare-histogram", a, b, this));
}

void DifferenceCharts::linkHover(std::size_t from, std::size_t to)
{
    connect(m_views[from], &TimeView::hoveredChanged, this, [this, from, to] {
        const auto time = m_views[from]->hovered();
        if (!time || !m_shown) {
            m_views[to]->setHovered(std::nullopt);
            return;
        }
        const recording::Difference& shown = m_shown->difference;
        const auto beginOf = [&shown](std::size_t side) {
            return side == kA ? shown.a.from : shown.b.from;
        };
        m_views[to]->setHovered(*time - beginOf(from) + beginOf(to));
    });
}

void DifferenceCharts::show(const std::shared_ptr<const ComparedRanges>& shown)
{
    m_shown = shown;
    if (!shown) {
        for (ChartPair* pair : m_pairs)
            pair->refresh(measure::History());
        return;
    }
    const recording::Difference& ranges = shown->difference;
    m_views[kA]->pin({ranges.a.from, ranges.a.from + shown->span()});
    m_views[kB]->pin({ranges.b.from, ranges.b.from + shown->span()});
    for (ChartPair* pair : m_pairs)
        pair->refresh(shown->a, shown->b);
}

void DifferenceCharts::setTheme(const Theme& theme)
{
    for (ChartPair* pair : m_pairs)
        pair->setTheme(theme);
}

} // namespace lockscope::ui
