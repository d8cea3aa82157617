// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/program/process_end.h"

#include "core/measure/quality/kernel_text.h"
#include "core/program/process_facts.h"

#include <algorithm>

#include <fmt/format.h>
#include <unistd.h>

namespace lockscope::program {

bool isGone(std::uint32_t pid)
{
    const std::optional<ProcessFacts> facts = factsOf(static_cast<pid_t>(pid));
    return !facts || facts->state == 'Z' || facts->state == 'X';
}

bool anyProcessFor(const std::string& folder)
{
    const auto processes = allProcesses();
    return std::any_of(processes.begin(), processes.end(), [&folder](pid_t pid) {
        const auto text = measure::readKernelFile(fmt::format("/proc/{}/environ", pid));
        return text && pid != ::getpid() && text->find(folder) != std::string::npos;
    });
}

} // namespace lockscope::program
