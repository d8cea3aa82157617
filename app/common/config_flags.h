// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lab/lab_config.h"

#include <map>
#include <optional>
#include <string>

namespace CLI {
class App;
} // namespace CLI

namespace lockscope::common {

/// What --help says of a flag that a command reads in a way of its own.
struct FlagHelp
{
    std::string type; ///< "LIST"; empty: --help does not show the flag
    std::string text{};
};

/// The experiment's flags, --guard to --init-delay-ms, the same for both programs. Add them to an
/// app, let it parse, then ask for the configuration.
class ConfigFlags
{
public:
    /// The flags live as long as this object; keep it until after parsing.
    /// `instead`, by field, is for flags that the command takes out.
    explicit ConfigFlags(CLI::App& app, const std::map<std::string, FlagHelp>& instead = {});
    ConfigFlags(const ConfigFlags&) = delete;
    ConfigFlags& operator=(const ConfigFlags&) = delete;
    ~ConfigFlags() = default;

    /// True when any of them was given.
    [[nodiscard]] bool anyGiven() const { return !m_given.empty(); }

    /// Takes the text of a flag out, for a command that reads it in a way of its own; none when it
    /// was not given.
    [[nodiscard]] std::optional<std::string> takeOut(const std::string& field);

    /// `base` with every flag that was given, as lab::configFromTexts() has it. Throws
    /// lab::ConfigError.
    [[nodiscard]] lab::LabConfig over(const lab::LabConfig& base,
                                      const lab::ConfigLimits& limits = lab::labLimits()) const
    {
        return lab::configFromTexts(m_given, base, limits);
    }

private:
    lab::ConfigTexts m_given;
};

} // namespace lockscope::common
