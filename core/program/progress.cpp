// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/program/progress.h"

#include "core/io/bad_input.h"
#include "core/io/text_fit.h"

#include <algorithm>
#include <charconv>
#include <limits>
#include <utility>

#include <fmt/format.h>

namespace lockscope::program {

namespace {

constexpr std::size_t kCommandShown = 60;

template<class Number>
std::optional<Number> whole(std::string_view text, int base)
{
    Number value = 0;
    const auto [at, error] = std::from_chars(text.data(), text.data() + text.size(), value, base);
    if (text.empty() || error != std::errc{} || at != text.data() + text.size())
        return std::nullopt;
    return value;
}

std::string usualWhat(const ProgressChoice& choice)
{
    switch (choice.kind) {
    case ProgressChoice::Kind::StdoutLines:
        return "lines that the program prints";
    case ProgressChoice::Kind::Command:
        return fmt::format("the number that \"{}\" prints",
                           io::shortened(choice.command, kCommandShown));
    case ProgressChoice::Kind::Lock:
        break;
    }
    return choice.lock ? fmt::format("acquisitions of lock {}", *choice.lock)
                       : std::string("acquisitions of the lock that is waited for most");
}

} // namespace

ProgressChoice progressChoice(std::string_view text)
{
    ProgressChoice choice;
    if (text == "stdout-lines") {
        choice.kind = ProgressChoice::Kind::StdoutLines;
        return choice;
    }
    constexpr std::string_view kCommand = "command:";
    constexpr std::string_view kLock = "lock:";
    if (text.starts_with(kCommand) && text.size() > kCommand.size()) {
        choice.kind = ProgressChoice::Kind::Command;
        choice.command = text.substr(kCommand.size());
        return choice;
    }
    if (text.starts_with(kLock)) {
        const std::string_view name = text.substr(kLock.size());
        if (name == "top")
            return choice;
        if (name.starts_with("0x"))
            choice.address = whole<std::uint64_t>(name.substr(2), 16);
        else
            choice.lock = whole<std::uint32_t>(name, 10);
        if (choice.address || (choice.lock && *choice.lock > 0))
            return choice;
    }
    throw io::BadInput(fmt::format("progress \"{}\" is not allowed; allowed: lock:ID, "
                                   "lock:0xADDRESS, lock:top, stdout-lines, command:COMMAND",
                                   io::forTerminal(text)));
}

Progress::Progress(ProgressChoice choice, std::uint32_t pid, std::shared_ptr<const LineRelay> lines)
    : m_choice(std::move(choice))
    , m_lines(std::move(lines))
    , m_command(m_choice.command, pid)
    , m_what(usualWhat(m_choice))
{}

std::optional<double> Progress::count(const ProgramReading& reading)
{
    if (m_choice.kind == ProgressChoice::Kind::Lock)
        return acquisitions(reading);
    if (m_choice.kind == ProgressChoice::Kind::StdoutLines)
        return m_lines ? std::optional(static_cast<double>(m_lines->lines())) : std::nullopt;
    const double now = m_command.read();
    if (m_last && now < *m_last)
        throw io::BadInput(
            fmt::format("progress command \"{}\": it printed {:g} after {:g}; allowed: a number "
                        "that does not become smaller",
                        io::shortened(io::forTerminal(m_choice.command), kCommandShown),
                        now,
                        *m_last));
    m_last = now;
    return now;
}

std::optional<double> Progress::acquisitions(const ProgramReading& reading)
{
    if (!reading.exact)
        throw io::BadInput("progress \"lock\": acquisitions of a program that was attached to are "
                           "not counted; allowed: command:COMMAND, or a program that is started "
                           "from here");
    const auto found =
        std::find_if(reading.locks.begin(), reading.locks.end(), [&](const LockReading& lock) {
            if (m_choice.lock)
                return lock.id == *m_choice.lock;
            if (m_choice.address)
                return lock.counts.name.address == *m_choice.address;
            return lock.allWaitNs() > 0 && isContention(lock, reading.elapsed);
        });
    if (found == reading.locks.end())
        return std::nullopt;
    m_choice.lock = found->id; // from here on this one
    m_what = fmt::format("acquisitions of lock {}", found->id);
    if (found->siteAddress != 0)
        m_what += ", " + siteText(found->site);
    if (!m_choice.wholeSite)
        return static_cast<double>(found->counts.acquisitions);
    double sum = 0;
    for (const LockReading& lock : reading.locks)
        if (lock.pid == found->pid && lock.counts.firstSite == found->counts.firstSite)
            sum += static_cast<double>(lock.counts.acquisitions);
    m_what += ", and of all that are first waited for there";
    return sum;
}

void ProgressTrack::look(const ProgramReading& reading)
{
    const bool command = m_progress.choice().kind == ProgressChoice::Kind::Command;
    const std::optional<double> value = m_progress.count(reading);
    if (!value)
        return;
    m_last = {reading.elapsed, *value};
    if (!m_first)
        m_first = command ? *m_last : Count{};
}

std::optional<ProgressSoFar> ProgressTrack::soFar() const
{
    if (!m_last)
        return std::nullopt;
    ProgressSoFar so{m_progress.what(), m_last->value - m_first->value, std::nullopt};
    const double seconds = std::chrono::duration<double>(m_last->at - m_first->at).count();
    if (seconds > 0)
        so.perSecond = so.total / seconds;
    return so;
}

} // namespace lockscope::program
