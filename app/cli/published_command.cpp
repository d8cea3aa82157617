// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"
#include "app/cli/interrupts.h"
#include "app/cli/joined_quality.h"
#include "app/cli/output.h"
#include "app/cli/progress_bar.h"
#include "app/cli/run_lab.h"
#include "app/cli/say.h"
#include "app/common/number_flags.h"
#include "core/lab/lab_config.h"
#include "core/measure/student.h"
#include "core/report/json.h"
#include "core/report/json_values.h"
#include "core/study/comparison.h"
#include "core/study/published.h"

#include <CLI/CLI.hpp>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

namespace lockscope::cli {

using Json = nlohmann::ordered_json;

namespace {

/// The published experiment (Go issue and CL 505455): 8 workers, 10,000,000 tasks, go1.20.5 against
/// the same with the change.
constexpr std::uint64_t kPublishedTasks = 10'000'000;
constexpr double kPublishedMutexMs = 2687;
constexpr double kPublishedFastPathMs = 1706;
constexpr double kPublishedRatio = kPublishedMutexMs / kPublishedFastPathMs;

/// The published ratio for as many workers; none for other numbers.
std::optional<double> publishedRatio(int workers)
{
    return workers == study::kPublishedWorkers ? std::optional(kPublishedRatio) : std::nullopt;
}

double elapsedMs(const measure::RunSummary& summary)
{
    return std::chrono::duration<double, std::milli>(summary.elapsed).count();
}

struct PublishedCommand
{
    explicit PublishedCommand(CLI::App& command)
    {
        command.add_option("--tasks", tasks, "tasks for each guard")
            ->type_name("N")
            ->capture_default_str()
            ->transform(common::between(std::uint64_t{1}, std::uint64_t{1} << 40U));
        command.add_option("--workers", workers, "worker counts, in order")
            ->type_name("LIST")
            ->delimiter(',')
            ->capture_default_str()
            ->transform(common::between(1, lab::kMaxWorkers));
        command.add_option("--cpus", cpus, "CPUs that the workers may use")
            ->type_name("N")
            ->capture_default_str()
            ->transform(common::between(1, lab::availableCpus()));
        output.addTo(command, "published");
    }

    void run() const;
    [[nodiscard]] study::PublishedPoint runAt(int workerCount, std::size_t index) const;
    void print(const std::vector<study::PublishedPoint>& points) const;
    [[nodiscard]] Json json(const std::vector<study::PublishedPoint>& points) const;

