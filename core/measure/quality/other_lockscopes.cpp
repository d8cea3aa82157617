// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/quality/kernel_text.h"
#include "core/measure/quality/noise_meter.h"

#include <algorithm>
#include <map>
#include <string>
#include <string_view>
#include <system_error>

namespace lockscope::measure {

namespace {

struct Process
{
    int parent = 0;
    bool isLockscope = false;
};

/// From a stat file, "1234 (name) S 1 ...": the name may hold anything, so it ends at the last ')'.
std::optional<Process> processIn(std::string_view stat)
{
    const auto begin = stat.find('(');
    const auto end = stat.rfind(')');
    if (begin == std::string_view::npos || end == std::string_view::npos || end < begin)
        return std::nullopt;
    const std::string_view name = stat.substr(begin + 1, end - begin - 1);
    stat.remove_prefix(end + 1);
    const std::string_view state = takeWord(stat);
    const auto parent = unsignedOf(takeWord(stat));
    if (!parent)
        return std::nullopt;
    const bool hasEnded = state == "Z" || state == "X";
    return Process{.parent = static_cast<int>(*parent),
                   .isLockscope = !hasEnded && (name == "lockscope" || name == "lockscope-cli")};
}

bool startedBy(const std::map<int, Process>& processes, int pid, int self)
{
    for (std::size_t steps = 0; steps <= processes.size(); ++steps) {
        if (pid == self)
            return true;
        const auto found = processes.find(pid);
        if (found == processes.end())
            return false;
        pid = found->second.parent;
    }
    return false;
}

} // namespace

std::optional<std::vector<int>> otherLockscopes(const std::filesystem::path& root, int self)
{
    std::error_code error;
    std::filesystem::directory_iterator entry(root / "proc", error);
    if (error)
        return std::nullopt;
    std::map<int, Process> processes;
    for (; entry != std::filesystem::directory_iterator(); entry.increment(error)) {
        const auto pid = unsignedOf(entry->path().filename().native());
        if (!pid)
            continue;
        if (const auto stat = readKernelFile(entry->path() / "stat"))
            if (const auto process = processIn(*stat))
                processes[static_cast<int>(*pid)] = *process;
    }
    std::vector<int> others;
    for (const auto& [pid, process] : processes)
        if (process.isLockscope && !startedBy(processes, pid, self))
            others.push_back(pid);
    return others;
}

} // namespace lockscope::measure
