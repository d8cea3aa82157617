// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"
#include "app/cli/output.h"
#include "app/cli/say.h"
#include "core/report/json.h"

#include <CLI/CLI.hpp>
#include <memory>
#include <nlohmann/json.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h> // join

namespace lockscope::cli {

namespace {

void print()
{
    std::string_view family;
    for (const guards::GuardRow& row : guards::registry()) {
        if (row.family != family)
            say("{}{}\n", family.empty() ? "" : "\n", row.family);
        family = row.family;
        const auto traits = guards::traitWords(row.traits);
        say("  {:<16} {}{}\n",
            row.id,
            row.label,
            traits.empty() ? "" : fmt::format(" ({})", fmt::join(traits, ", ")));
        say("  {:<16} {}\n", "", row.description);
        say("  {:<16} Ordering: {}\n", "", row.ordering);
        say("  {:<16} Simulated: {}\n",
            "",
            row.model.empty() ? fmt::format("no. {}", row.noModel)
                              : fmt::format("as {}", row.model));
        if (!row.available)
            say("  {:<16} not available: {}\n", "", row.whyNot);
    }
}

} // namespace

void addGuardsCommand(CLI::App& app)
{
    CLI::App* command = app.add_subcommand("guards", "list the guards");
    auto output = std::make_shared<Output>();
    output->addTo(*command, "guards");
    command->callback([output] {
        if (output->forPeople())
            print();
        output->write(report::toJson(guards::registry()));
    });
}

} // namespace lockscope::cli
