// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/program/line_relay.h"
#include "core/program/number_command.h"
#include "core/program/program_reading.h"

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace lockscope::program {

/// What a person takes for a program's progress.
struct ProgressChoice
{
    enum class Kind : std::uint8_t
    {
        Lock, ///< how often a lock was taken
        StdoutLines, ///< lines that the program prints
        Command ///< what a command prints
    };
    Kind kind = Kind::Lock;
    std::optional<std::uint32_t> lock; ///< id
    std::optional<std::uint64_t> address; ///< neither: what was waited for most
    bool wholeSite = false; ///< and all of its process that are first waited for where it was
    std::string command;
};

/// "lock:7", "lock:0x7f...", "lock:top", "stdout-lines", "command:CMD". io::BadInput otherwise.
[[nodiscard]] ProgressChoice progressChoice(std::string_view text);

/// A count that grows as the program gets on with its work. Not thread-safe.
class Progress
{
public:
    /// `lines`: of the program's output, where these are chosen.
    Progress(ProgressChoice choice, std::uint32_t pid, std::shared_ptr<const LineRelay> lines = {});

    /// Now, by a reading of now. None where it is not known yet: no lock was waited for, or the one
    /// that was named was not seen. io::BadInput, one sentence, when the command prints what is no
    /// growing number.
    [[nodiscard]] std::optional<double> count(const ProgramReading& reading);

    /// "acquisitions of lock 3, evict (cache.c:88)", "lines that the program prints", "the number
    /// that \"CMD\" prints"; of the program's own text. With the lock after it was first found.
    [[nodiscard]] const std::string& what() const { return m_what; }
    [[nodiscard]] const ProgressChoice& choice() const { return m_choice; }

private:
    [[nodiscard]] std::optional<double> acquisitions(const ProgramReading& reading);

    ProgressChoice m_choice;
    std::shared_ptr<const LineRelay> m_lines;
    NumberCommand m_command;
    std::string m_what;
    std::optional<double> m_last;
};

/// How far a program has come since it was watched.
struct ProgressSoFar
{
    std::string counter; ///< Progress::what()
    double total = 0;
    std::optional<double> perSecond; ///< unknown where no time lies between
};

/// Follows a count from when watching began. What a command prints has begun anywhere, so there it
/// is what has come since the first time.
class ProgressTrack
{
public:
    explicit ProgressTrack(Progress progress)
        : m_progress(std::move(progress))
    {}

    /// Looks once more. io::BadInput as Progress::count(); what came before stays.
    void look(const ProgramReading& reading);
    /// None where nothing is known.
    [[nodiscard]] std::optional<ProgressSoFar> soFar() const;

private:
    struct Count
    {
        std::chrono::nanoseconds at{};
        double value = 0;
    };
    Progress m_progress;
    std::optional<Count> m_first;
    std::optional<Count> m_last;
};

} // namespace lockscope::program
