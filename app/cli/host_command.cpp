// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"
#include "app/cli/output.h"
#include "core/export/json.h"
#include "core/measure/clock.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <memory>

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

} // namespace

void addHostCommand(CLI::App& app)
{
    CLI::App* command = app.add_subcommand("host", "show the facts of this machine");
    auto output = std::make_shared<Output>();
    output->addTo(*command);
    command->callback([output] {
        measure::WaitClock::calibrate(); // so that the facts name the clock that runs would use
        const nlohmann::ordered_json host = exporting::toJson(measure::readHostFacts());
        if (output->forPeople())
            print(host);
        nlohmann::ordered_json json {{"schema", "lockscope.host/1"}};
        json.update(host);
        output->write(json);
    });
}

} // namespace lockscope::cli
