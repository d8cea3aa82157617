// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/host_facts.h"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <vector>

namespace lockscope::measure {

/// What a control group says of how often its processes were held back, since it was made.
struct Throttling
{
    std::uint64_t periods = 0; ///< of the quota, in which a process of the group ran
    std::uint64_t throttled = 0; ///< of these, in which the quota was used up
    std::chrono::nanoseconds time{}; ///< held back, summed over CPUs
    friend bool operator==(const Throttling&, const Throttling&) = default;
};

/// The control groups that limit this process's CPU time: its own and those above it, as far up as
/// can be seen from here (a container sees its own root), of version 2 (`cpu.max`) and of version 1
/// (`cpu.cfs_quota_us` over `cpu.cfs_period_us`). Where they are is looked up once, in
/// /proc/self/cgroup and /proc/self/mountinfo; see cgroups(7), cgroup_namespaces(7) and proc(5).
/// A process that is moved to another group later is not followed. Thread-safe.
class CpuGroups
{
public:
    /// Below `root` are proc and sys: "/", but in tests.
    explicit CpuGroups(const std::filesystem::path& root = "/");

    /// The tightest quota up the tree; none when it cannot be told.
    [[nodiscard]] std::optional<CpuQuota> quota() const;

    /// Of each group on the way that counts it, from the process's own upwards, in the same order
    /// every time. Empty when no group does.
    [[nodiscard]] std::vector<std::optional<Throttling>> throttling() const;

private:
    enum class Version : std::uint8_t
    {
        One,
        Two
    };
    struct Group
    {
        std::filesystem::path folder;
        Version version = Version::Two;
    };

    std::vector<Group> m_groups; ///< from the process's own upwards
    bool m_found = false; ///< where the processor's controller is, is known
};

/// The time that was throttled between two readings of CpuGroups::throttling(), ns summed over
/// CPUs: of the group that was held back most, because a group's time is in those above it again.
/// None when nothing was counted, or a group has gone meanwhile.
[[nodiscard]] std::optional<std::int64_t> throttledBetween(
    const std::vector<std::optional<Throttling>>& before,
    const std::vector<std::optional<Throttling>>& after);

} // namespace lockscope::measure
