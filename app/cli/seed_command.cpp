// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"
#include "app/cli/output.h"
#include "app/cli/progress_bar.h"
#include "app/cli/run_lab.h"
#include "app/cli/say.h"
#include "core/export/json.h"
#include "core/lab/flag_range.h"
#include "core/lab/lab_config.h"

#include <CLI/CLI.hpp>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <vector>

#include <fmt/format.h>

namespace lockscope::cli {

using Json = nlohmann::ordered_json;

namespace {

/// The published experiment (Go issue and CL 505455): 8 workers, 10,000,000 tasks, go1.20.5 against
/// the same with the change.
constexpr std::uint64_t kPublishedTasks = 10'000'000;
constexpr int kPublishedWorkers = 8;
constexpr double kPublishedMutexMs = 2687;
constexpr double kPublishedFastPathMs = 1706;
constexpr double kPublishedRatio = kPublishedMutexMs / kPublishedFastPathMs;

struct SeedPoint
{
    int workers = 0;
    measure::RunSummary mutex {};
    measure::RunSummary fastPath {};

    [[nodiscard]] double ratio() const { return elapsedMs(mutex) / elapsedMs(fastPath); }

    /// The published one for as many workers; none for other numbers.
    [[nodiscard]] std::optional<double> publishedRatio() const
    {
        return workers == kPublishedWorkers ? std::optional(kPublishedRatio) : std::nullopt;
    }

    static double elapsedMs(const measure::RunSummary& summary)
    {
        return std::chrono::duration<double, std::milli>(summary.elapsed).count();
    }
};

struct SeedCommand
{
    explicit SeedCommand(CLI::App& command)
    {
        command.add_option("--tasks", tasks, "tasks in each run")
            ->type_name("N")
            ->capture_default_str()
            ->check(lab::between(std::uint64_t {1}, std::uint64_t {1} << 40U));
        command.add_option("--workers", workers, "worker counts, in order")
            ->type_name("LIST")
            ->delimiter(',')
            ->capture_default_str()
            ->check(lab::between(1, lab::kMaxWorkers));
        command.add_option("--cpus", cpus, "CPUs that the workers may use")
            ->type_name("N")
            ->capture_default_str()
            ->check(lab::between(1, lab::availableCpus()));
        output.addTo(command);
    }

    void run() const;
    [[nodiscard]] measure::RunSummary runOne(int workerCount, bool fastPath, double before) const;
    void print(const std::vector<SeedPoint>& points) const;
    [[nodiscard]] nlohmann::ordered_json json(const std::vector<SeedPoint>& points) const;

    std::uint64_t tasks = kPublishedTasks;
    std::vector<int> workers {1, 2, 4, kPublishedWorkers};
    int cpus = lab::availableCpus();
    Output output;
    ProgressBar bar;
};

lab::LabConfig seedConfig(int cpus, int workers, bool fastPath)
{
    lab::LabConfig config = lab::defaultConfig();
    config.cpus = cpus;
    config.workers = workers;
    config.fastPath = fastPath;
    // As the original: Go's scheduler places its threads where it likes.
    config.placement = lab::Placement::None;
    config.taskSource = workload::TaskSourceKind::Channel;
    config.padding = false; // Go pads neither
    return config;
}

measure::RunSummary SeedCommand::runOne(int workerCount, bool fastPath, double before) const
{
    const auto progress = [&](double share, std::uint64_t) {
        const double perRun = 1.0 / (2.0 * static_cast<double>(workers.size()));
        bar.show(fmt::format("{} worker{}, {}", workerCount, workerCount == 1 ? "" : "s",
                             fastPath ? "fast path" : "mutex"),
                 before + share * perRun);
    };
    const measure::RunSummary summary
        = runLab(seedConfig(cpus, workerCount, fastPath), {.tasks = tasks}, {.measureProbeCost = false, .tasks = {}}, progress);
    if (interrupted()) {
        bar.clear();
        throw std::runtime_error("interrupted before all runs were done; nothing was written");
    }
    return summary;
}

void SeedCommand::run() const
{
    std::vector<SeedPoint> points;
    for (const int count : workers) {
        const double done = static_cast<double>(points.size()) / double(workers.size());
        SeedPoint point {.workers = count};
        point.mutex = runOne(count, false, done);
        point.fastPath = runOne(count, true, done + 0.5 / double(workers.size()));
        points.push_back(std::move(point));
    }
    bar.clear();
    if (output.forPeople())
        print(points);
    output.write(json(points));
}

void SeedCommand::print(const std::vector<SeedPoint>& points) const
{
    say("{} tasks from one shared channel, {} CPU{}\n\n", tasks, cpus, cpus == 1 ? "" : "s");
    say("{:>8} {:>12} {:>14} {:>8} {:>10} {:>16} {:>12}\n",
        "workers",
        "mutex ms",
        "fast path ms",
        "ratio",
        "published",
        "wait a pass",
        "contended");
    for (const SeedPoint& point : points) {
        const measure::Totals& totals = point.mutex.totals;
        const auto published = point.publishedRatio();
        say("{:>8} {:>12.0f} {:>14.0f} {:>8.3f} {:>10} {:>16} {:>10.1f} %\n",
            point.workers,
            SeedPoint::elapsedMs(point.mutex),
            SeedPoint::elapsedMs(point.fastPath),
            point.ratio(),
            published ? fmt::format("{:.3f}", *published) : "-",
            duration(point.mutex.waits.mean),
            100.0 * static_cast<double>(totals.contended) / static_cast<double>(totals.passes));
    }
    say("\npublished: {} workers, {} tasks, {:.0f} ms and {:.0f} ms, ratio {:.3f}\n",
        kPublishedWorkers,
        kPublishedTasks,
        kPublishedMutexMs,
        kPublishedFastPathMs,
        kPublishedRatio);
    say("(two Go versions on a machine of its own: their difference is not the guard's "
        "alone)\n");
}

nlohmann::ordered_json SeedCommand::json(const std::vector<SeedPoint>& points) const
{
    Json list = Json::array();
    for (const SeedPoint& point : points)
        list.push_back({{"workers", point.workers},
                        {"ratio", point.ratio()},
                        {"published_ratio", point.publishedRatio() ? Json(kPublishedRatio) : Json()},
                        {"mutex", exporting::toJson(point.mutex,
                                                    seedConfig(cpus, point.workers, false))},
                        {"fast_path", exporting::toJson(point.fastPath,
                                                        seedConfig(cpus, point.workers, true))}});
    return {{"schema", "lockscope.seed/1"},
            {"tasks", tasks},
            {"cpus", cpus},
            {"published",
             {{"workers", kPublishedWorkers},
              {"tasks", kPublishedTasks},
              {"mutex_ms", kPublishedMutexMs},
              {"fast_path_ms", kPublishedFastPathMs},
              {"ratio", kPublishedRatio}}},
            {"points", list}};
}

} // namespace

void addSeedCommand(CLI::App& app)
{
    CLI::App* command
        = app.add_subcommand("seed", "run the published experiment: both guards, by worker count");
    auto shared = std::make_shared<SeedCommand>(*command);
    command->callback([shared] { shared->run(); });
}

} // namespace lockscope::cli
