// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"
#include "app/cli/output.h"
#include "app/cli/progress_bar.h"
#include "app/cli/run_lab.h"
#include "core/export/json.h"
#include "core/measure/clock.h"
#include "core/measure/hardware_counters.h"
#include "core/measure/line_transfer.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <memory>
#include <optional>
#include <string>

namespace lockscope::cli {

namespace {

void print(const nlohmann::ordered_json& host)
{
    for (const auto& [name, value] : host.items())
        fmt::print("{:<18}{}\n", name,
                   value.is_null()         ? "unknown"
                       : value.is_string() ? value.get<std::string>()
                                           : value.dump());
}

void print(const measure::LineTransfers& transfers)
{
    fmt::print("\nround trip of a cache line between two CPUs, ns, median of {} runs\n\n", transfers.runs);
    fmt::print("{:>6}", "CPU");
    for (const measure::CpuPlace& to : transfers.cpus)
        fmt::print("{:>7}", to.cpu);
    fmt::print("   {:>5} {:>6} {:>8} {:>5}\n", "core", "cache", "package", "node");
    const auto number = [](const std::optional<int>& value) {
        return value ? std::to_string(*value) : std::string("?");
    };
    for (std::size_t i = 0; i < transfers.cpus.size(); ++i) {
        const measure::CpuPlace& from = transfers.cpus[i];
        fmt::print("{:>6}", from.cpu);
        for (const auto& ns : transfers.roundTripNs[i])
            fmt::print("{:>7}", ns ? fmt::format("{:.0f}", *ns) : "-");
        fmt::print("   {:>5} {:>6} {:>8} {:>5}\n", number(from.core), number(from.cache),
                   number(from.package), number(from.numaNode));
    }
}

/// Each hardware counter with null, or why this machine does not have it; printed too for people.
nlohmann::ordered_json counters(bool forPeople)
{
    nlohmann::ordered_json json = nlohmann::ordered_json::object();
    for (const measure::HardwareCounter counter : measure::kHardwareCounters) {
        const auto why = measure::whyNotCounted(counter);
        json[std::string(measure::counterName(counter))]
            = why ? nlohmann::ordered_json(*why) : nlohmann::ordered_json(nullptr);
        if (forPeople)
            fmt::print("{:<18}{}\n", measure::counterName(counter),
                       why ? "not available on this machine: " + *why : "counted");
    }
    return json;
}

struct HostCommand
{
    explicit HostCommand(CLI::App& command)
    {
        command.add_flag("--latency", latency,
                         "measure how long a cache line takes between every pair of CPUs");
        output.addTo(command);
    }

    void run() const
    {
        measure::WaitClock::calibrate(); // so that the facts name the clock that runs would use
        const nlohmann::ordered_json host = exporting::toJson(measure::readHostFacts());
        nlohmann::ordered_json json {{"schema", "lockscope.host/1"}};
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
            json["latency"] = exporting::toJson(transfers);
        }
        output.write(json);
    }

    bool latency = false;
    Output output;
};

} // namespace

void addHostCommand(CLI::App& app)
{
    CLI::App* command = app.add_subcommand("host", "show the facts of this machine");
    auto shared = std::make_shared<HostCommand>(*command);
    command->callback([shared] { shared->run(); });
}

} // namespace lockscope::cli
