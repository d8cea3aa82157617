// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/program/process_list.h"

#include "core/measure/quality/kernel_text.h"

#include <fmt/format.h>
#include <unistd.h>

namespace lockscope::program {

std::vector<ListedProcess> ProcessList::read()
{
    const auto perSecond = static_cast<double>(sysconf(_SC_CLK_TCK));
    std::vector<ListedProcess> list;
    std::map<pid_t, Known> known;
    for (const pid_t pid : allProcesses()) {
        auto facts = factsOf(pid);
        const auto text = measure::readKernelFile(fmt::format("/proc/{}/stat", pid));
        const auto fields = text ? parseStat(*text) : std::nullopt;
        if (!facts || !fields || facts->startTicks != fields->startTicks)
            continue; // has ended meanwhile
        Known now{.startTicks = fields->startTicks,
                  .cpuTicks = fields->userTicks + fields->systemTicks,
                  .at = std::chrono::steady_clock::now(),
                  .watch = {}};
        ListedProcess listed;
        const auto before = m_known.find(pid);
        if (before != m_known.end() && before->second.startTicks == now.startTicks) {
            const std::chrono::duration<double> passed = now.at - before->second.at;
            if (passed.count() > 0 && now.cpuTicks >= before->second.cpuTicks)
                listed.cpus = static_cast<double>(now.cpuTicks - before->second.cpuTicks)
                    / perSecond / passed.count();
            now.watch = std::move(before->second.watch);
        } else {
            now.watch = watchPermission(pid);
        }
        listed.watch = now.watch;
        listed.facts = std::move(*facts);
        list.push_back(std::move(listed));
        known.emplace(pid, std::move(now));
    }
    m_known = std::move(known);
    return list;
}

} // namespace lockscope::program
