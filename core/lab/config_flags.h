// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lab/lab_config.h"

#include <optional>
#include <string>

namespace CLI {
class App;
} // namespace CLI

namespace lockscope::lab {

/// The experiment flags of DESIGN section 6, the same for both programs. Add them to an app, let it
/// parse, then ask for the configuration.
class ConfigFlags
{
public:
    /// The flags live as long as this object; keep it until after parsing.
    explicit ConfigFlags(CLI::App& app);
    ConfigFlags(const ConfigFlags&) = delete;
    ConfigFlags& operator=(const ConfigFlags&) = delete;
    ~ConfigFlags() = default;

    /// True when any of them was given.
    [[nodiscard]] bool anyGiven() const { return !m_given.empty(); }

    /// Takes the text of a flag out, for a command that reads it in a way of its own; none when it was
    /// not given.
    [[nodiscard]] std::optional<std::string> takeOut(const std::string& field);

    /// `base` with every flag that was given, as configFromTexts() has it. Throws ConfigError.
    [[nodiscard]] LabConfig over(const LabConfig& base, const ConfigLimits& limits = labLimits()) const
    {
        return configFromTexts(m_given, base, limits);
    }

private:
    ConfigTexts m_given;
};

} // namespace lockscope::lab
