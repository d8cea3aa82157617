// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"
#include "app/cli/interrupts.h"
#include "app/cli/output.h"
#include "app/cli/progress_bar.h"
#include "app/cli/say.h"
#include "core/io/output_file.h"
#include "core/measure/clock.h"
#include "core/measure/hardware_counters.h"
#include "core/measure/line_transfer.h"
#include "core/report/calibration_json.h"
#include "core/report/json.h"
#include "core/simulation/calibration.h"
#include "core/simulation/machine_file.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

#include <fmt/format.h>

namespace lockscope::cli {

namespace {

void print(const nlohmann::ordered_json& host)
{
    for (const auto& [name, value] : host.items())
        say("{:<18}{}\n",
            name,
            value.is_null()         ? "unknown"
                : value.is_string() ? value.get<std::string>()
                                    : value.dump());
}

void print(const measure::LineTransfers& transfers)
{
    say("\nround trip of a cache line between two CPUs, ns, median of {} runs\n\n", transfers.runs);
    say("{:>6}", "CPU");
    for (const measure::CpuPlace& to : transfers.cpus)
        say("{:>7}", to.cpu);
    say("   {:>5} {:>6} {:>8} {:>5}\n", "core", "cache", "package", "node");
    const auto number = [](const std::optional<int>& value) {
        return value ? std::to_string(*value) : std::string("?");
    };
    for (std::size_t i = 0; i < transfers.cpus.size(); ++i) {
        const measure::CpuPlace& from = transfers.cpus[i];
        say("{:>6}", from.cpu);
        for (const auto& ns : transfers.roundTripNs[i])
            say("{:>7}", ns ? fmt::format("{:.0f}", *ns) : "-");
        say("   {:>5} {:>6} {:>8} {:>5}\n",
            number(from.core),
            number(from.cache),
            number(from.package),
            number(from.numaNode));
    }
}

/// Each hardware counter with null, or why this machine does not have it; printed too for people.
nlohmann::ordered_json counters(bool forPeople)
{
    nlohmann::ordered_json json = nlohmann::ordered_json::object();
    for (const measure::HardwareCounter counter : measure::kHardwareCounters) {
        const auto why = measure::whyNotCounted(counter);
        json[std::string(measure::counterName(counter))] =
            why ? nlohmann::ordered_json(*why) : nlohmann::ordered_json(nullptr);
        if (forPeople)
            say("{:<18}{}\n",
                measure::counterName(counter),
                why ? "not available on this machine: " + *why : "counted");
    }
    return json;
}

/// Costs that were measured on a busy machine would be wrong in every simulation that follows.
void refuseWhileBusy(const measure::Quality& quality, std::string_view when)
{
    if (!quality.warnings.empty())
        throw std::runtime_error(
            fmt::format("--calibrate: the machine was busy {}: {}; nothing was written. Allowed: a "
                        "quiet machine, or --force",
                        when,
                        simulation::busyText(quality)));
}

struct HostCommand
{
    explicit HostCommand(CLI::App& command)
    {
        command.add_flag(
            "--latency", latency, "measure how long a cache line takes between every pair of CPUs");
        output
            .writes(
                command.add_option_function<std::string>(
                    "--calibrate",
                    [this](const std::string& file) { calibrateTo = file; },
                    "measure what the simulator's `--machine this` costs, and keep it (default: in "
                    "the user's data)"),
                jsonOf("machine"))
            ->type_name("[FILE]")
            ->expected(0, 1);
        output.addTo(command, "host");
        command.get_option("--force")->description(
            "overwrite any file, and calibrate also while other programs use the CPUs");
    }

    void run() const
    {
        if (calibrateTo && calibrateTo->empty())
            (void)simulation::placeForThisMachine(); // or it is told before anything is measured
        if (calibrateTo && !output.force())
            refuseWhileBusy(simulation::qualityBeforeCalibrating(), "before it began");
        measure::WaitClock::calibrate(); // so that the facts name the clock that runs would use
        const nlohmann::ordered_json host = report::toJson(measure::readHostFacts());
        nlohmann::ordered_json json{{"schema", "lockscope.host/1"}};
        json.update(host);
        if (output.forPeople())
            print(host);
        json["counters_why_not"] = counters(output.forPeople());
        if (latency) {
            const InterruptWatch watch;
            const ProgressBar bar;
            const auto transfers = measure::measureLineTransfers([&bar](double share) {
                bar.show("cache-line transfers", share);
                return !interrupted();
            });
            bar.clear();
            if (output.forPeople())
                print(transfers);
            json["latency"] = report::toJson(transfers);
        }
        if (calibrateTo) {
            json["machine"] = calibrated();
            json["quality"] = json["machine"]["measured"]["quality"];
        }
        output.write(json);
    }

    [[nodiscard]] nlohmann::ordered_json calibrated() const;

    bool latency = false;
    std::optional<std::string> calibrateTo; ///< empty: the usual place
    Output output;
};

nlohmann::ordered_json HostCommand::calibrated() const
{
    const InterruptWatch watch;
    const ProgressBar bar;
    const auto calibration = simulation::calibrate([&bar](double share) {
        bar.show("calibrating", share);
        return !interrupted();
    });
    bar.clear();
    if (!calibration)
        throw std::runtime_error("interrupted before all was measured; nothing was written");
    if (!output.force())
        refuseWhileBusy(calibration->quality, "while it measured");
    const measure::HostFacts host = measure::readHostFacts();
    std::filesystem::path file = *calibrateTo;
    if (file.empty())
        file = report::keepThisMachine(*calibration, host);
    else
        io::writeFile(file, report::text(report::toJson(*calibration, host)));
    if (output.forPeople()) {
        const auto& accuracy = calibration->machine.accuracy;
        const auto scatter = [&accuracy](std::string_view name) -> std::string {
            if (!accuracy || !accuracy->scatter.contains(std::string(name)))
                return {};
            return fmt::format(" +- {:.1f} %", 100 * accuracy->scatter.at(std::string(name)));
        };
        say("\nwhat things cost here, ns, and how well that is known (* assumed, as on the preset "
            "2x16)\n\n");
        for (const simulation::CostField& field : simulation::costFields()) {
            const auto& assumed = calibration->assumed;
            const bool here =
                std::find(assumed.begin(), assumed.end(), field.name) == assumed.end();
            say("{:<18}{:>12.1f}{}\n",
                field.name,
                calibration->machine.costs.*field.member,
                here ? scatter(field.name) : " *");
        }
        if (accuracy && accuracy->missed)
            say("\nsimulated with these costs, locks that were measured here, too, are missed by a "
                "factor of {:.2f} at most\n",
                *accuracy->missed);
        say("\nkept in {} for `--machine this`\n", file.string());
        if (const std::string line = measure::qualityLine(calibration->quality); !line.empty())
            say("{}\n", line);
    }
    return report::toJson(*calibration, host);
}

} // namespace

void addHostCommand(CLI::App& app)
{
    CLI::App* command = app.add_subcommand("host", "show the facts of this machine");
    auto shared = std::make_shared<HostCommand>(*command);
    command->callback([shared] { shared->run(); });
}

} // namespace lockscope::cli
