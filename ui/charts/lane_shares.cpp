// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/lane_shares.h"

#include "ui/charts/chart_axes.h"
#include "ui/words/text.h"
#include "ui/words/units.h"

#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>
#include <cmath>
#include <initializer_list>
#include <string>
#include <utility>

namespace lockscope::ui {

namespace {

constexpr double kBetween = 8;
constexpr double kBar = 72;
constexpr double kPatternFrom = 8; ///< pixels: in a thinner bar marks would only be noise

double columnWidth(const QFontMetricsF& metrics)
{
    return std::ceil(std::max(metrics.horizontalAdvance(QStringLiteral("100.0 %")),
                              metrics.horizontalAdvance(unknownText())));
}

/// What so many states have together, of those that are not hidden.
std::optional<double> shareOf(const std::optional<measure::StateShares>& states,
                              std::initializer_list<measure::State> of,
                              const HiddenStates& hidden)
{
    if (!states)
        return std::nullopt;
    double sum = 0;
    for (const measure::State state : of)
        if (!hidden[static_cast<std::size_t>(state)])
            sum += static_cast<double>((*states)[state]);
    return sum;
}

void paintBar(QPainter& painter,
              const QRectF& bar,
              const std::optional<measure::StateShares>& states,
              const HiddenStates& hidden,
              const Theme& theme)
{
    if (!states) {
        paintStateRect(painter, Pattern::CrossHatch, unknownColors(theme), bar);
        return;
    }
    double left = bar.left();
    for (const measure::State state : measure::kStates) {
        if (hidden[static_cast<std::size_t>(state)])
            continue;
        const double width = bar.width() * static_cast<double>((*states)[state]);
        const QRectF part(left, bar.top(), width, bar.height());
        if (bar.height() >= kPatternFrom)
            paintStateRect(painter, patternOf(state), stateColors(theme, state), part);
        else
            painter.fillRect(part, stateColors(theme, state).fill);
        left += width;
    }
}

} // namespace

double LaneShares::width()
{
    return 3 * kBetween + kBar + 2 * columnWidth(QFontMetricsF(plotFont()));
}

QString LaneShares::tipAt(double right, measure::Subject subject)
{
    const double column = columnWidth(QFontMetricsF(plotFont()));
    const double work = kBetween + kBar + kBetween;
    if (right < kBetween || right > width())
        return {};
    if (right < work)
        return tr("Time: the shares of all states that are not hidden, over what is selected or "
                  "else visible");
    const bool isWork = right < work + column + kBetween / 2;
    if (subject == measure::Subject::Program)
        return isWork ? tr("Running: the share of that time on a CPU, and not for a lock")
                      : tr("Lock: the share of that time in which it waited for a lock");
    return isWork ? tr("Work: the share of that time in native and callback")
                  : tr("Lock: the share of that time in guard and blocked, waiting for the lock");
}

bool LaneShares::update(const Snapshots& snapshots, const TimeRange& range, std::size_t workers)
{
    constexpr int kHardly = 50; // a part of its length
    const auto moved =
        std::chrono::abs(range.begin - m_range.begin) + std::chrono::abs(range.end - m_range.end);
    if (m_sums.size() == workers && moved < m_range.span() / kHardly)
        return false;
    m_range = range;
    m_sums = workerSums(snapshots, range, workers);
    return true;
}

ValueTable LaneShares::values(const std::vector<std::uint32_t>& order,
                              const HiddenStates& hidden,
                              const ThreadNames& names) const
{
    ValueTable table{.heading = {"thread"}, .rows = {}};
    const bool ofProgram = names.subject() == measure::Subject::Program;
    const std::vector<LegendEntry> states = stateLegend(names.subject());
    const auto isHidden = [&hidden](const LegendEntry& entry) {
        return hidden[static_cast<std::size_t>(*entry.state)];
    };
    for (const LegendEntry& entry : states)
        if (!isHidden(entry))
            table.heading.push_back(entry.label.toStdString() + " (share)");
    for (const std::uint32_t worker : order) {
        ValueTable::Row row{ofProgram ? names.name(worker).toStdString() : std::to_string(worker)};
        const auto shares = worker < m_sums.size() ? m_sums[worker].states() : std::nullopt;
        for (const LegendEntry& entry : states)
            if (!isHidden(entry))
                row.push_back(valueCell(shares ? std::optional<double>((*shares)[*entry.state])
                                               : std::nullopt));
        table.rows.push_back(std::move(row));
    }
    return table;
}

void LaneShares::paint(QPainter& painter,
                       const QRectF& lanes,
                       const LaneRows& rows,
                       const std::vector<std::uint32_t>& order,
                       const Look& look) const
{
    using measure::State;
    const QFontMetricsF metrics(painter.font());
    const double line = std::ceil(metrics.height());
    const double column = columnWidth(metrics);
    const double bar = lanes.right() + kBetween;
    const double work = bar + kBar + kBetween;
    const double lock = work + column + kBetween;
    const auto write = [&](double left, double width, double top, const QString& text) {
        painter.drawText(QRectF(left, top, width, line), Qt::AlignRight | Qt::AlignVCenter, text);
    };
    painter.setPen(look.theme.faintText);
    painter.drawText(QRectF(bar, lanes.top() - line - 1, kBar, line),
                     Qt::AlignLeft | Qt::AlignVCenter,
                     tr("time"));
    const bool ofProgram = look.subject == measure::Subject::Program;
    write(work, column, lanes.top() - line - 1, ofProgram ? tr("running") : tr("work"));
    write(lock, column, lanes.top() - line - 1, tr("lock"));
    painter.save();
    const QRectF area(bar, lanes.top(), lock + column - bar, lanes.height());
    double free = lanes.top(); // below the heading and what was written last
    for (int lane = 0; lane < rows.count; ++lane) {
        const double top = lanes.top() + rows.topOf(lane);
        const double end = std::min(top + rows.height - (rows.spaced ? 1 : 0), area.bottom());
        const double from = lanes.top() + (lane < rows.fixed ? 0 : rows.fixedEnd());
        const std::uint32_t worker = order[static_cast<std::size_t>(lane)];
        if (end <= std::max(top, from) || worker >= m_sums.size())
            continue;
        const auto states = m_sums[worker].states();
        const double begin = std::max(top, from);
        paintBar(painter, {bar, begin, kBar, end - begin}, states, look.hidden, look.theme);
        const double middle = top + rows.height / 2;
        if (lane % look.step != 0 || middle < from || middle > area.bottom())
            continue;
        const double text = std::max(middle - line / 2, lanes.top()); // not on the heading
        if (text < free - 1)
            continue; // the first was moved down, or a pinned one stands so close
        free = text + line;
        painter.setPen(look.theme.text);
        const auto share = [&](std::initializer_list<State> of) {
            return formatShare(shareOf(states, of, look.hidden));
        };
        if (ofProgram) {
            write(work, column, text, share({measure::kRunning}));
            write(lock, column, text, share({measure::kWaitsForLock}));
            continue;
        }
        write(work, column, text, share({State::Native, State::Callback}));
        write(lock, column, text, share({State::Guard, State::Blocked}));
    }
    painter.restore();
}

} // namespace lockscope::ui
