// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/quality/cpu_groups.h"

#include "core/measure/quality/kernel_text.h"

#include <algorithm>
#include <sstream>
#include <string>
#include <string_view>

namespace lockscope::measure {

namespace {

namespace fs = std::filesystem;

/// A mount of a hierarchy of control groups.
struct GroupMount
{
    std::string root; ///< the group that is seen at the mount point
    std::string point;
};

/// "\040" and the like, as mountinfo writes spaces.
std::string unescaped(std::string_view text)
{
    std::string plain;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto isDigit = [&text](std::size_t at) { return text[at] >= '0' && text[at] <= '7'; };
        if (text[i] == '\\' && i + 3 < text.size() && isDigit(i + 1) && isDigit(i + 2)
            && isDigit(i + 3)) {
            plain += static_cast<char>((text[i + 1] - '0') * 64 + (text[i + 2] - '0') * 8
                                       + (text[i + 3] - '0'));
            i += 3;
        } else {
            plain += text[i];
        }
    }
    return plain;
}

bool listHas(std::string_view list, std::string_view word)
{
    while (!list.empty()) {
        const auto comma = list.find(',');
        if (list.substr(0, comma) == word)
            return true;
        list.remove_prefix(comma == std::string_view::npos ? list.size() : comma + 1);
    }
    return false;
}

/// The path of the process's group in the hierarchy with the processor's controller (version 1), or
/// in that of version 2, from the lines "number:controllers:path"; none when it is in none.
std::optional<std::string> groupPath(const std::string& groups, bool unified)
{
    std::istringstream lines(groups);
    for (std::string line; std::getline(lines, line);) {
        const auto first = line.find(':');
        const auto second = first == std::string::npos ? first : line.find(':', first + 1);
        if (second == std::string::npos)
            continue;
        const std::string_view controllers =
            std::string_view(line).substr(first + 1, second - first - 1);
        if (unified ? line.compare(0, first, "0") == 0 && controllers.empty()
                    : listHas(controllers, "cpu"))
            return line.substr(second + 1);
    }
    return std::nullopt;
}

/// The first mount of that hierarchy, from the lines of mountinfo: "id parent device root point
/// options [tags] - type source options".
std::optional<GroupMount> groupMount(const std::string& mounts, bool unified)
{
    std::istringstream lines(mounts);
    for (std::string line; std::getline(lines, line);) {
        const auto dash = line.find(" - ");
        if (dash == std::string::npos)
            continue;
        std::istringstream before(line.substr(0, dash));
        std::istringstream after(line.substr(dash + 3));
        std::string skipped;
        GroupMount mount;
        std::string type;
        std::string options;
        before >> skipped >> skipped >> skipped >> mount.root >> mount.point;
        after >> type >> skipped >> options;
        if (mount.point.empty())
            continue;
        if (unified ? type == "cgroup2" : type == "cgroup" && listHas(options, "cpu"))
            return GroupMount{.root = unescaped(mount.root), .point = unescaped(mount.point)};
    }
    return std::nullopt;
}

bool leadsUp(const std::string& path)
{
    return path == "/.." || path.rfind("/../", 0) == 0;
}

/// Where the group is below its mount point, "" for the point itself. Without a namespace the path
/// begins with the mount's root. In a namespace of its own the path is "/"; where the mount is
/// older than the namespace its root leads up ("/.."), and what is between is not told.
std::string pathBelowMount(const std::string& path, const std::string& root)
{
    if (leadsUp(path) || leadsUp(root))
        return "";
    if (root == "/")
        return path == "/" ? "" : path;
    if (path == root)
        return "";
    if (path.rfind(root + "/", 0) == 0)
        return path.substr(root.size());
    return ""; // elsewhere: only what is mounted can be seen
}

/// From the process's own group up to the mount point, both included.
std::vector<fs::path> foldersUp(const fs::path& root,
                                const GroupMount& mount,
                                const std::string& path)
{
    const fs::path point = (root / fs::path(mount.point).relative_path()).lexically_normal();
    fs::path folder =
        (point / fs::path(pathBelowMount(path, mount.root)).relative_path()).lexically_normal();
    std::error_code error;
    if (!fs::is_directory(folder, error))
        folder = point; // the path is that of another namespace
    std::vector<fs::path> folders;
    for (; folder != point && folder.has_relative_path(); folder = folder.parent_path())
        folders.push_back(folder);
    if (fs::is_directory(point, error))
        folders.push_back(point);
    return folders;
}

/// What a group's limit says.
struct Limit
{
    bool readable = false;
    std::optional<double> cpus{}; ///< none: without a limit
};

Limit limitOf(const std::optional<std::int64_t>& quota, const std::optional<std::int64_t>& period)
{
    if (!quota || !period || *quota <= 0 || *period <= 0)
        return {};
    return {.readable = true, .cpus = static_cast<double>(*quota) / static_cast<double>(*period)};
}

/// "max 100000" or "20000 100000", us of CPU time in each period.
std::optional<Limit> unifiedLimit(const fs::path& folder)
{
    const auto text = readKernelFile(folder / "cpu.max");
    if (!text)
        return std::nullopt;
    std::istringstream words(*text);
    std::string quota;
    std::string period;
    words >> quota >> period;
    if (quota == "max")
        return Limit{.readable = true};
    return limitOf(signedOf(quota), signedOf(period));
}

/// -1 is no limit.
std::optional<Limit> oldLimit(const fs::path& folder)
{
    const auto quota = readKernelFile(folder / "cpu.cfs_quota_us");
    if (!quota)
        return std::nullopt;
    const auto number = signedOf(*quota);
    if (number == -1)
        return Limit{.readable = true};
    const auto period = readKernelFile(folder / "cpu.cfs_period_us");
    return limitOf(number, period ? signedOf(*period) : std::nullopt);
}

/// cpu.stat: "nr_periods N", "nr_throttled N", and "throttled_usec N" or, in version 1,
/// "throttled_time N" (ns).
std::optional<Throttling> throttlingIn(const fs::path& folder)
{
    const auto text = readKernelFile(folder / "cpu.stat");
    if (!text)
        return std::nullopt;
    const auto periods = fieldOf(*text, "nr_periods");
    const auto throttled = fieldOf(*text, "nr_throttled");
    const auto ns = fieldOf(*text, "throttled_time");
    const auto us = fieldOf(*text, "throttled_usec");
    if (!periods || !throttled || !(ns || us))
        return std::nullopt;
    constexpr std::uint64_t kNsOfUs = 1000;
    const std::uint64_t time = ns ? *ns : *us * kNsOfUs;
    return Throttling{.periods = *periods,
                      .throttled = *throttled,
                      .time = std::chrono::nanoseconds(static_cast<std::int64_t>(time))};
}

} // namespace

