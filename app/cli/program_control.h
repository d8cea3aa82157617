// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/control_lines.h"
#include "core/program/program_source.h"

#include <functional>
#include <string>
#include <string_view>

namespace lockscope::cli {

/// Live control of a watched program: lines of JSON on standard input, one object each.
///
/// `{"substitute": {"lock": L, "by": "ticket"}}` puts another lock in front of the program's own
/// (`null` takes it away), `{"delay": {"lock": L, "ns": 100}}` makes each of its holds longer (0
/// takes that away), both with `"site": true` of all locks that are first contended where that one
/// was; `{"stop": true}` ends the watching, `{"reset": true}` takes everything away. L is an id, an
/// address "0x...", or "top", what is waited for most so far. A line that is wrong is answered by
/// one sentence and changes nothing. For one thread.
class ProgramControl
{
public:
    /// `say` gets the sentences on wrong lines.
    ProgramControl(int file, std::function<void(std::string)> say)
        : m_lines(file)
        , m_say(std::move(say))
    {}

    /// Carries out lines that have come. False when it was asked that the watching ends; what is in
    /// force stays so when the input closes.
    [[nodiscard]] bool serve(program::ProgramSource& source);

private:
    [[nodiscard]] bool carryOut(std::string_view line, program::ProgramSource& source);

    ControlLines m_lines;
    std::function<void(std::string)> m_say;
    bool m_closed = false;
    bool m_stopped = false;
};

} // namespace lockscope::cli
