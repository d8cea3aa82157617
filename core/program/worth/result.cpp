// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/program/worth/result.h"

#include "core/measure/ratio_text.h"
#include "core/measure/student.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <utility>

namespace lockscope::program::worth {

namespace {

constexpr std::size_t kFewest = 3; // trials that make an interval

double meanOf(const std::vector<double>& values)
{
    return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

/// Of a mean; two values or more.
double standardErrorOf(const std::vector<double>& values)
{
    const double mean = meanOf(values);
    double squares = 0;
    for (const double value : values)
        squares += (value - mean) * (value - mean);
    const auto count = static_cast<double>(values.size());
    return std::sqrt(squares / (count - 1) / count);
}

std::optional<measure::Interval> intervalOf(const std::vector<double>& values, double level)
{
    if (values.empty())
        return std::nullopt;
    measure::Interval interval{meanOf(values)};
    if (values.size() >= kFewest) {
        const double half = measure::studentQuantile(level, static_cast<double>(values.size() - 1))
            * standardErrorOf(values);
        interval.low = interval.mean - half;
        interval.high = interval.mean + half;
    }
    return interval;
}

/// An increasing function of all that is known of a value.
template<class Function>
measure::Interval mapped(const measure::Interval& interval, const Function& function)
{
    measure::Interval out{function(interval.mean)};
    if (interval.low)
        out.low = function(*interval.low);
    if (interval.high)
        out.high = function(*interval.high);
    return out;
}

Swapped swappedOf(Substitute by, const std::vector<double>& logRatios, double level)
{
    Swapped swapped{by, logRatios.size(), intervalOf(logRatios, level)};
    if (swapped.ratio)
        swapped.ratio = mapped(*swapped.ratio, [](double x) { return std::exp(x); });
    return swapped;
}

/// Least squares through the origin, of a line and of a parabola, for one round.
struct Fit
{
    double line = 0;
    double slope = 0; ///< of the parabola at 0
    double bend = 0;
};

Fit fitOf(const std::vector<double>& x, const std::vector<double>& z)
{
    double xx = 0;
    double xxx = 0;
    double xxxx = 0;
    double xz = 0;
    double xxz = 0;
    for (std::size_t i = 0; i < x.size(); ++i) {
        xx += x[i] * x[i];
        xxx += x[i] * x[i] * x[i];
        xxxx += x[i] * x[i] * x[i] * x[i];
        xz += x[i] * z[i];
        xxz += x[i] * x[i] * z[i];
    }
    const double determinant = xx * xxxx - xxx * xxx;
    return {xz / xx, (xxxx * xz - xxx * xxz) / determinant, (xx * xxz - xxx * xz) / determinant};
}

/// Trials of one delay: by round, log ratios.
using ByRound = std::map<std::size_t, double>;

Lengthened lengthenedOf(const std::map<std::chrono::nanoseconds, ByRound>& delays, double level)
{
    Lengthened found;
    for (const auto& [delay, rounds] : delays) {
        Lengthened::At at{delay, rounds.size(), std::nullopt};
        std::vector<double> ratios;
        for (const auto& [round, ratio] : rounds)
            ratios.push_back(ratio);
        if (!ratios.empty())
            at.ratio = std::exp(meanOf(ratios));
        found.at.push_back(at);
    }
    if (found.at.size() < 2)
        return found;
    const auto unit = static_cast<double>(found.at.back().delay.count());
    std::vector<double> x;
    for (const Lengthened::At& at : found.at)
        x.push_back(static_cast<double>(at.delay.count()) / unit);
    std::vector<double> lines;
    std::vector<double> slopes;
    std::vector<double> bends;
    for (const auto& [round, ratio] : delays.begin()->second) {
        std::vector<double> z;
        for (const auto& [delay, rounds] : delays)
            if (const auto one = rounds.find(round); one != rounds.end())
                z.push_back(std::exp(-one->second) - 1); // time for a unit, and how much more
        if (z.size() != x.size())
            continue;
        const Fit fit = fitOf(x, z);
        lines.push_back(fit.line);
        slopes.push_back(fit.slope);
        bends.push_back(fit.bend);
    }
    found.rounds = lines.size();
    found.bent = bends.size() >= kFewest && meanOf(bends) > standardErrorOf(bends);
    found.slope = intervalOf(found.bent ? slopes : lines, level);
    if (found.slope)
        found.slope = mapped(*found.slope, [unit](double slope) { return slope / unit; });
    return found;
}

/// Of the best fix of one of those that were tried; 0 where there is none.
double worthOf(const std::vector<Fix>& fixes, std::size_t index)
{
    for (const Fix& fix : fixes)
        if (fix.tried == index)
            return *fix.gain.low;
    return 0;
}

/// Of all that is tried, what is surely worth something; best first.
std::vector<Fix> fixesOf(const std::vector<Tried>& tried)
{
    std::vector<Fix> fixes;
    for (std::size_t i = 0; i < tried.size(); ++i) {
        for (const Swapped& swapped : tried[i].swapped)
            if (swapped.ratio && swapped.ratio->low)
                fixes.push_back({i, swapped.by, *swapped.ratio});
        if (tried[i].lengthened.tookCpus || tried[i].lengthened.beyondHold)
            continue;
        const auto shorter = tried[i].shorterBy(kLessHold * tried[i].candidate.holdNs);
        if (shorter && shorter->low)
            fixes.push_back({i, std::nullopt, *shorter});
    }
    std::erase_if(fixes, [](const Fix& fix) { return *fix.gain.low < kLeastGain; });
    std::stable_sort(fixes.begin(), fixes.end(), [](const Fix& a, const Fix& b) {
        return *a.gain.low > *b.gain.low;
    });
    return fixes;
}

/// Whether more threads waited for a CPU with longer holds, by trials of all delays.
bool tookCpus(const std::vector<double>& preempted)
{
    constexpr double kLeast = 0.05; // threads
    constexpr double kErrors = 2; // standard ones: rather too often than a promise that is none
    return preempted.size() >= kFewest && meanOf(preempted) > kLeast
        && meanOf(preempted) > kErrors * standardErrorOf(preempted);
}

/// Whether a slope, per ns, is surely more than all of a hold.
bool isBeyond(const std::optional<measure::Interval>& slope, double holdNs)
{
    constexpr double kTolerance = 0.1; // of the hold, which is a mean of samples
    return slope && slope->low && *slope->low * holdNs > 1 + kTolerance;
}

/// In the order of candidates; so many comparisons hold together.
std::vector<Tried> triedOf(const Plan& plan, const Measured& measured, std::size_t comparisons)
{
    const double level =
        1 - (1 - measure::kConfidence) / static_cast<double>(std::max<std::size_t>(comparisons, 1));
    std::vector<std::vector<double>> ratios(plan.treatments.size());
    std::vector<ByRound> rounds(plan.treatments.size());
    std::vector<std::vector<double>> preempted(plan.candidates.size());
    for (const Trial& trial : measured.trials) {
        const Treatment& treatment = plan.treatments[trial.treatment];
        if (treatment.wanted.by == Substitute::Own)
            preempted[treatment.candidate].push_back(trial.preempted);
        ratios[trial.treatment].push_back(trial.logRatio());
        rounds[trial.treatment][trial.round] = trial.logRatio();
    }
    std::vector<Tried> all;
    for (std::size_t i = 0; i < plan.candidates.size(); ++i) {
        Tried& one = all.emplace_back();
        one.candidate = plan.candidates[i];
        std::map<std::chrono::nanoseconds, ByRound> delays;
        for (std::size_t t = 0; t < plan.treatments.size(); ++t) {
            const Treatment& treatment = plan.treatments[t];
            if (treatment.candidate != i)
                continue;
            if (treatment.wanted.by == Substitute::Own)
                delays[treatment.wanted.delay] = rounds[t];
            else
                one.swapped.push_back(swappedOf(treatment.wanted.by, ratios[t], level));
        }
        one.lengthened = lengthenedOf(delays, level);
        one.lengthened.tookCpus = tookCpus(preempted[i]);
        one.lengthened.beyondHold = isBeyond(one.lengthened.slope, one.candidate.holdNs);
        if (const auto why = measured.dropped.find(i); why != measured.dropped.end())
            one.dropped = why->second;
    }
    return all;
}

} // namespace

bool Swapped::isShown() const
{
    return measure::showsDifference(ratio);
}

bool Lengthened::isShown() const
{
    return !tookCpus && !beyondHold && slope && slope->low && slope->high
        && (*slope->low > 0 || *slope->high < 0);
}

std::optional<measure::Interval> Tried::shorterBy(double ns) const
{
    if (!lengthened.slope || candidate.holdNs <= 0)
        return std::nullopt;
    // No unit of progress consists of more than its holds.
    const double most = ns / candidate.holdNs;
    return mapped(*lengthened.slope,
                  [&](double slope) { return 1 / (1 - std::min(slope * ns, most)); });
}

Result resultOf(const Plan& plan, const Measured& measured, std::vector<LeftOut> leftOut)
{
    Result result;
    result.seed = plan.seed;
    result.settle = plan.settle;
    result.slice = measured.slice;
    result.seconds = measured.seconds;
    result.rounds = measured.rounds;
    result.ending = measured.ending;
    result.problem = measured.problem;
    result.leftOut = std::move(leftOut);
    std::vector<double> own;
    for (const Trial& trial : measured.trials)
        own.push_back((trial.before + trial.after) / 2);
    if (!own.empty())
        result.perSecond = meanOf(own);
    // A ratio for each substitute, and one slope for each lock.
    result.comparisons = plan.candidates.size() * kSubstitutes.size();
    std::vector<Tried> tried = triedOf(plan, measured, result.comparisons);
    result.fixes = fixesOf(tried);
    std::vector<std::size_t> order(tried.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return worthOf(result.fixes, a) > worthOf(result.fixes, b);
    });
    std::vector<std::size_t> placeOf(tried.size());
    for (const std::size_t candidate : order) {
        placeOf[candidate] = result.tried.size();
        result.tried.push_back(std::move(tried[candidate]));
    }
    for (Fix& fix : result.fixes)
        fix.tried = placeOf[fix.tried];
    for (const Trial& trial : measured.trials) {
        const Treatment& treatment = plan.treatments[trial.treatment];
        result.trials.push_back({placeOf[treatment.candidate], treatment.wanted, trial});
    }
    return result;
}

} // namespace lockscope::program::worth
