// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/output.h"

#include "core/io/output_file.h"
#include "core/export/json.h"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

namespace lockscope::cli {

void Output::addTo(CLI::App& command)
{
    command.add_option("--json", m_json, "write the result as JSON to a file, - for standard output")
        ->type_name("FILE|-");
}

void Output::write(const nlohmann::ordered_json& json) const
{
    if (!m_json.empty())
        io::writeFile(m_json, exporting::text(json));
}

} // namespace lockscope::cli