CpuGroups::CpuGroups(const fs::path& root)
{
    const auto groups = readKernelFile(root / "proc/self/cgroup");
    const auto mounts = readKernelFile(root / "proc/self/mountinfo");
    if (!groups || !mounts)
        return;
    const auto oldPath = groupPath(*groups, false);
    for (const bool unified : {false, true}) {
        const auto path = unified ? groupPath(*groups, true) : oldPath;
        const auto mount = groupMount(*mounts, unified);
        if (!path || !mount)
            continue;
        const auto folders = foldersUp(root, *mount, *path);
        for (const fs::path& folder : folders)
            m_groups.push_back({folder, unified ? Version::Two : Version::One});
        // Where version 1 has the controller, version 2 does not have it and has nothing to say.
        m_found = m_found || (!folders.empty() && (!unified || !oldPath));
    }
}

std::optional<CpuQuota> CpuGroups::quota() const
{
    if (!m_found)
        return std::nullopt;
    CpuQuota tightest;
    bool unreadable = false;
    for (const Group& group : m_groups) {
        const auto limit =
            group.version == Version::Two ? unifiedLimit(group.folder) : oldLimit(group.folder);
        if (!limit)
            continue; // the root group, or one without the controller, has no such file
        unreadable = unreadable || !limit->readable;
        if (limit->cpus)
            tightest.cpus = std::min(tightest.cpus.value_or(*limit->cpus), *limit->cpus);
    }
    if (unreadable && !tightest.cpus)
        return std::nullopt;
    return tightest;
}

std::vector<std::optional<Throttling>> CpuGroups::throttling() const
{
    std::vector<std::optional<Throttling>> counted;
    for (const Group& group : m_groups)
        counted.push_back(throttlingIn(group.folder));
    return counted;
}

std::optional<std::int64_t> throttledBetween(const std::vector<std::optional<Throttling>>& before,
                                             const std::vector<std::optional<Throttling>>& after)
{
    std::optional<std::int64_t> most;
    for (std::size_t i = 0; i < before.size() && i < after.size(); ++i) {
        if (before[i] && !after[i])
            return std::nullopt;
        if (before[i] && after[i])
            most = std::max(most.value_or(0), (after[i]->time - before[i]->time).count());
    }
    return most;
}

} // namespace lockscope::measure
