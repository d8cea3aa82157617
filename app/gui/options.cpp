// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/options.h"

#include "app/common/config_flags.h"
#include "app/common/number_flags.h"
#include "app/common/range_flag.h"
#include "core/io/text_fit.h"
#include "core/measure/host_facts.h"
#include "core/simulation/machine_file.h"
#include "core/simulation/simulated_config.h"

#include <QFile>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <cstdio>
#include <limits>
#include <memory>
#include <sstream>
#include <string_view>
#include <vector>

#include <fmt/format.h>

namespace lockscope::gui {

namespace {

/// Qt's own options that take a value; QApplication takes both out of what it is given.
constexpr std::array<std::string_view, 5> kQtOptions{
    "-platform", "-style", "-stylesheet", "-display", "-geometry"};

std::vector<std::string> withoutQtOptions(int argc, char** argv)
{
    std::vector<std::string> ours;
    const int own = ownArguments(argc, argv);
    for (int i = 1; i < argc; ++i) {
        const std::string_view argument(argv[i]);
        if (i < own
            && std::find(kQtOptions.begin(), kQtOptions.end(), argument) != kQtOptions.end())
            ++i;
        else
            ours.emplace_back(argument);
    }
    return {ours.rbegin(), ours.rend()}; // CLI11 takes them from the back
}

std::chrono::milliseconds fromSeconds(double seconds)
{
    return std::chrono::duration_cast<std::chrono::milliseconds>(
        std::chrono::duration<double>(seconds));
}

std::vector<std::string> pictureFormats()
{
    std::vector<std::string> names;
    names.reserve(ui::kPictureFormats.size());
    for (const ui::PictureFormatRow& row : ui::kPictureFormats)
        names.emplace_back(row.suffix);
    return names;
}

/// Flags as CLI11 fills them in; lives until the options have been made from it.
struct Flags
{
    static constexpr double kLongestSeconds = 86400;

    explicit Flags(CLI::App& parser)
        : app(&parser)
        , experiment(std::make_shared<common::ConfigFlags>(parser))
    {
        parser.add_flag("--start", start, "Run at once, whatever was remembered");
        addSources(parser);
        addPictures(parser);
        addEnds(parser);
    }

    /// What is shown in place of an experiment here.
    void addSources(CLI::App& parser)
    {
        parser
            .add_option(
                "--open",
                open,
                "Show a recording, or compare two; show sweeps as JSON over each other, or a CSV "
                "of N and throughput. - for a recording that comes by standard input")
            ->type_name("FILE|-");
        connectOption = parser
                            .add_option("--connect",
                                        host,
                                        "Run the experiment on another host, by ssh and "
                                        "lockscope-cli there, and show it live; or watch the "
                                        "program that is given there. Port, key and jumps are "
                                        "those of ~/.ssh/config; the "
                                        "ssh command is LOCKSCOPE_SSH, if set")
                            ->type_name("[USER@]HOST")
                            ->excludes("--open");
        parser.add_option("--remote-program", program, "Where lockscope-cli is on that host")
            ->type_name("PATH")
            ->capture_default_str()
            ->needs(connectOption);
        addPrograms(parser);
        parser
            .add_option(
                "--machine",
                machine,
                "Simulate this machine instead of measuring here: a preset, 'this' after "
                "`lockscope-cli host --calibrate`, or a JSON file. Then --cpus may be up to "
                    + std::to_string(simulation::kMaxCpus))
            ->type_name("PRESET|FILE");
    }

    /// Programs of the person's own.
    void addPrograms(CLI::App& parser)
    {
        programOption = parser
                            .add_option("watched",
                                        watched,
                                        "Start a program of your own, behind --, and watch its "
                                        "locks")
                            ->type_name("PROGRAM ARGS...")
                            ->excludes("--open");
        constexpr int kMostPid = 1 << 22; // the kernel's own limit
        pidOption = parser.add_option("--pid", pid, "Watch a running program from outside instead")
                        ->type_name("PID")
                        ->transform(common::between(1, kMostPid))
                        ->excludes("--open", programOption);
    }

    void addPictures(CLI::App& parser)
    {
        auto* folderOption = parser.add_option(
            "--export-charts",
            folder,
            "Run, write every picture into this folder, and quit (with --quit-after: then). Begins "
            "with the default experiment, remembers nothing, and needs no display");
        parser.add_option("--format", format, "Of the pictures")
            ->check(CLI::IsMember(pictureFormats()))
            ->capture_default_str()
            ->needs(folderOption);
        parser.add_option("--scale", scale, "Pixels of a PNG for each pixel of the picture")
            ->transform(common::between(ui::kMinPictureScale, ui::kMaxPictureScale))
            ->capture_default_str()
            ->needs(folderOption);
        parser.add_option("--after", after, "Seconds to run before the pictures are written")
            ->transform(common::between(0.0, kLongestSeconds))
            ->capture_default_str()
            ->needs(folderOption);
        common::addRange(parser, range, "The part of the run's time that the pictures show")
            ->needs(folderOption);
    }

