// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/text_fit.h"
#include "core/measure/ratio_text.h"
#include "core/program/worth/result.h"
#include "core/report/quantity_text.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace lockscope::program::worth {

namespace {

std::string fit(const std::string& text)
{
    return io::forTerminal(text);
}

/// How much of a hold is spoken of: no more than a fifth of it.
struct Unit
{
    double ns = 0;
    std::string_view name;
};

Unit unitFor(double holdNs)
{
    constexpr std::array kUnits{Unit{1e6, "millisecond"},
                                Unit{1e5, "100 us"},
                                Unit{1e4, "10 us"},
                                Unit{1e3, "microsecond"},
                                Unit{100, "100 ns"}};
    for (const Unit& unit : kUnits)
        if (unit.ns <= holdNs / 5)
            return unit;
    return {10, "10 ns"};
}

/// "+3 % (2-4)", of ratios.
std::string percentText(const measure::Interval& ratio)
{
    const auto percent = [](double value) { return 100 * (value - 1); };
    const double mean = percent(ratio.mean);
    const double low = percent(*ratio.low);
    const double high = percent(*ratio.high);
    // As fine as the interval is wide, and an end that is not 0 does not read as 0.
    int decimals = high - low >= 10 ? 0 : high - low >= 1 ? 1 : 2;
    constexpr int kMost = 6;
    while (decimals < kMost
           && std::min(std::abs(low), std::abs(high)) < 0.5 * std::pow(10, -decimals))
        ++decimals;
    return fmt::format("{:+.{}f} % ({:.{}f}{}{:.{}f})",
                       mean,
                       decimals,
                       low,
                       decimals,
                       low < 0 || high < 0 ? " to " : "-",
                       high,
                       decimals);
}

std::string shorterText(const Tried& tried)
{
    const Unit unit = unitFor(tried.candidate.holdNs);
    const auto gain = tried.shorterBy(unit.ns);
    return fmt::format(
        "each {} less under it {}", unit.name, gain ? percentText(*gain) : std::string("unknown"));
}

std::string endingText(const Result& result)
{
    switch (result.ending) {
    case Ending::TimeIsUp:
        break;
    case Ending::Stopped:
        return "Stopped: this is of what was measured until then.\n";
    case Ending::ProgramEnded:
        return "The program ended: this is of what was measured until then.\n";
    case Ending::Problem:
        return fit(result.problem) + "\n";
    }
    return {};
}

/// What it takes to believe the figures.
std::string footnote(const Result& result)
{
    std::string text = fmt::format(
        "Intervals hold with 95 % for all {} comparisons together. Own locks stood between any two "
        "slices of {:.0f} ms; order by seed {}.\n",
        result.comparisons,
        1e3 * result.slice,
        result.seed);
    if (std::any_of(result.tried.begin(), result.tried.end(), [](const Tried& tried) {
            return tried.lengthened.isShown();
        }))
        text += "What less time under a lock is worth is the slope of what more time cost: true of "
                "a little, no promise for much.\n";
    if (!result.counterChosen)
        text += "Progress is that lock's own acquisitions, as nothing else was chosen: a fair "
                "count only where each piece of work takes it equally often.\n";
    return text;
}

/// The page, with something after what it is of.
std::string textOf(const Result& result, const std::string& headline)
{
    std::string text = fmt::format("{} (pid {}): {:.1f} s, {} round{}, {} trials",
                                   fit(result.command),
                                   result.pid,
                                   result.seconds,
                                   result.rounds,
                                   result.rounds == 1 ? "" : "s",
                                   result.trials.size());
    if (result.perSecond)
        text +=
            fmt::format("; {} {} a second", report::scaled(*result.perSecond), fit(result.counter));
    text += '\n' + endingText(result) + headline;
    if (!result.tried.empty() || !result.leftOut.empty())
        text += '\n';
    for (std::size_t i = 0; i < result.tried.size(); ++i)
        text += fmt::format("{:>3}. {}\n", i + 1, fit(lineOf(result.tried[i])));
    for (const LeftOut& lock : result.leftOut)
        text += fmt::format("   - {}: not tried, {}\n", fit(lock.site), fit(lock.why));
    if (!result.trials.empty())
        text += '\n' + footnote(result);
    return text;
}

} // namespace

std::string lineOf(const Tried& tried)
{
    std::vector<const Swapped*> shown;
    std::vector<std::string_view> rest;
    for (const Swapped& swapped : tried.swapped)
        if (swapped.isShown())
            shown.push_back(&swapped);
        else
            rest.push_back(substituteName(swapped.by));
    std::sort(shown.begin(), shown.end(), [](const Swapped* a, const Swapped* b) {
        return a->ratio->mean > b->ratio->mean;
    });
    std::string text = tried.candidate.site;
    if (tried.candidate.locks > 1)
        text += fmt::format(" ({} locks)", tried.candidate.locks);
    std::vector<std::string> parts;
    std::vector<std::string> swaps;
    swaps.reserve(shown.size());
    for (const Swapped* swapped : shown)
        swaps.push_back(fmt::format(
            "{} {}", substituteName(swapped->by), measure::ratioText(*swapped->ratio).whole()));
    if (!swaps.empty())
        parts.push_back(fmt::format("{}", fmt::join(swaps, ", ")));
    if (tried.lengthened.isShown())
        parts.push_back(shorterText(tried));
    if (parts.empty())
        parts.emplace_back("nothing shown");
    else if (!rest.empty())
        parts.push_back(fmt::format("nothing shown: {}", fmt::join(rest, ", ")));
    if (tried.lengthened.tookCpus)
        parts.emplace_back("longer holds took CPUs from other threads, so they show nothing");
    if (tried.lengthened.beyondHold)
        parts.emplace_back("longer holds cost more than its holds seem to last, so they show "
                           "nothing: how long they are is not known well");
    if (tried.dropped)
        parts.push_back("not tried to the end: " + *tried.dropped);
    return fmt::format("{}: {}", text, fmt::join(parts, "; "));
}

std::string headlineOf(const Result& result)
{
    if (result.tried.empty())
        return "No lock was waited for that could be tried.";
    if (result.fixes.empty())
        return result.rounds < 3 && result.ending != Ending::TimeIsUp
            ? "Nothing is shown: there was not time enough."
            : "Nothing is shown that would be worth 1 % or more.";
    const Fix& best = result.fixes.front();
    const std::string& site = result.tried[best.tried].candidate.site;
    const std::string gain = measure::ratioText(best.gain).whole();
    if (best.by)
        return fmt::format(
            "Worth most: {} in front of {}, {}.", substituteName(*best.by), site, gain);
    return fmt::format(
        "Worth most: less time under {}; a quarter less of each hold, {}.", site, gain);
}

std::string toText(const Result& result)
{
    return textOf(result, fit(headlineOf(result)) + '\n');
}

std::string pageOf(const Result& result)
{
    return textOf(result, {});
}

} // namespace lockscope::program::worth
