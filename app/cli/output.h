// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <optional>
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

/// "26.4 M", "950 k", "12": a rate or count for people.
[[nodiscard]] std::string scaled(double value);
/// "850 ns", "1.25 µs", "3.1 ms"; "unknown" for none.
[[nodiscard]] std::string duration(std::optional<double> ns);

} // namespace lockscope::cli
