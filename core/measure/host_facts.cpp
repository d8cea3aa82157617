// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/host_facts.h"

#include "core/measure/clock.h"
#include "core/measure/kernel_times.h"
#include "core/measure/quality/cpu_groups.h"
#include "core/measure/topology.h"

#include <algorithm>
#include <fstream>
#include <string_view>

#include <hwloc.h>
#include <sys/utsname.h>
#include <unistd.h>

#if defined(__x86_64__)
#include <cpuid.h>
#endif

namespace lockscope::measure {

namespace {

/// The value of the first line "name<spaces>separator value" of a file, quotes taken off.
std::optional<std::string> valueIn(const char* path, std::string_view name, char separator)
{
    std::ifstream file(path);
    for (std::string line; std::getline(file, line);) {
        const auto at = line.find(separator);
        if (at == std::string::npos || line.compare(0, name.size(), name) != 0
            || line.find_first_not_of(" \t", name.size()) != at)
            continue;
        std::string value = line.substr(at + 1);
        value.erase(0, value.find_first_not_of(" \t\""));
        value.erase(value.find_last_not_of(" \t\"") + 1);
        return value;
    }
    return std::nullopt;
}

std::optional<int> countOf(hwloc_obj_type_t type)
{
    const int count = hwloc_get_nbobjs_by_type(topology(), type);
    return count > 0 ? std::optional(count) : std::nullopt;
}

std::optional<std::string> hypervisorName()
{
#if defined(__x86_64__)
    // CPUID 1, ECX bit 31: under a hypervisor; leaf 40000000h: its name in EBX, ECX, EDX.
    unsigned eax = 0;
    unsigned ebx = 0;
    unsigned ecx = 0;
    unsigned edx = 0;
    constexpr unsigned kHypervisor = 1U << 31U;
    if (__get_cpuid(1, &eax, &ebx, &ecx, &edx) == 0 || (ecx & kHypervisor) == 0)
        return std::nullopt;
    __cpuid(0x40000000U, eax, ebx, ecx, edx);
    std::string name;
    for (const unsigned word : {ebx, ecx, edx})
        for (unsigned byte = 0; byte < sizeof word; ++byte)
            if (const char c = static_cast<char>(word >> (8 * byte)); c >= ' ' && c <= '~')
                name += c;
    if (name == "KVMKVMKVM")
        return "KVM";
    return name.empty() ? std::nullopt : std::optional(name);
#else
    return std::nullopt;
#endif
}

std::optional<std::uint64_t> memory()
{
    const long pages = sysconf(_SC_PHYS_PAGES);
    const long size = sysconf(_SC_PAGESIZE);
    if (pages <= 0 || size <= 0)
        return std::nullopt;
    return static_cast<std::uint64_t>(pages) * static_cast<std::uint64_t>(size);
}

} // namespace

HostFacts readHostFacts()
{
    HostFacts facts;
    facts.cpuModel = valueIn("/proc/cpuinfo", "model name", ':');
    facts.cpus = std::max(1, countOf(HWLOC_OBJ_PU).value_or(1));
    if (const long online = sysconf(_SC_NPROCESSORS_ONLN); online > 0)
        facts.cpusOnline = static_cast<int>(online);
    facts.cpuQuota = CpuGroups().quota();
    facts.cores = countOf(HWLOC_OBJ_CORE);
    facts.packages = countOf(HWLOC_OBJ_PACKAGE);
    facts.numaNodes = countOf(HWLOC_OBJ_NUMANODE);
    facts.memoryBytes = memory();
    facts.operatingSystem = valueIn("/etc/os-release", "PRETTY_NAME", '=');
    utsname system{};
    if (uname(&system) == 0) {
        facts.kernel = system.release;
        facts.architecture = system.machine;
    }
    facts.hypervisor = hypervisorName();
#if defined(__clang__)
    facts.compiler = "Clang " __clang_version__;
#else
    facts.compiler = "GCC " __VERSION__;
#endif
    facts.buildType = LOCKSCOPE_BUILD_TYPE;
    facts.version = LOCKSCOPE_VERSION;
    facts.clock = WaitClock::name();
    facts.schedstat = schedstatAvailable();
    return facts;
}

} // namespace lockscope::measure
