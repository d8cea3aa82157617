// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/common/config_flags.h"

#include "core/lab/settings.h"

#include <CLI/CLI.hpp>
#include <string>

namespace lockscope::common {

ConfigFlags::ConfigFlags(CLI::App& app, const std::map<std::string, FlagHelp>& instead)
{
    for (const lab::Setting& setting : lab::settings()) {
        const std::string field(setting.id);
        const auto take = [this, field](const std::string& text) { m_given[field] = text; };
        const auto own = instead.find(field);
        const FlagHelp shown = own == instead.end()
            ? FlagHelp{lab::typeText(setting), lab::helpText(setting, lab::labLimits())}
            : own->second;
        app.add_option_function<std::string>("--" + field, take, shown.text)
            ->type_name(shown.type)
            ->group(shown.type.empty()
                        ? ""
                        : "Experiment"); // CLI11 does not show a group without a name
    }
}

std::optional<std::string> ConfigFlags::takeOut(const std::string& field)
{
    const auto given = m_given.find(field);
    if (given == m_given.end())
        return std::nullopt;
    std::string text = given->second;
    m_given.erase(given);
    return text;
}

} // namespace lockscope::common
