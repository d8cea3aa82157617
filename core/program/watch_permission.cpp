// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/program/watch_permission.h"

#include "core/measure/quality/kernel_text.h"
#include "core/program/module_map.h"
#include "core/program/process_facts.h"
#include "core/program/remote_memory.h"

#include <string_view>
#include <utility>

#include <fmt/format.h>
#include <unistd.h>

namespace lockscope::program {

namespace {

WatchPermission no(WatchObstacle obstacle, std::string whyNot)
{
    return {obstacle, std::move(whyNot)};
}

/// Whether the kernel lets this program see where a process is and what is in its memory.
bool kernelAllows(pid_t pid)
{
    if (!measure::readKernelFile(fmt::format("/proc/{}/syscall", pid)))
        return false;
    const auto map = readModuleMap(pid);
    return map && RemoteMemory(pid).value<std::uint64_t>(map->code.front().low).has_value();
}

/// What kernel.yama.ptrace_scope keeps this program from; empty when it is not that.
std::string scopeSentence()
{
    const auto text = measure::readKernelFile("/proc/sys/kernel/yama/ptrace_scope");
    const auto scope = text ? measure::unsignedOf(*text) : std::nullopt;
    if (!scope || *scope == 0)
        return {};
    if (*scope == 1)
        return "The kernel lets programs be watched only by the one that started them "
               "(kernel.yama.ptrace_scope is 1): start it from Lockscope, or set that to 0.";
    if (*scope == 2)
        return "The kernel lets only root watch programs (kernel.yama.ptrace_scope is 2).";
    return fmt::format("The kernel lets nobody watch programs (kernel.yama.ptrace_scope is {}).",
                       *scope);
}

} // namespace

WatchPermission watchPermission(pid_t pid)
{
    if (pid == getpid())
        return no(WatchObstacle::Self, "This is Lockscope itself.");
    const auto facts = factsOf(pid);
    if (!facts)
        return no(WatchObstacle::Ended, fmt::format("There is no process {}.", pid));
    if (facts->kernels)
        return no(WatchObstacle::Kernel, fmt::format("Process {} is a thread of the kernel.", pid));
    constexpr std::string_view kEnded = "ZX"; // a zombie, dead
    if (facts->state && kEnded.find(*facts->state) != std::string_view::npos)
        return no(WatchObstacle::Ended, fmt::format("Process {} has ended.", pid));
    if (kernelAllows(pid))
        return {};
    if (!startTicksOf(pid))
        return no(WatchObstacle::Ended, fmt::format("Process {} has ended.", pid));
    if (geteuid() != 0 && facts->userId && *facts->userId != geteuid()) {
        // What may not be looked into belongs to root in /proc, whoever runs it.
        return no(
            WatchObstacle::OtherUser,
            fmt::format("Process {} runs for another user, or with more rights than yours ({}).",
                        pid,
                        facts->user));
    }
    if (std::string sentence = scopeSentence(); geteuid() != 0 && !sentence.empty())
        return no(WatchObstacle::PtraceScope, std::move(sentence));
    return no(WatchObstacle::Refused,
              fmt::format("The kernel does not let this program look into process {}.", pid));
}

} // namespace lockscope::program
