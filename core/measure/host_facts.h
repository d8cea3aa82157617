// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace lockscope::measure {

/// What the control groups of a process say of its CPU time.
struct CpuQuota
{
    std::optional<double> cpus; ///< so much a second, in CPUs; none: as much as there is
    friend bool operator==(const CpuQuota&, const CpuQuota&) = default;
};

/// Facts of the machine that a number was measured on; each that could not be read is unknown.
struct HostFacts
{
    std::optional<std::string> cpuModel; ///< "AMD EPYC 7763 64-Core Processor"
    int cpus = 0; ///< logical CPUs that this process may use
    std::optional<int> cpusOnline; ///< logical CPUs of the machine
    std::optional<CpuQuota> cpuQuota; ///< that was in force for this process
    std::optional<int> cores;
    std::optional<int> packages;
    std::optional<int> numaNodes;
    std::optional<std::uint64_t> memoryBytes;
    std::optional<std::string> operatingSystem; ///< "Debian GNU/Linux 12 (bookworm)"
    std::optional<std::string> kernel; ///< "6.1.0-18-amd64"
    std::optional<std::string> hypervisor; ///< "KVM"; none when bare or unknown
    std::string architecture; ///< "x86_64"
    std::string compiler; ///< that built this program
    std::string buildType; ///< "Release"
    std::string version; ///< of Lockscope
    std::string clock; ///< what times contended passes: "tsc" or "clock_gettime"
    bool schedstat = false; ///< whether the kernel gives per-thread wait times
};

/// Calls visit(key, member) for each fact by its key in files, in their order. What writes facts
/// and what reads them goes over this list.
template<class Host, class Visit>
void forEachFact(Host& host, const Visit& visit)
{
    visit("cpu_model", host.cpuModel);
    visit("cpus", host.cpus);
    visit("cpus_online", host.cpusOnline);
    visit("cpu_quota", host.cpuQuota);
    visit("cores", host.cores);
    visit("packages", host.packages);
    visit("numa_nodes", host.numaNodes);
    visit("memory_bytes", host.memoryBytes);
    visit("operating_system", host.operatingSystem);
    visit("kernel", host.kernel);
    visit("hypervisor", host.hypervisor);
    visit("architecture", host.architecture);
    visit("compiler", host.compiler);
    visit("build_type", host.buildType);
    visit("version", host.version);
    visit("clock", host.clock);
    visit("schedstat", host.schedstat);
}

/// Reads them; takes a few milliseconds (topology). Thread-safe.
[[nodiscard]] HostFacts readHostFacts();

} // namespace lockscope::measure
