// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/recording/difference.h"

#include "core/measure/ratio_text.h"
#include "core/measure/student.h"
#include "core/report/json.h"
#include "core/report/json_values.h"

#include <algorithm>
#include <limits>
#include <utility>

#include <fmt/format.h>

namespace lockscope::recording {

using Json = nlohmann::ordered_json;

namespace {

/// Live changes that came into force within a range: its figures are means over them.
std::size_t changesWithin(const Range& range)
{
    const auto& markers = range.recording->markers();
    return static_cast<std::size_t>(
        std::count_if(markers.begin(), markers.end(), [&range](const Marker& marker) {
            return marker.change.fallsInto({range.from, range.until});
        }));
}

/// What differs between where and by what both were measured.
void remarkOnSources(Difference& difference)
{
    const auto& a = difference.a.recording->header().source;
    const auto& b = difference.b.recording->header().source;
    const auto add = [&difference](std::string sentence) {
        difference.remarks.push_back(std::move(sentence));
    };
    if (a.provenance != b.provenance)
        add(fmt::format("A is {} and B is {}",
                        originName(a.provenance.origin),
                        originName(b.provenance.origin)));
    if (a.host.cpuModel != b.host.cpuModel || a.host.cpus != b.host.cpus)
        add("A and B are of different machines");
    else if (a.host.version != b.host.version || a.host.compiler != b.host.compiler
             || a.host.buildType != b.host.buildType)
        add("A and B are of different builds of Lockscope");
    for (const Range* range : {&difference.a, &difference.b})
        if (range->recording->problem()
            && (range == &difference.a || difference.b.recording != difference.a.recording))
            add(*range->recording->problem());
}

void remark(Difference& difference)
{
    remarkOnSources(difference);
    const auto add = [&difference](const std::vector<std::string>& sentences) {
        difference.remarks.insert(difference.remarks.end(), sentences.begin(), sentences.end());
    };
    add(remarksOn("A", difference.figuresA, changesWithin(difference.a)));
    add(remarksOn("B", difference.figuresB, changesWithin(difference.b)));
    add(remarksOnBoth(difference));
}

Json intervalJson(const std::optional<Interval>& interval)
{
    if (!interval)
        return nullptr;
    return {{"mean", interval->mean},
            {"low", report::orNull(interval->low)},
            {"high", report::orNull(interval->high)}};
}

Json estimateJson(const std::optional<BatchEstimate>& estimate,
                  double most = std::numeric_limits<double>::infinity())
{
    if (!estimate)
        return nullptr;
    Json json = intervalJson(intervalOf(*estimate, most));
    json["batches"] = estimate->batches;
    return json;
}

/// B - A of two shares; none where one is not known.
std::optional<Interval> shareDifference(const std::optional<BatchEstimate>& a,
                                        const std::optional<BatchEstimate>& b)
{
    return a && b ? std::optional(differenceOf(*a, *b, 1)) : std::nullopt;
}

Json shareJson(const std::optional<BatchEstimate>& a, const std::optional<BatchEstimate>& b)
{
    return {{"a", estimateJson(a, 1)},
            {"b", estimateJson(b, 1)},
            {"difference", intervalJson(shareDifference(a, b))}};
}

Json rangeJson(const Range& range, const RangeFigures& figures)
{
    const Recording& recording = *range.recording;
    Json config = Json::object();
    // In force at its end: a change within the range is the person's to avoid.
    for (const auto& [name, value] : recording.configAfter(recording.countUntil(range.until)))
        config[name] = value;
    return {{"file", recording.name()},
            {"from_s", secondsOf(range.from)},
            {"to_s", secondsOf(range.until)},
            {"snapshots", figures.snapshots},
            {"exact", figures.waitsExact},
            {"complete", recording.isComplete()},
            {"source", originName(recording.header().source.provenance.origin)},
            {"host", report::toJson(recording.header().source.host)},
            {"config", config},
            {"quality", report::toJson(figures.quality)}};
}

} // namespace

std::optional<Interval> ComparedFigures::ratio(Figure figure) const
{
    const auto& valueA = figuresA[figure];
    const auto& valueB = figuresB[figure];
    return valueA && valueB ? ratioOf(*valueA, *valueB) : std::nullopt;
}

std::optional<Interval> ComparedFigures::change(measure::State state) const
{
    return shareDifference(figuresA.states[static_cast<std::size_t>(state)],
                           figuresB.states[static_cast<std::size_t>(state)]);
}

std::string ComparedFigures::verdict() const
{
    const auto throughput = ratio(Figure::Throughput);
    const std::string verdict = measure::ratioVerdict(throughput);
    return measure::showsDifference(throughput) ? "B is " + verdict : verdict;
}

std::optional<bool> ComparedFigures::isSlowerBy(double share) const
{
    const auto throughput = ratio(Figure::Throughput);
    if (!throughput || !throughput->high)
        return std::nullopt;
    return *throughput->high < 1 - share;
}

std::vector<std::string> remarksOn(std::string_view name,
                                   const RangeFigures& figures,
                                   std::size_t changes)
{
    std::vector<std::string> remarks;
    if (figures.snapshots < measure::kMinSnapshots)
        remarks.push_back(fmt::format("{} has {} snapshot{}; fewer than {} give no interval",
                                      name,
                                      figures.snapshots,
                                      figures.snapshots == 1 ? "" : "s",
                                      measure::kMinSnapshots));
    if (changes > 0)
        remarks.push_back(fmt::format("{} holds {} live change{}: its figures are means over {}",
                                      name,
                                      changes,
                                      changes > 1 ? "s" : "",
                                      changes > 1 ? "all of them" : "before and after"));
    for (const std::string& warning : figures.quality.warnings)
        remarks.push_back(fmt::format("{}: {}", name, warning));
    return remarks;
}

std::vector<std::string> remarksOnBoth(const ComparedFigures& figures)
{
    if (figures.figuresA.waitsExact && figures.figuresB.waitsExact)
        return {};
    return {"waits were sampled"};
}

Difference compare(Range a, Range b)
{
    Difference difference;
    difference.a = std::move(a);
    difference.b = std::move(b);
    difference.figuresA = figuresOf(difference.a);
    difference.figuresB = figuresOf(difference.b);
    difference.locks = matched(lockFiguresOf(difference.a), lockFiguresOf(difference.b));
    remark(difference);
    return difference;
}

Json toJson(const Difference& difference)
{
    Json figures = Json::object();
    Json shares = Json::object();
    for (const measure::FigureRow& row : measure::figures())
        if (row.ofRange != nullptr && row.unit == measure::FigureUnit::Share)
            shares[std::string(row.id)] =
                shareJson(difference.figuresA[row.figure], difference.figuresB[row.figure]);
        else if (row.ofRange != nullptr)
            figures[std::string(row.id)] = {{"a", estimateJson(difference.figuresA[row.figure])},
                                            {"b", estimateJson(difference.figuresB[row.figure])},
                                            {"ratio", intervalJson(difference.ratio(row.figure))}};
    Json states = Json::object();
    for (const measure::State state : measure::kStates) {
        const auto s = static_cast<std::size_t>(state);
        states[std::string(stateName(state))] =
            shareJson(difference.figuresA.states[s], difference.figuresB.states[s]);
    }
    Json json{{"schema", "lockscope.diff/1"},
              {"a", rangeJson(difference.a, difference.figuresA)},
              {"b", rangeJson(difference.b, difference.figuresB)},
              {"ratio", intervalJson(difference.ratio(Figure::Throughput))},
              {"verdict", difference.verdict()},
              {"figures", figures}};
    json.update(shares);
    json.update(
        {{"states", states},
         {"confidence", measure::kConfidence},
         {"method",
          "batch means within each run; ratios by the delta method on their logarithm, with "
          "Welch's degrees of "
          "freedom"},
         {"remarks", difference.remarks}});
    const auto isProgram = [](const Range& range) {
        return range.recording->header().source.subject == measure::Subject::Program;
    };
    if (isProgram(difference.a) || isProgram(difference.b))
        json["locks"] = toJson(difference.locks);
    return json;
}

} // namespace lockscope::recording
