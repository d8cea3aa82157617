// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/output.h"

#include "core/export/atomic_file.h"
#include "core/export/json.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <array>
#include <cmath>

namespace lockscope::cli {

namespace {

struct Unit
{
    double size;
    const char* name;
};

template <std::size_t Size>
std::string inUnits(double value, const std::array<Unit, Size>& units)
{
    const Unit* unit = &units.front();
    for (const Unit& larger : units)
        if (std::abs(value) >= larger.size)
            unit = &larger;
    const double shown = value / unit->size;
    const int decimals = std::abs(shown) >= 100 ? 0 : std::abs(shown) >= 10 ? 1 : 2;
    return fmt::format("{:.{}f} {}", shown, decimals, unit->name);
}

} // namespace

void Output::addTo(CLI::App& command)
{
    command.add_option("--json", m_json, "write the result as JSON to a file, - for standard output")
        ->type_name("FILE|-");
}

void Output::write(const nlohmann::ordered_json& json) const
{
    if (!m_json.empty())
        exporting::writeFile(m_json, exporting::text(json));
}

std::string scaled(double value)
{
    constexpr std::array<Unit, 4> kUnits {{{1, ""}, {1e3, "k"}, {1e6, "M"}, {1e9, "G"}}};
    return inUnits(value, kUnits);
}

std::string duration(std::optional<double> ns)
{
    constexpr std::array<Unit, 4> kUnits {{{1, "ns"}, {1e3, "µs"}, {1e6, "ms"}, {1e9, "s"}}};
    return ns ? inUnits(*ns, kUnits) : "unknown";
}

} // namespace lockscope::cli
