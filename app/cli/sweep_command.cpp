// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"
#include "app/cli/contenders.h"
#include "app/cli/interrupts.h"
#include "app/cli/output.h"
#include "app/cli/progress_bar.h"
#include "app/cli/sweep_checkpoint.h"
#include "app/cli/sweep_text.h"
#include "app/common/config_flags.h"
#include "app/common/number_flags.h"
#include "core/io/output_file.h"
#include "core/measure/host_facts.h"
#include "core/report/sweep_csv.h"
#include "core/report/sweep_json.h"
#include "core/study/cpu_list.h"
#include "core/study/sweep.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include <fmt/format.h>

namespace lockscope::cli {

namespace {

struct SweepCommand
{
    explicit SweepCommand(CLI::App& command);

    void run();
    [[nodiscard]] study::SweepPlan planOver(const study::SweepPlan& base);
    void takeGuards(study::SweepPlan& plan);
    void takeCpus(study::SweepPlan& plan);
    void refuseAnotherExperiment(const study::SweepPlan& plan,
                                 const study::SweepPlan& earlier) const;
    void write(const study::Sweep& sweep) const;

    common::ConfigFlags flags;
    std::vector<std::string> guards;
    std::optional<int> workersPerCpu{};
    std::optional<int> repeats{};
    std::optional<int> maxRepeats{};
    std::optional<double> tolerance{};
    std::optional<double> seconds{};
    std::optional<std::uint64_t> seed{};
    std::string resume;
    std::string csv;
    Output output;
    ProgressBar bar;
};

/// --help for the flags of an experiment that a sweep reads in a way of its own.
std::map<std::string, common::FlagHelp> sweepFlags()
{
    auto flags = contenderFlags();
    flags["cpus"] = {"LIST",
                     fmt::format("CPU counts, 1 to {}: 1,2,4 or 1-8 or 2-16:2 [a few, up to all]",
                                 lab::availableCpus())};
    flags["workers"] = {"N",
                        fmt::format("workers at every number of CPUs, 1 to {} [--workers-per-cpu]",
                                    lab::kMaxWorkers)};
    return flags;
}

SweepCommand::SweepCommand(CLI::App& command)
    : flags(command, sweepFlags())
{
    const study::SweepPlan usual;
    command.add_option("--guards", guards, "ids of the guards, or 'all' that are available")
        ->type_name("LIST")
        ->delimiter(',');
    command
        .add_option("--workers-per-cpu",
                    workersPerCpu,
                    "workers on each CPU, unless --workers is given [1]")
        ->type_name("N")
        ->transform(common::between(1, lab::kMaxWorkers));
    command
        .add_option(
            "--repeats", repeats, fmt::format("runs of each point at least [{}]", usual.repeats))
        ->type_name("N")
        ->transform(common::between(1, study::kMaxRepeats));
    command
        .add_option(
            "--max-repeats",
            maxRepeats,
            "and at most, where intervals stay wide [three times --repeats; 1 with --repeats 1]")
        ->type_name("N")
        ->transform(common::between(1, study::kMaxRepeats));
    command
        .add_option(
            "--tolerance",
            tolerance,
            fmt::format(
                "half the 95 % interval of throughput that is tight enough, as a share of it [{}]",
                usual.tolerance))
        ->type_name("SHARE")
        ->transform(common::between(study::kTightest, study::kLoosest));
    command.add_option("--seconds", seconds, "length of a run [0.5]")
        ->type_name("S")
        ->transform(common::between(0.01, 3600.0));
    command.add_option("--seed", seed, fmt::format("of the order of the runs [{}]", usual.seed))
        ->type_name("N")
        ->transform(common::seedNumber());
    output
        .reads(command.add_option("--resume",
                                  resume,
                                  "go on from the JSON of an earlier sweep, - for standard input; "
                                  "flags not given are its"),
               true)
        ->type_name("FILE|-");
    output
        .writes(command.add_option(
                    "--csv", csv, "write the points as CSV to a file, - for standard output"),
                [](std::string_view beginning) {
                    return beginning.starts_with(report::kSweepCsvBeginning);
                })
        ->type_name("FILE|-");
    command.footer("Ctrl-C ends the sweep and keeps the runs that are done. The file of --json is "
                   "brought up to date every few\nseconds, so that after a crash --resume goes on "
                   "from there.");
    output.addTo(command, "sweep");
}

void SweepCommand::takeGuards(study::SweepPlan& plan)
{
    if (const auto given = flags.takeOut("guard"))
        throw lab::ConfigError("guard", *given, "--guards LIST, or --guards all");
    const auto fastPath = flags.takeOut("fast-path");
    if (guards.empty() && (resume.empty() || fastPath))
        throw lab::ConfigError("guards", "''", "ids that the guards command lists, or all");
    if (!guards.empty())
        plan.contenders = contendersOf(guards, fastPath.value_or("off"));
}

void SweepCommand::takeCpus(study::SweepPlan& plan)
{
    const int most = lab::availableCpus();
    if (const auto list = flags.takeOut("cpus"))
        plan.cpus = study::parseCpuList(*list, most);
    else if (plan.cpus.empty())
        plan.cpus = study::usualCpuCounts(most);
    if (const auto workers = flags.takeOut("workers")) {
        if (workersPerCpu)
            throw lab::ConfigError(
                "workers-per-cpu", fmt::format("{}", *workersPerCpu), "nothing beside --workers");
        plan.workers = lab::configFromTexts({{"workers", *workers}}, lab::defaultConfig()).workers;
    }
    if (workersPerCpu) {
        plan.workers.reset();
        plan.workersPerCpu = *workersPerCpu;
    }
}

/// `base` with what was given.
study::SweepPlan SweepCommand::planOver(const study::SweepPlan& base)
{
    study::SweepPlan plan = base;
    takeGuards(plan);
    takeCpus(plan);
    plan.config = flags.over(base.config);
    if (repeats) {
        constexpr int kTimes = 3;
        plan.repeats = *repeats;
        plan.maxRepeats = *repeats == 1 ? 1 : std::min(kTimes * *repeats, study::kMaxRepeats);
    }
    plan.maxRepeats = maxRepeats.value_or(plan.maxRepeats);
    plan.tolerance = tolerance.value_or(plan.tolerance);
    if (seconds)
        plan.length = std::chrono::milliseconds(std::lround(*seconds * 1000));
    plan.seed = seed.value_or(plan.seed);
    study::validate(plan);
    return plan;
}

/// Runs of different experiments do not belong into one point.
void SweepCommand::refuseAnotherExperiment(const study::SweepPlan& plan,
                                           const study::SweepPlan& earlier) const
{
    if (plan.config != earlier.config)
        throw lab::ConfigError(
            "resume",
            fmt::format("{} with {}", resume, changeLabel(earlier.config, plan.config)),
            "the experiment flags of that file, or none");
    if (plan.length != earlier.length)
        throw lab::ConfigError(
            "seconds", fmt::format("{}", *seconds), "the length of the runs in --resume, or none");
}

void SweepCommand::write(const study::Sweep& sweep) const
{
    if (output.forPeople() && csv != "-")
        printSweep(sweep);
    if (!csv.empty())
        io::writeFile(csv, report::toCsv(sweep));
    output.write(report::toJson(sweep, measure::readHostFacts()));
}

void SweepCommand::run()
{
    if (!output.forPeople() && csv == "-")
        throw lab::ConfigError("csv", csv, "a file while --json has standard output");
    study::Sweep earlier;
    earlier.plan.config = lab::defaultConfig();
    earlier.plan.config.cpus = earlier.plan.config.workers = 1;
    if (!resume.empty())
        earlier = report::readSweepFile(resume, measure::readHostFacts());
    const study::SweepPlan plan = planOver(earlier.plan);
    if (!resume.empty())
        refuseAnotherExperiment(plan, earlier.plan);

    const InterruptWatch watch;
    const auto progress = [this](const study::RoundProgress& at) {
        const auto left = std::chrono::duration_cast<std::chrono::seconds>(at.left).count();
        bar.show(fmt::format("{:<34} {:>3}:{:02} left",
                             fmt::format("{}, {} CPU{}",
                                         nameOf(at.now.contender),
                                         at.now.cpus,
                                         at.now.cpus == 1 ? "" : "s"),
                             left / 60,
                             left % 60),
                 at.share);
        return !interrupted();
    };
    SweepCheckpoint checkpoint(output.file());
    const auto keep = [&checkpoint](const study::Sweep& soFar) { checkpoint.keep(soFar); };
    study::Sweep sweep = study::runSweep(plan, progress, earlier.points, keep);
    if (!sweep.ended)
        sweep.ended = earlier.ended; // nothing was left to run
    bar.clear();
    if (std::all_of(sweep.points.begin(), sweep.points.end(), [](const study::SweepPoint& point) {
            return point.runs.empty();
        }))
        throw std::runtime_error("interrupted before the first run was done; nothing was written");
    write(sweep);
}

} // namespace

void addSweepCommand(CLI::App& app)
{
    CLI::App* command = app.add_subcommand(
        "sweep", "run guards at a range of CPU counts, and fit the scalability law");
    auto shared = std::make_shared<SweepCommand>(*command);
    command->callback([shared] { shared->run(); });
}

} // namespace lockscope::cli
