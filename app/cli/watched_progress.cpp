// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/watched_progress.h"

#include "core/io/bad_input.h"

#include <chrono>

#include <unistd.h>

namespace lockscope::cli {

using program::ProgressChoice;

void WatchedProgress::addTo(CLI::App& command, const std::string& usual)
{
    command
        .add_option("--progress",
                    m_text,
                    "what the program's progress is counted by: lock:ID, lock:0xADDRESS or "
                    "lock:top (its acquisitions), stdout-lines, command:COMMAND (prints a growing "
                    "number)"
                        + usual)
        ->type_name("P");
}

ProgressChoice WatchedProgress::choice(const WatchedProgram& program) const
{
    ProgressChoice choice = m_text.empty() ? ProgressChoice{} : program::progressChoice(m_text);
    if (program.pid && choice.kind != ProgressChoice::Kind::Command)
        throw io::BadInput(
            "progress \"" + m_text
            + "\": not of a program that was attached to; allowed with --pid: command:COMMAND");
    return choice;
}

std::unique_ptr<program::ProgramSource> WatchedProgress::source(const WatchedProgram& program,
                                                                program::LaunchStreams streams,
                                                                double snapshotsPerSecond,
                                                                bool withAccounts)
{
    if (given() && choice(program).kind == ProgressChoice::Kind::StdoutLines) {
        m_lines = std::make_shared<program::LineRelay>(streams.outputToError ? STDERR_FILENO
                                                                             : STDOUT_FILENO);
        streams.output = m_lines->input();
    }
    auto source = program.source(streams, snapshotsPerSecond, withAccounts);
    if (m_lines)
        m_lines->closeInput();
    return source;
}

program::Progress WatchedProgress::progress(const WatchedProgram& program,
                                            program::ProgramSource& source) const
{
    return {choice(program), source.pid(), m_lines};
}

void WatchedProgress::waitForRest() const
{
    if (m_lines)
        (void)m_lines->waitForRest(std::chrono::milliseconds(500));
}

} // namespace lockscope::cli
