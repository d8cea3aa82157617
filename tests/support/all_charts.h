// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/synthetic_history.h"
#include "ui/charts/histogram_chart.h"
#include "ui/charts/lanes_view.h"
#include "ui/charts/states_chart.h"
#include "ui/charts/throughput_chart.h"
#include "ui/charts/time_view.h"
#include "ui/charts/wait_chart.h"

#include <QTest>
#include <QVBoxLayout>

#include <chrono>
#include <vector>

namespace lockscope::test {

/// All views with one history, below each other in a window.
struct AllCharts
{
    QWidget window;
    ui::TimeView view;
    ui::ThroughputChart throughput{&view};
    ui::WaitChart wait{&view};
    ui::StatesChart states{&view};
    ui::HistogramChart histogram{&view};
    ui::LanesView lanes{&view};
    std::vector<ui::ChartView*> views{&throughput, &wait, &states, &histogram, &lanes};
    measure::History history;

    explicit AllCharts(const SyntheticOptions& options = {},
                       std::chrono::nanoseconds length = std::chrono::seconds(65))
    {
        if (length.count() > 0)
            SyntheticSource(options).fill(history, length);
        auto* column = new QVBoxLayout(&window);
        for (ui::ChartView* chart : views) {
            column->addWidget(chart);
            chart->setTheme(ui::Theme::light());
            chart->refresh(history);
        }
        window.resize(900, 1500);
        window.show();
        // Away from the views, wherever the test before left it.
        QTest::mouseMove(&window, QPoint(1, 1));
    }
};

} // namespace lockscope::test