    void addEnds(CLI::App& parser)
    {
        quitOption =
            parser.add_option("--quit-after", quitAfter, "Seconds until the window closes")
                ->transform(common::between(0.0, kLongestSeconds));
        secondsOption = parser
                            .add_option("--seconds",
                                        seconds,
                                        "Run at once, and stop the workload after so long")
                            ->transform(common::between(0.01, kLongestSeconds));
        tasksOption = parser
                          .add_option("--tasks",
                                      tasks,
                                      "Run at once, and stop the workload after so many tasks")
                          ->transform(common::between(std::uint64_t{1}, std::uint64_t{1} << 60U))
                          ->excludes(secondsOption);
    }

    [[nodiscard]] Options options() const
    {
        Options options;
        if (!machine.empty())
            options.target = simulation::machineNamed(machine);
        if (connectOption->count() > 0) {
            options.remote =
                ui::RemoteHost{QString::fromStdString(host), QString::fromStdString(program)};
            ui::validate(*options.remote);
        }
        options.watch = watchRequest(options.remote);
        options.asksForCpus = app->count("--cpus") > 0;
        options.asksForWorkers = app->count("--workers") > 0;
        options.over = [flags = experiment, target = options.target, remote = options.remote](
                           const lab::LabConfig& base) {
            if (remote) // which CPUs and guards it has, only it can say
                return flags->over(
                    base, {.cpus = std::numeric_limits<int>::max(), .guardsInstalled = false});
            if (!target)
                return flags->over(base);
            lab::LabConfig config = flags->over(base, simulation::simulatedLimits());
            simulation::validate({.experiment = config, .machine = *target});
            return config;
        };
        options.start = start;
        for (const std::string& file : open)
            options.open << QString::fromStdString(file);
        if (!folder.empty())
            options.exportFolder = folder;
        options.format = *ui::pictureFormat(QString::fromStdString(format)); // checked by CLI11
        options.scale = scale;
        options.exportAfter = fromSeconds(after);
        if (!range.empty())
            options.range = common::parseRange(range);
        if (quitOption->count() > 0)
            options.quitAfter = fromSeconds(quitAfter);
        if (secondsOption->count() > 0)
            options.seconds = fromSeconds(seconds);
        if (tasksOption->count() > 0)
            options.tasks = tasks;
        return options;
    }

    [[nodiscard]] std::optional<ui::WatchRequest> watchRequest(
        const std::optional<ui::RemoteHost>& remote) const
    {
        if (watched.empty() && pidOption->count() == 0)
            return std::nullopt;
        ui::WatchRequest request;
        for (const std::string& word : watched)
            request.command << QFile::decodeName(QByteArray::fromStdString(word));
        if (pidOption->count() > 0)
            request.pid = pid;
        request.host = remote;
        return request;
    }

    CLI::App* app;
    std::shared_ptr<common::ConfigFlags> experiment;
    bool start = false;
    std::vector<std::string> open;
    std::string host;
    std::string program = "lockscope-cli";
    CLI::Option* connectOption = nullptr;
    std::vector<std::string> watched; ///< program and arguments
    CLI::Option* programOption = nullptr;
    int pid = 0;
    CLI::Option* pidOption = nullptr;
    std::string machine;
    std::string folder;
    std::string format = "png";
    int scale = 1;
    double after = 10;
    std::string range;
    double quitAfter = 0;
    double seconds = 0;
    std::uint64_t tasks = 0;
    CLI::Option* quitOption = nullptr;
    CLI::Option* secondsOption = nullptr;
    CLI::Option* tasksOption = nullptr;
};

} // namespace

int ownArguments(int argc, char** argv)
{
    const auto* end = std::find_if(
        argv, argv + argc, [](const char* word) { return std::string_view(word) == "--"; });
    return static_cast<int>(end - argv);
}

Parsed parseOptions(int argc, char** argv)
{
    CLI::App app("An oscilloscope for locks: see what a lock costs as CPUs are added. Flags of the "
                 "experiment that are given take the place of what was remembered.",
                 "lockscope");
    app.set_version_flag("--version", "lockscope " + measure::readHostFacts().version);
    Flags flags(app);
    try {
        auto arguments = withoutQtOptions(argc, argv);
        app.parse(arguments);
        return {flags.options(), Done};
    } catch (const CLI::ParseError& error) {
        if (error.get_exit_code() == static_cast<int>(CLI::ExitCodes::Success)) {
            std::ostringstream text; // of --help and --version
            const int code = app.exit(error, text, text);
            std::fputs(text.str().c_str(), stdout);
            return {std::nullopt, code};
        }
        fmt::print(stderr, "lockscope: {}\n", io::forTerminal(error.what()));
        return {std::nullopt, BadArguments};
    }
}

} // namespace lockscope::gui
