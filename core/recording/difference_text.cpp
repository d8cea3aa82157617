// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/recording/difference_text.h"

#include "core/io/text_fit.h"
#include "core/report/quantity_text.h"

#include <functional>
#include <limits>
#include <string_view>

#include <fmt/format.h>

namespace lockscope::recording {

namespace {

using Format = std::function<std::string(double)>;

constexpr std::string_view kUnknown = "unknown";
constexpr std::string_view kNoneWaited = "none waited";

struct Words
{
    std::string_view label;
    std::string_view about;
};

Words wordsOf(RangeFigure figure)
{
    switch (figure) {
    case RangeFigure::Throughput:
        return {"calls/s", "Calls a second of all workers together."};
    case RangeFigure::MeanWait:
        return {"lock wait, mean",
                "Mean lock-wait time over all passes, those that did not wait included."};
    case RangeFigure::P50Wait:
        return {"lock wait, p50", "Half of the contended passes waited no longer."};
    case RangeFigure::P90Wait:
        return {"lock wait, p90", "90 % of the contended passes waited no longer."};
    case RangeFigure::P99Wait:
        return {"lock wait, p99", "99 % of the contended passes waited no longer."};
    case RangeFigure::CpuPerCall:
        break;
    }
    return {"CPU time a call", "CPU time of all workers, shared out to their calls."};
}

std::string_view aboutState(measure::State state)
{
    switch (state) {
    case measure::State::Native:
        return "Share of the workers' time on a CPU, in native code.";
    case measure::State::Guard:
        return "Share of the workers' time on a CPU in the guard: locking, spinning, unlocking.";
    case measure::State::Blocked:
        return "Share of the workers' time asleep in the guard.";
    case measure::State::Callback:
        return "Share of the workers' time on a CPU, on the runtime's side.";
    case measure::State::Preempted:
        return "Share of the workers' time ready to run, but without a CPU.";
    case measure::State::Idle:
        break;
    }
    return "Share of the workers' time without a task, or asleep outside the guard.";
}

bool isOfContendedPasses(RangeFigure figure)
{
    return figure == RangeFigure::P50Wait || figure == RangeFigure::P90Wait
        || figure == RangeFigure::P99Wait;
}

/// `end` is how an interval's ends read, where the unit would be said three times.
NumberText numberText(const Interval& interval, const Format& format, const Format& end)
{
    return {.value = format(interval.mean),
            .interval = interval.low
                ? fmt::format("{} to {}", end(*interval.low), end(*interval.high))
                : "no interval"};
}

NumberText numberText(const std::optional<BatchEstimate>& estimate,
                      const Format& format,
                      std::string_view none,
                      double most = std::numeric_limits<double>::infinity())
{
    if (!estimate)
        return {.value = std::string(none), .interval = {}};
    return numberText(intervalOf(*estimate, most), format, format);
}

/// "2.799"; what knows so little that it reaches over powers of ten is not written out.
std::string ratioText(double ratio)
{
    constexpr double kLarge = 1000;
    constexpr double kSmall = 0.001;
    return ratio >= kLarge || ratio < kSmall ? fmt::format("{:.3g}", ratio)
                                             : fmt::format("{:.3f}", ratio);
}

std::string percentText(double share)
{
    return report::percent(share);
}

/// With its sign, and 0 without one.
std::string percentagePoints(double share)
{
    const std::string text = fmt::format("{:+.1f}", 100 * share);
    return text == "-0.0" || text == "+0.0" ? "0.0" : text;
}

/// What stands where a ratio would; a figure that is 0 is known, and is no divisor.
std::string whyNoRatio(const std::optional<BatchEstimate>& a,
                       const std::optional<BatchEstimate>& b,
                       const std::string& textA,
                       const std::string& textB)
{
    if (!a || !b)
        return !a ? textA : textB;
    if (a->value == 0 && b->value == 0)
        return "both are 0";
    return a->value == 0 ? "no ratio: A is 0" : "no ratio: B is 0";
}

DifferenceRow figureRow(const Difference& difference, RangeFigure figure)
{
    const Format format = [figure](double number) {
        return figure == RangeFigure::Throughput ? report::scaled(number)
                                                 : report::duration(number);
    };
    // No quantile of passes that were counted, and none of them contended: that is known.
    const auto none = [figure](const RangeFigures& figures) {
        return isOfContendedPasses(figure) && figures.contended && figures.contended->value == 0
            ? kNoneWaited
            : kUnknown;
    };
    const auto& a = difference.figuresA[figure];
    const auto& b = difference.figuresB[figure];
    DifferenceRow row{.label = std::string(wordsOf(figure).label),
                      .about = std::string(wordsOf(figure).about),
                      .a = numberText(a, format, none(difference.figuresA)),
                      .b = numberText(b, format, none(difference.figuresB)),
                      .change = {}};
    if (const auto ratio = difference.ratio(figure))
        row.change = numberText(
            *ratio, [](double value) { return ratioText(value) + "x"; }, ratioText);
    else
        row.change.value = whyNoRatio(a, b, row.a.value, row.b.value);
    return row;
}

DifferenceRow shareRow(std::string_view label,
                       std::string_view about,
                       const std::optional<BatchEstimate>& a,
                       const std::optional<BatchEstimate>& b)
{
    DifferenceRow row{.label = std::string(label),
                      .about = std::string(about),
                      .a = numberText(a, percentText, kUnknown, 1),
                      .b = numberText(b, percentText, kUnknown, 1),
                      .change = {}};
    if (a && b)
        row.change = numberText(
            differenceOf(*a, *b, 1),
            [](double share) { return percentagePoints(share) + " points"; },
            percentagePoints);
    else
        row.change.value = kUnknown;
    return row;
}

} // namespace

std::string NumberText::whole() const
{
    return interval.empty() ? value : fmt::format("{} ({})", value, interval);
}

std::vector<DifferenceRow> rowsOf(const Difference& difference)
{
    std::vector<DifferenceRow> rows;
    for (const RangeFigure figure : kRangeFigures)
        rows.push_back(figureRow(difference, figure));
    const RangeFigures& a = difference.figuresA;
    const RangeFigures& b = difference.figuresB;
    rows.push_back(shareRow("contended",
                            "Share of the passes whose first attempt to take the lock failed.",
                            a.contended,
                            b.contended));
    for (const measure::State state : measure::kStates) {
        const auto s = static_cast<std::size_t>(state);
        rows.push_back(shareRow(stateName(state), aboutState(state), a.states[s], b.states[s]));
    }
    return rows;
}

std::string tableText(const Difference& difference)
{
    std::string text = difference.verdict() + "\n\n\tA\tB\t" + std::string(kChangeTitle) + '\n';
    for (const DifferenceRow& row : rowsOf(difference))
        text += fmt::format(
            "{}\t{}\t{}\t{}\n", row.label, row.a.whole(), row.b.whole(), row.change.whole());
    for (const std::string& sentence : difference.remarks)
        text += io::forTabbedTable("note: " + sentence) + '\n';
    return text;
}

} // namespace lockscope::recording
