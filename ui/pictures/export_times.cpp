// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pictures/export_times.h"

#include "ui/charts/time_view.h"
#include "ui/words/text.h"

#include <chrono>

namespace lockscope::ui {

namespace {

QString named(const QString& name, const measure::TimeRange& range)
{
    const auto seconds = [](std::chrono::nanoseconds time) {
        return QString::number(std::chrono::duration<double>(time).count(), 'f', 2);
    };
    return tr("%1: %2 s to %3 s of the run").arg(name, seconds(range.begin), seconds(range.end));
}

} // namespace

std::vector<std::pair<QString, measure::TimeRange>> exportTimes(const TimeView& view)
{
    std::vector<std::pair<QString, measure::TimeRange>> times;
    const measure::TimeRange visible = view.visible().within(view.kept());
    if (const auto& selection = view.selection())
        times.emplace_back(named(tr("The selection"), *selection), *selection);
    times.emplace_back(named(tr("What is shown"), visible), visible);
    times.emplace_back(tr("All"), view.kept()); // of which there may be more in a moment
    return times;
}

int usualTimeOfData(const TimeView& view)
{
    return view.selection() ? 0 : static_cast<int>(exportTimes(view).size()) - 1;
}

ShownRange::ShownRange(TimeView& view, const measure::TimeRange& range)
    : m_goBack([&view, before = view.state()] { view.restore(before); })
{
    TimeView::State state = view.state();
    state.looksAt = range;
    state.selection.reset();
    view.restore(state);
}

ShownRange::~ShownRange()
{
    m_goBack();
}

} // namespace lockscope::ui
