// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/difference/difference_charts.h"

#include "ui/charts/chart_pair.h"
#include "ui/charts/histogram_chart.h"
#include "ui/charts/hover_link.h"
#include "ui/charts/scale_link.h"
#include "ui/charts/states_chart.h"
#include "ui/charts/throughput_chart.h"
#include "ui/charts/wait_chart.h"

#include <QVBoxLayout>

namespace lockscope::ui {

namespace {

constexpr std::size_t kA = 0;
constexpr std::size_t kB = 1;

} // namespace

DifferenceCharts::DifferenceCharts(QWidget* parent)
    : QWidget(parent)
    , m_hovers{new HoverLink(this), new HoverLink(this)}
{
    linkHover(kA, kB);
    linkHover(kB, kA);
    addTimePair<ThroughputChart>("compare-throughput");
    addTimePair<WaitChart>("compare-lock-wait");
    addTimePair<StatesChart>("compare-states");
    addHistograms();
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins({});
    for (ChartPair* pair : m_pairs)
        column->addWidget(pair, 1);
}

template<typename Chart>
void DifferenceCharts::addTimePair(const char* id)
{
    auto* a = new Chart(m_hovers[kA], this);
    auto* b = new Chart(m_hovers[kB], this);
    m_pairs.push_back(new ChartPair(id, a, b, this));
    m_setRanges.emplace_back([a, b](const ComparedRanges& shown) {
        a->setStretch(shown.difference.a.from, shown.span());
        b->setStretch(shown.difference.b.from, shown.span());
    });
    if constexpr (requires { a->linkScale(nullptr); }) {
        auto* scale = new ScaleLink(this);
        for (Chart* chart : {a, b})
            chart->linkScale(scale);
    }
}

void DifferenceCharts::addHistograms()
{
    auto* bins = new ScaleLink(this);
    auto* counts = new ScaleLink(this);
    auto* a = new HistogramChart(m_hovers[kA], this);
    auto* b = new HistogramChart(m_hovers[kB], this);
    for (HistogramChart* chart : {a, b})
        chart->linkScales(bins, counts);
    m_pairs.push_back(new ChartPair("compare-histogram", a, b, this));
    m_setRanges.emplace_back([a, b](const ComparedRanges& shown) {
        a->setStretch(shown.difference.a.from);
        b->setStretch(shown.difference.b.from);
    });
}

void DifferenceCharts::linkHover(std::size_t from, std::size_t to)
{
    connect(m_hovers[from], &HoverLink::timeChanged, this, [this, from, to] {
        const auto time = m_hovers[from]->time();
        if (!time || !m_shown) {
            m_hovers[to]->setTime(std::nullopt);
            return;
        }
        const recording::Difference& shown = m_shown->difference;
        const auto beginOf = [&shown](std::size_t side) {
            return side == kA ? shown.a.from : shown.b.from;
        };
        m_hovers[to]->setTime(*time - beginOf(from) + beginOf(to));
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
    for (const auto& setRanges : m_setRanges)
        setRanges(*shown);
    for (ChartPair* pair : m_pairs)
        pair->refresh(shown->a, shown->b);
}

void DifferenceCharts::setTheme(const Theme& theme)
{
    for (ChartPair* pair : m_pairs)
        pair->setTheme(theme);
}

} // namespace lockscope::ui
