// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"
#include "app/cli/contenders.h"
#include "app/cli/interrupts.h"
#include "app/cli/joined_quality.h"
#include "app/cli/output.h"
#include "app/cli/progress_bar.h"
#include "app/cli/say.h"
#include "app/common/config_flags.h"
#include "app/common/number_flags.h"
#include "core/measure/host_facts.h"
#include "core/report/json.h"
#include "core/study/comparison.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include <fmt/format.h>

namespace lockscope::cli {

using Json = nlohmann::ordered_json;

namespace {

using measure::Figure;

/// The comparison at one number of workers.
struct ComparedPoint
{
    int workers = 0;
    study::Comparison comparison{};
};

struct CompareCommand
{
    explicit CompareCommand(CLI::App& command)
        : flags(command, contenderFlags())
    {
        command.add_option("--guards", guards, "ids of the guards, or 'all' that are available")
            ->type_name("LIST")
            ->delimiter(',')
            ->required();
        command
            .add_option(
                "--worker-counts", workerCounts, "compare at each of these (default: --workers)")
            ->type_name("LIST")
            ->delimiter(',')
            ->transform(common::between(1, lab::kMaxWorkers));
        command.add_option("--repeats", plan.repeats, "runs of each guard")
            ->type_name("N")
            ->capture_default_str()
            ->transform(common::between(1, study::kMaxRepeats));
        command.add_option("--seconds", seconds, "length of a run")
            ->type_name("S")
            ->capture_default_str()
            ->transform(common::between(0.01, 3600.0));
        command.add_option("--seed", plan.seed, "of the order of the runs")
            ->type_name("N")
            ->transform(common::seedNumber())
            ->capture_default_str();
        command.add_flag("--markdown", markdown, "print one table for a README");
        output.addTo(command, "compare");
    }

    void run();
    void prepare();
    [[nodiscard]] ComparedPoint compareAt(int workers, std::size_t index) const;
    static void print(const ComparedPoint& point);
    static void printMarkdown(const std::vector<ComparedPoint>& points);
    [[nodiscard]] nlohmann::ordered_json json(const std::vector<ComparedPoint>& points) const;

