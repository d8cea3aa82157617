// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/program/thread_facts_reader.h"

#include "core/measure/quality/kernel_text.h"

#include <array>

#include <fmt/format.h>

namespace lockscope::program {

namespace {

constexpr std::size_t kBuffer = 1024;
constexpr std::chrono::seconds kStatAgain{1}; ///< its name may be changed by others

std::string fileOf(pid_t pid, pid_t tid, const char* name)
{
    return fmt::format("/proc/{}/task/{}/{}", pid, tid, name);
}

} // namespace

ThreadFactsReader::ThreadFactsReader(pid_t pid, pid_t tid)
    : m_tid(tid)
    , m_schedstat(fileOf(pid, tid, "schedstat"))
    , m_stat(fileOf(pid, tid, "stat"))
{}

const std::optional<ThreadFacts>& ThreadFactsReader::read(std::chrono::steady_clock::time_point now)
{
    std::array<char, kBuffer> buffer;
    std::string_view text = m_schedstat.read(buffer);
    const auto cpuNs = measure::unsignedOf(measure::takeWord(text));
    const auto waitNs = measure::unsignedOf(measure::takeWord(text));
    if (m_facts && cpuNs && now - m_statRead < kStatAgain) {
        m_facts->state.reset();
        m_facts->cpuNs = cpuNs;
        m_facts->waitNs = waitNs;
        return m_facts;
    }
    const auto fields = parseStat(m_stat.read(buffer));
    if (!fields) {
        m_facts.reset();
        return m_facts;
    }
    m_statRead = now;
    m_facts = ThreadFacts{.tid = m_tid,
                          .name = fields->name,
                          .state = fields->state,
                          .startTicks = fields->startTicks,
                          .cpuNs = cpuNs,
                          .waitNs = waitNs,
                          .lastCpu = fields->lastCpu};
    return m_facts;
}

std::optional<std::uint64_t> ThreadFactsReader::turns() const
{
    std::array<char, kBuffer> buffer;
    std::string_view text = m_schedstat.read(buffer);
    (void)measure::takeWord(text);
    (void)measure::takeWord(text);
    const auto turns = measure::unsignedOf(measure::takeWord(text));
    return turns.value_or(0) > 0 ? turns : std::nullopt;
}

std::optional<char> ThreadFactsReader::state() const
{
    std::array<char, kBuffer> buffer;
    const auto fields = parseStat(m_stat.read(buffer));
    return fields ? std::optional(fields->state) : std::nullopt;
}

} // namespace lockscope::program
