// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/common/config_flags.h"

#include <CLI/CLI.hpp>
#include <string>

#include <fmt/format.h>

namespace lockscope::common {

ConfigFlags::ConfigFlags(CLI::App& app, const std::map<std::string, FlagHelp>& instead)
{
    const auto add = [&](const std::string& field, const char* type, const std::string& help) {
        const auto take = [this, field](const std::string& text) { m_given[field] = text; };
        const auto own = instead.find(field);
        const FlagHelp shown = own == instead.end() ? FlagHelp{type, help} : own->second;
        app.add_option_function<std::string>("--" + field, take, shown.text)
            ->type_name(shown.type)
            ->group(shown.type.empty()
                        ? ""
                        : "Experiment"); // CLI11 does not show a group without a name
    };
    const std::string work = fmt::format(", ns, 0 to {}", lab::kMaxWorkNs);
    add("guard", "ID", "what every call must pass (the guards command lists them)");
    add("fast-path", "on|off", "the atomic check that skips the lock once initialised");
    add("cpus", "N", fmt::format("CPUs that the workers may use, 1 to {}", lab::availableCpus()));
    add("workers", "N", fmt::format("threads that make calls, 1 to {}", lab::kMaxWorkers));
    add("placement", "compact|spread|none", "how workers are put on CPUs");
    add("workload", "cgo|empty|custom", "what a call does beside passing the guard");
    add("native-ns", "N", "busy work on the native side of a call" + work);
    add("callback-ns", "N", "busy work in the callback" + work);
    add("critical-ns", "N", "busy work under the lock, workload custom" + work);
    add("task-source", "channel|counter|none", "where workers take their tasks from");
    add("padding", "on|off", "guard state on cache lines of its own");
    add("init-delay-ms",
        "N",
        fmt::format("initialise the runtime so late, ms, 0 to {}", lab::kMaxInitDelayMs));
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
