// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/report/quantity_text.h"

#include <functional>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace CLI {
class App;
class Option;
} // namespace CLI

namespace lockscope::cli {

/// Whether a file that begins like this is an earlier one of the same kind, which may be replaced
/// unasked.
using IsOurs = std::function<bool(std::string_view beginning)>;

/// A JSON object whose first field is the schema "lockscope.<kind>/...", of any version.
[[nodiscard]] IsOurs jsonOf(std::string kind);
/// Nothing that holds something is replaced unasked.
[[nodiscard]] IsOurs nothing();

/// Where a command's result goes: --json FILE|-. With `-` nothing but the JSON is on standard
/// output.
///
/// It knows the other files of the command, too, and checks them all when its arguments have been
/// read, before the command does anything. It throws io::FileExists or BadPlace, both of them bad
/// arguments:
/// - for a place that cannot be written, as far as that can be told;
/// - for two outputs, or an output and an input, that are one file, whatever it is called;
/// - without --force, for a file that would be replaced and is not ours and of the same kind.
class Output
{
public:
    /// Adds --json and --force. `kind`: of the JSON, as jsonOf() has it.
    void addTo(CLI::App& command, const std::string& kind);

    /// Files that the command reads, `-` is standard input. `jsonToo`: --json may be the same file,
    /// because all of it is in the result.
    CLI::Option* reads(CLI::Option* option, bool jsonToo = false);

    /// A file that the command writes beside the JSON, `-` is standard output.
    CLI::Option* writes(CLI::Option* option, IsOurs isOurs);

    /// True when people read standard output.
    [[nodiscard]] bool forPeople() const { return m_json != "-"; }

    /// What --json names; empty when it was not given.
    [[nodiscard]] const std::string& file() const { return m_json; }

    [[nodiscard]] bool force() const { return m_force; }

    /// Writes the JSON if it was asked for. Throws std::runtime_error when it cannot be written.
    void write(const nlohmann::ordered_json& json) const;

private:
    struct Read
    {
        CLI::Option* option = nullptr;
        bool jsonToo = false;
    };
    struct Written
    {
        CLI::Option* option = nullptr;
        IsOurs isOurs;
    };
    void check() const;

    std::string m_json;
    bool m_force = false;
    std::vector<Read> m_reads;
    std::vector<Written> m_writes;
};

using report::duration;
using report::percent;
using report::scaled;

} // namespace lockscope::cli