    common::ConfigFlags flags;
    std::vector<std::string> guards;
    std::vector<int> workerCounts;
    study::ComparisonPlan plan;
    double seconds = 0.5;
    bool markdown = false;
    Output output;
    ProgressBar bar;
};

/// Of the comparisons at all numbers of workers.
measure::Quality qualityOf(const std::vector<ComparedPoint>& points)
{
    std::vector<QualityAt> each;
    each.reserve(points.size());
    for (const ComparedPoint& point : points)
        each.push_back({point.workers, point.comparison.quality()});
    return joined(each);
}

void CompareCommand::prepare()
{
    if (const auto given = flags.takeOut("guard"))
        throw lab::ConfigError("guard", *given, "--guards LIST, or --guards all");
    plan.contenders = contendersOf(guards, flags.takeOut("fast-path").value_or("off"));
    plan.config = flags.over(lab::defaultConfig());
    plan.length = std::chrono::milliseconds(static_cast<std::int64_t>(seconds * 1000));
    if (workerCounts.empty())
        workerCounts = {plan.config.workers};
    study::validate(plan);
}

ComparedPoint CompareCommand::compareAt(int workers, std::size_t index) const
{
    study::ComparisonPlan here = plan;
    here.config.workers = workers;
    const auto progress = [&](double share, const study::Contender& now) {
        bar.show(fmt::format("{} worker{}, {}{}",
                             workers,
                             workers == 1 ? "" : "s",
                             now.guard,
                             now.fastPath ? " (fast)" : ""),
                 (static_cast<double>(index) + share) / static_cast<double>(workerCounts.size()));
        return !interrupted();
    };
    return {.workers = workers, .comparison = study::compare(here, progress)};
}

void CompareCommand::run()
{
    prepare();
    const InterruptWatch watch;
    std::vector<ComparedPoint> points;
    for (std::size_t i = 0; i < workerCounts.size() && !interrupted(); ++i)
        points.push_back(compareAt(workerCounts[i], i));
    bar.clear();
    if (points.front().comparison.rounds == 0)
        throw std::runtime_error(
            "interrupted before the first round was done; nothing was written");
    if (points.back().comparison.rounds == 0)
        points.pop_back(); // interrupted there: nothing to show of so many workers
    if (output.forPeople()) {
        if (markdown)
            printMarkdown(points);
        else
            for (const ComparedPoint& point : points)
                print(point);
    }
    output.write(json(points));
}

std::string figureText(const study::ComparedGuard& guard, const measure::FigureRow& row)
{
    const auto& estimate = guard[row.figure];
    if (row.ofRange != nullptr)
        return textOf(estimate,
                      [&row](double value) { return report::figureText(row.unit, value); });
    // What only a whole run tells, the longest of it for one, varies too much for a ±.
    return estimate ? report::figureText(row.unit, estimate->mean) : "-";
}

void CompareCommand::print(const ComparedPoint& point)
{
    say("{} worker{}, {} run{} of each, 95 % confidence intervals\n",
        point.workers,
        point.workers == 1 ? "" : "s",
        point.comparison.rounds,
        point.comparison.rounds == 1 ? "" : "s");
    std::string head = fmt::format("{:<28}", "guard");
    for (const measure::FigureRow& row : measure::figures())
        if (row.ofComparison)
            head += fmt::format(" {:>17}", row.heading);
    say("{}\n", head);
    for (const study::ComparedGuard& guard : point.comparison.guards) {
        std::string line = fmt::format("{:<28}", nameOf(guard.contender));
        for (const measure::FigureRow& row : measure::figures())
            if (row.ofComparison)
                line += fmt::format(" {:>17}", figureText(guard, row));
        say("{}{}\n", line, guard.waitsExact ? "" : "  waits sampled");
    }
    if (const std::string line = measure::qualityLine(point.comparison.quality()); !line.empty())
        say("{}\n", line);
    say("\n");
}

void CompareCommand::printMarkdown(const std::vector<ComparedPoint>& points)
{
    std::string head = "| guard |";
    std::string line = "| --- |";
    for (const ComparedPoint& point : points) {
        head += fmt::format(" {} worker{}: {} | {} |",
                            point.workers,
                            point.workers == 1 ? "" : "s",
                            measure::rowOf(Figure::Throughput).heading,
                            measure::rowOf(Figure::CpuPerCall).heading);
        line += " --- | --- |";
    }
    say("{}\n{}\n", head, line);
    for (std::size_t i = 0; i < points.front().comparison.guards.size(); ++i) {
        std::string row =
            fmt::format("| `{}` |", nameOf(points.front().comparison.guards[i].contender));
        for (const ComparedPoint& point : points) {
            const study::ComparedGuard& guard = point.comparison.guards[i];
            row += fmt::format(" {} | {} |",
                               textOf(guard[Figure::Throughput], &scaled),
                               guard[Figure::CpuPerCall] ? duration(guard[Figure::CpuPerCall]->mean)
                                                         : "-");
        }
        say("{}\n", row);
    }
}

nlohmann::ordered_json CompareCommand::json(const std::vector<ComparedPoint>& points) const
{
    Json list = Json::array();
    bool complete = points.size() == workerCounts.size();
    for (const ComparedPoint& point : points) {
        complete = complete && point.comparison.complete();
        for (const study::ComparedGuard& guard : point.comparison.guards) {
            Json entry{{"guard", guard.contender.guard},
                       {"fast_path", guard.contender.fastPath},
                       {"workers", point.workers},
                       {"rounds", point.comparison.rounds},
                       {"exact", guard.waitsExact},
                       {"quality", report::toJson(guard.quality)}};
            for (const measure::FigureRow& row : measure::figures()) {
                if (!row.ofComparison)
                    continue;
                const auto& estimate = guard[row.figure];
                const auto orNull = [](const std::optional<double>& value) {
                    return value ? Json(*value) : Json();
                };
                entry[std::string(row.id)] = estimate ? Json{{"mean", estimate->mean},
                                                             {"low", orNull(estimate->low)},
                                                             {"high", orNull(estimate->high)},
                                                             {"runs", estimate->runs}}
                                                      : Json();
            }
            list.push_back(entry);
        }
    }
    return {{"schema", "lockscope.compare/1"},
            {"host", report::toJson(measure::readHostFacts())},
            {"config", report::toJson(plan.config)},
            {"repeats", plan.repeats},
            {"seconds", seconds},
            {"seed", plan.seed},
            {"complete", complete},
            {"quality", report::toJson(qualityOf(points))},
            {"guards", list}};
}

} // namespace

void addCompareCommand(CLI::App& app)
{
    CLI::App* command = app.add_subcommand(
        "compare", "run guards one after another at the same settings, interleaved and repeated");
    auto shared = std::make_shared<CompareCommand>(*command);
    command->callback([shared] { shared->run(); });
}

} // namespace lockscope::cli
