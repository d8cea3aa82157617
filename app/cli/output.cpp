// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/output.h"

#include "app/cli/file_checks.h"
#include "core/io/output_file.h"
#include "core/report/json.h"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>
#include <utility>

namespace lockscope::cli {

namespace {

/// The option as it is typed: "--json", and a positional one by its name.
std::string typedName(const CLI::Option* option)
{
    return option->get_name();
}

} // namespace

void Output::addTo(CLI::App& command, const std::string& kind)
{
    writes(command
               .add_option(
                   "--json", m_json, "write the result as JSON to a file, - for standard output")
               ->type_name("FILE|-"),
           jsonOf(kind));
    command.add_flag("--force",
                     m_force,
                     "overwrite any file; without it, --json replaces an earlier result of the "
                     "same command alone");
    command.parse_complete_callback([this] { check(); });
}

CLI::Option* Output::reads(CLI::Option* option, bool jsonToo)
{
    m_reads.push_back({option, jsonToo});
    return option;
}

CLI::Option* Output::writes(CLI::Option* option, IsOurs isOurs)
{
    m_writes.push_back({option, std::move(isOurs)});
    return option;
}

void Output::check() const
{
    FileChecks files(m_force);
    for (const Read& read : m_reads)
        for (const std::string& path : read.option->results())
            files.reads(typedName(read.option), path, read.jsonToo ? "--json" : "");
    for (const Written& written : m_writes)
        for (const std::string& path : written.option->results())
            if (!path.empty()
                || written.option->get_items_expected_min() > 0) // else the usual place
                files.writes(typedName(written.option), path, written.isOurs);
}

void Output::write(const nlohmann::ordered_json& json) const
{
    if (!m_json.empty())
        io::writeFile(m_json, report::text(json));
}

} // namespace lockscope::cli
