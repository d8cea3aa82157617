// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/export/quantity_text.h"

#include <nlohmann/json_fwd.hpp>

#include <string>

namespace CLI {
class App;
} // namespace CLI

namespace lockscope::cli {

/// Where a command's result goes: --json FILE|-. With `-` nothing but the JSON is on standard output.
class Output
{
public:
    void addTo(CLI::App& command);

    /// True when people read standard output.
    [[nodiscard]] bool forPeople() const { return m_json != "-"; }

    /// What --json names; empty when it was not given.
    [[nodiscard]] const std::string& file() const { return m_json; }

    /// Writes the JSON if it was asked for. Throws std::runtime_error when it cannot be written.
    void write(const nlohmann::ordered_json& json) const;

private:
    std::string m_json;
};

using exporting::duration;
using exporting::percent;
using exporting::scaled;

} // namespace lockscope::cli