    std::uint64_t tasks = kPublishedTasks;
    std::vector<int> workers{1, 2, 4, study::kPublishedWorkers};
    int cpus = lab::availableCpus();
    Output output;
    ProgressBar bar;
};

study::PublishedPoint PublishedCommand::runAt(int workerCount, std::size_t index) const
{
    const auto progress = [&](double share, bool fastPath) {
        bar.show(fmt::format("{} worker{}, {}",
                             workerCount,
                             workerCount == 1 ? "" : "s",
                             fastPath ? "fast path" : "mutex"),
                 (static_cast<double>(index) + share) / static_cast<double>(workers.size()));
        return !interrupted();
    };
    auto point = study::runPublished(study::publishedConfig(cpus, workerCount), tasks, progress);
    if (!point) {
        bar.clear();
        throw std::runtime_error("interrupted before all runs were done; nothing was written");
    }
    return std::move(*point);
}

void PublishedCommand::run() const
{
    const InterruptWatch watch;
    std::vector<study::PublishedPoint> points;
    for (std::size_t i = 0; i < workers.size(); ++i)
        points.push_back(runAt(workers[i], i));
    bar.clear();
    if (output.forPeople())
        print(points);
    output.write(json(points));
}

/// Of both guards at all numbers of workers.
measure::Quality qualityOf(const std::vector<study::PublishedPoint>& points)
{
    std::vector<QualityAt> each;
    each.reserve(points.size());
    for (const study::PublishedPoint& point : points)
        each.push_back(
            {point.config.workers,
             study::qualityOf({point.mutex.quality, point.fastPath.quality}, point.config)});
    return joined(each);
}

std::string ratioText(const measure::Interval& ratio)
{
    if (!ratio.low || !ratio.high)
        return fmt::format("{:.3f} (unknown)", ratio.mean);
    return fmt::format("{:.3f} ({:.3f}-{:.3f})", ratio.mean, *ratio.low, *ratio.high);
}

std::string contendedText(const measure::Totals& totals)
{
    if (totals.passes == 0)
        return "unknown";
    return report::percent(
        static_cast<double>(totals.contended) / static_cast<double>(totals.passes), 2);
}

void PublishedCommand::print(const std::vector<study::PublishedPoint>& points) const
{
    say("{} tasks for each guard from one shared channel, {} CPU{}; slices of both in turn, ratios "
        "with "
        "95 % confidence intervals\n\n",
        tasks,
        cpus,
        cpus == 1 ? "" : "s");
    say("{:>8} {:>10} {:>13} {:>21} {:>10} {:>12} {:>10}  {}\n",
        "workers",
        "mutex ms",
        "fast path ms",
        "ratio",
        "published",
        "wait a pass",
        "contended",
        "verdict");
    for (const study::PublishedPoint& point : points) {
        const auto published = publishedRatio(point.config.workers);
        say("{:>8} {:>10.0f} {:>13.0f} {:>21} {:>10} {:>12} {:>10}  {}\n",
            point.config.workers,
            elapsedMs(point.mutex),
            elapsedMs(point.fastPath),
            ratioText(point.ratio),
            published ? fmt::format("{:.3f}", *published) : "-",
            duration(point.mutex.waits.mean),
            contendedText(point.mutex.totals),
            study::verdictOf(point));
    }
    say("\npublished: {} workers, {} tasks, {:.0f} ms and {:.0f} ms, ratio {:.3f}\n",
        study::kPublishedWorkers,
        kPublishedTasks,
        kPublishedMutexMs,
        kPublishedFastPathMs,
        kPublishedRatio);
    say("(two Go versions on a machine of its own, one run each: their difference is not the "
        "guard's alone, "
        "and how well it is known was not said)\n");
    if (const std::string line = measure::qualityLine(qualityOf(points)); !line.empty())
        say("\n{}\n", line);
}

Json ratioJson(const study::PublishedPoint& point)
{
    return {{"mean", point.ratio.mean},
            {"low", report::orNull(point.ratio.low)},
            {"high", report::orNull(point.ratio.high)},
            {"slices", point.slices}};
}

Json PublishedCommand::json(const std::vector<study::PublishedPoint>& points) const
{
    Json list = Json::array();
    for (const study::PublishedPoint& point : points) {
        const auto published = publishedRatio(point.config.workers);
        lab::LabConfig fast = point.config;
        fast.fastPath = true;
        list.push_back({{"workers", point.config.workers},
                        {"ratio", ratioJson(point)},
                        {"verdict", study::verdictOf(point)},
                        {"published_ratio", report::orNull(published)},
                        {"mutex", report::toJson(point.mutex, point.config)},
                        {"fast_path", report::toJson(point.fastPath, fast)}});
    }
    return {{"schema", "lockscope.published/1"},
            {"tasks", tasks},
            {"cpus", cpus},
            {"confidence", measure::kConfidence},
            {"quality", report::toJson(qualityOf(points))},
            {"published",
             {{"workers", study::kPublishedWorkers},
              {"tasks", kPublishedTasks},
              {"mutex_ms", kPublishedMutexMs},
              {"fast_path_ms", kPublishedFastPathMs},
              {"ratio", kPublishedRatio}}},
            {"points", list}};
}

} // namespace

void addPublishedCommand(CLI::App& app)
{
    CLI::App* command = app.add_subcommand(
        "published", "run the published experiment: both guards, by worker count");
    command->alias("seed"); // its name until it had this one
    auto shared = std::make_shared<PublishedCommand>(*command);
    command->callback([shared] { shared->run(); });
}

} // namespace lockscope::cli
