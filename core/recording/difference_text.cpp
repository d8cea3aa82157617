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

std::string_view aboutStateOfProgram(measure::State state)
{
    if (state == measure::kRunning)
        return "Share of the threads' time on a CPU, and not for a lock.";
    if (state == measure::kWaitsForLock)
        return "Share of the threads' time in which they waited for a lock.";
    if (state == measure::kWaitsForCondition)
        return "Share of the threads' time in condition variables.";
    return state == measure::State::Preempted
        ? "Share of the threads' time ready to run, but without a CPU."
        : "Share of the threads' time asleep elsewhere.";
}

std::string_view aboutState(measure::State state, measure::Subject subject)
{
    if (subject == measure::Subject::Program)
        return aboutStateOfProgram(state);
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

/// `end` is how an interval's ends read, where the unit would be said three times.
NumberText numberText(const Interval& interval, const Format& format, const Format& end)
{
    return {.value = format(interval.mean),
            .interval = interval.low
                ? fmt::format("{} to {}", end(*interval.low), end(*interval.high))
                : "no interval",
            .number = interval};
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

std::string unitText(measure::FigureUnit unit)
{
    switch (unit) {
    case measure::FigureUnit::CallsPerSecond:
        return "calls/s";
    case measure::FigureUnit::Nanoseconds:
        return "ns";
    case measure::FigureUnit::Index:
        return {};
    case measure::FigureUnit::Share:
        break;
    }
    return "of 1";
}

/// A number and the ends of its interval, each behind a tab, so exact that they read back as they
/// are.
std::string cells(const NumberText& text)
{
    const auto cell = [](const std::optional<double>& number) {
        return number ? fmt::format("\t{}", *number) : std::string("\t");
    };
    const Interval none;
    const Interval& interval = text.number ? *text.number : none;
    return cell(text.number ? std::optional(interval.mean) : std::nullopt) + cell(interval.low)
        + cell(interval.high);
}

/// A row of the table, with its end.
std::string lineOf(const DifferenceRow& row)
{
    return fmt::format("{}\t{}\t{}\t{}\t{}{}{}{}\n",
                       row.label,
                       row.a.whole(),
                       row.b.whole(),
                       row.change.whole(),
                       row.unit,
                       cells(row.a),
                       cells(row.b),
                       cells(row.change));
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

DifferenceRow figureRow(const ComparedFigures& compared, const measure::FigureRow& row)
{
    const Format format = [&row](double number) { return report::figureText(row.unit, number); };
    // No quantile of passes that were counted, and none of them contended: that is known.
    const auto none = [&row](const RangeFigures& figures) {
        const auto& contended = figures[Figure::Contended];
        return row.of == measure::FigureOf::ContendedPasses && contended && contended->value == 0
            ? kNoneWaited
            : kUnknown;
    };
    const auto& a = compared.figuresA[row.figure];
    const auto& b = compared.figuresB[row.figure];
    const measure::Subject subject = compared.figuresB.subject;
    const bool areAcquisitions =
        subject == measure::Subject::Program && row.figure == Figure::Throughput;
    DifferenceRow shown{.label = std::string(headingOf(row, subject)),
                        .about = areAcquisitions ? "Acquisitions of all locks in a second."
                                                 : std::string(row.about),
                        .unit = areAcquisitions ? "acquisitions/s" : unitText(row.unit),
                        .a = numberText(a, format, none(compared.figuresA)),
                        .b = numberText(b, format, none(compared.figuresB)),
                        .change = {}};
    if (const auto ratio = compared.ratio(row.figure))
        shown.change = numberText(
            *ratio, [](double value) { return ratioText(value) + "x"; }, ratioText);
    else
        shown.change.value = whyNoRatio(a, b, shown.a.value, shown.b.value);
    return shown;
}

DifferenceRow shareRow(std::string_view label,
                       std::string_view about,
                       const std::optional<BatchEstimate>& a,
                       const std::optional<BatchEstimate>& b)
{
    DifferenceRow row{.label = std::string(label),
                      .about = std::string(about),
                      .unit = unitText(measure::FigureUnit::Share),
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

std::vector<DifferenceRow> rowsOf(const ComparedFigures& figures)
{
    std::vector<DifferenceRow> rows;
    const RangeFigures& a = figures.figuresA;
    const RangeFigures& b = figures.figuresB;
    for (const measure::FigureRow& row : measure::figures())
        if (row.ofRange != nullptr && row.unit == measure::FigureUnit::Share)
            rows.push_back(shareRow(row.heading, row.about, a[row.figure], b[row.figure]));
        else if (row.ofRange != nullptr)
            rows.push_back(figureRow(figures, row));
    for (const measure::State state : measure::kStates) {
        const auto s = static_cast<std::size_t>(state);
        if (hasState(state, b.subject))
            rows.push_back(shareRow(stateName(state, b.subject),
                                    aboutState(state, b.subject),
                                    a.states[s],
                                    b.states[s]));
    }
    return rows;
}

LockRows rowsOf(const LockDifference& lock)
{
    using LockFigure = std::optional<BatchEstimate> LockFigures::*;
    const auto of = [](const std::optional<LockFigures>& side, LockFigure figure) {
        return side ? (*side).*figure : std::optional<BatchEstimate>();
    };
    const auto numberRow = [&](DifferenceRow row,
                               measure::FigureUnit unit,
                               LockFigure figure,
                               const std::optional<Interval>& ratio) {
        const Format format = [unit](double number) { return report::figureText(unit, number); };
        const auto& a = of(lock.a, figure);
        const auto& b = of(lock.b, figure);
        row.a = numberText(a, format, lock.a ? kUnknown : "none");
        row.b = numberText(b, format, lock.b ? kUnknown : "none");
        if (ratio)
            row.change = numberText(
                *ratio, [](double value) { return ratioText(value) + "x"; }, ratioText);
        else
            row.change.value = whyNoRatio(a, b, row.a.value, row.b.value);
        return row;
    };
    const auto share = [&](std::string_view label, std::string_view about, LockFigure figure) {
        return shareRow(label, about, of(lock.a, figure), of(lock.b, figure));
    };
    return {.label = lock.text(),
            .change = std::string(changeName(lock.change())),
            .rows = {numberRow({.label = "acquisitions/s",
                                .about = "How often these locks are taken.",
                                .unit = "acquisitions/s",
                                .a = {},
                                .b = {},
                                .change = {}},
                               measure::FigureUnit::CallsPerSecond,
                               &LockFigures::acquisitions,
                               lock.acquisitions()),
                     share("contended",
                           "Share of the acquisitions that had to wait.",
                           &LockFigures::contended),
                     numberRow({.label = "lock wait, mean",
                                .about = "What an acquisition waited, over all of them.",
                                .unit = unitText(measure::FigureUnit::Nanoseconds),
                                .a = {},
                                .b = {},
                                .change = {}},
                               measure::FigureUnit::Nanoseconds,
                               &LockFigures::meanWait,
                               lock.meanWait()),
                     share("wait share",
                           "Share of the threads' time that goes into waiting for them.",
                           &LockFigures::waitShare)}};
}

std::vector<LockRows> lockRowsOf(const Difference& difference, std::size_t most)
{
    std::vector<LockRows> found;
    for (const LockDifference& lock : difference.locks) {
        if (found.size() == most)
            break;
        found.push_back(rowsOf(lock));
    }
    return found;
}

std::string tableText(const Difference& difference)
{
    std::string text = fmt::format("{}\n\n\tA\tB\t{}\tunit", difference.verdict(), kChangeTitle);
    for (const std::string_view number : {"A", "B", "change"})
        text += fmt::format("\t{0}\t{0} low\t{0} high", number);
    text += '\n';
    for (const DifferenceRow& row : rowsOf(difference))
        text += lineOf(row);
    for (const LockRows& lock : lockRowsOf(difference, difference.locks.size())) {
        text += fmt::format("{}\t\t\t{}\n", io::forTabbedTable(lock.label), lock.change);
        for (const DifferenceRow& row : lock.rows)
            text += lineOf(row);
    }
    for (const std::string& sentence : difference.remarks)
        text += io::forTabbedTable("note: " + sentence) + '\n';
    return text;
}

} // namespace lockscope::recording
