// SPDX-License-Identifier: GPL-3.0-or-later
// What a frame of the window costs: all views take a new snapshot and repaint, 1600x1000, 60 s of
// history at 20 Hz. Prints one line for each number of workers; median and 99th percentile.
#include "tests/support/synthetic_history.h"
#include "ui/charts/cpu_time_chart.h"
#include "ui/charts/histogram_chart.h"
#include "ui/charts/lanes_view.h"
#include "ui/charts/states_chart.h"
#include "ui/charts/throughput_chart.h"
#include "ui/charts/wait_chart.h"
#include "ui/models/thread_table_model.h"

#include <QApplication>
#include <QGridLayout>
#include <QHeaderView>
#include <QTableView>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <vector>

using namespace lockscope;
using Clock = std::chrono::steady_clock;

namespace {

constexpr int kFrames = 600;

double milliseconds(Clock::duration time)
{
    return std::chrono::duration<double, std::milli>(time).count();
}

double quantile(std::vector<double> values, double q)
{
    std::sort(values.begin(), values.end());
    return values[static_cast<std::size_t>(q * static_cast<double>(values.size() - 1))];
}

void measureFrames(int workers, bool withTable)
{
    ui::TimeView view;
    QWidget window;
    window.resize(1600, 1000);
    auto* grid = new QGridLayout(&window);
    const std::vector<ui::DashboardView*> views{new ui::ThroughputChart(&view, &window),
                                                new ui::CpuTimeChart(&view, &window),
                                                new ui::WaitChart(&view, &window),
                                                new ui::LanesView(&view, &window),
                                                new ui::StatesChart(&view, &window),
                                                new ui::HistogramChart(&view, &window)};
    for (int column = 0; column < 3; ++column) // as in the dashboard, in sixths
        grid->addWidget(views[static_cast<std::size_t>(column)], 0, 2 * column, 1, 2);
    grid->addWidget(views[3], 1, 0, 1, 6);
    grid->addWidget(views[4], 2, 0, 1, 3);
    grid->addWidget(views[5], 2, 3, 1, 3);
    grid->setRowStretch(1, 1);
    ui::ThreadTableModel model;
    if (withTable) {
        auto* proxy = new ui::ThreadSortProxy(&window);
        proxy->setSourceModel(&model);
        auto* table = new QTableView(&window);
        table->setModel(proxy);
        table->setSortingEnabled(true);
        grid->addWidget(table, 3, 0, 1, 6);
    }
    window.show();

    test::SyntheticSource source({.threads = workers});
    measure::History history;
    source.fill(history, std::chrono::seconds(62));
    std::vector<double> frames;
    QPixmap screen(window.size());
    for (int i = 0; i < kFrames; ++i) {
        history.push(source.next());
        QApplication::processEvents();
        const auto begin = Clock::now();
        for (ui::DashboardView* view : views)
            view->refresh(history);
        if (withTable)
            model.refresh(history.snapshots());
        window.render(&screen);
        frames.push_back(milliseconds(Clock::now() - begin));
    }
    // The first frame draws everything from nothing.
    const double first = frames.front();
    frames.erase(frames.begin());
    std::printf("%3d workers%s: median %.2f ms, p99 %.2f ms, first %.2f ms\n",
                workers,
                withTable ? " and their table" : "",
                quantile(frames, 0.5),
                quantile(frames, 0.99),
                first);
}

} // namespace

int main(int argc, char** argv)
{
    if (std::getenv("QT_QPA_PLATFORM") == nullptr)
        qputenv("QT_QPA_PLATFORM", "offscreen");
    const QApplication application(argc, argv);
    for (const bool withTable : {false, true})
        for (const int workers : {8, 256})
            measureFrames(workers, withTable);
    return 0;
}
