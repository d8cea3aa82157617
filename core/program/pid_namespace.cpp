// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/program/pid_namespace.h"

#include "core/program/process_facts.h"

#include <fstream>
#include <string>

#include <fmt/format.h>
#include <sys/stat.h>

namespace lockscope::program {

namespace {

/// 0 when it may not be known.
std::uint64_t namespaceOf(const std::string& process)
{
    struct stat status = {};
    return ::stat(fmt::format("/proc/{}/ns/pid", process).c_str(), &status) == 0 ? status.st_ino
                                                                                 : 0;
}

/// The last number of the line "NSpid:", which is that in the innermost namespace.
std::uint32_t innermostNumber(pid_t pid)
{
    std::ifstream status(fmt::format("/proc/{}/status", pid));
    std::string line;
    while (std::getline(status, line)) {
        if (!line.starts_with("NSpid:"))
            continue;
        const std::size_t last = line.find_last_of(" \t");
        return static_cast<std::uint32_t>(std::strtoul(line.c_str() + last + 1, nullptr, 10));
    }
    return 0;
}

} // namespace

bool isForeign(std::uint64_t pidNamespace)
{
    static const std::uint64_t kOwn = namespaceOf("self");
    return pidNamespace != 0 && kOwn != 0 && pidNamespace != kOwn;
}

std::uint32_t processHere(std::uint32_t pid, std::uint64_t pidNamespace)
{
    if (!isForeign(pidNamespace))
        return pid;
    for (const pid_t one : allProcesses())
        if (innermostNumber(one) == pid && namespaceOf(std::to_string(one)) == pidNamespace)
            return static_cast<std::uint32_t>(one);
    return 0;
}

} // namespace lockscope::program
