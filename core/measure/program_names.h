// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/snapshot.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace lockscope::measure {

/// What a watched program's locks and threads are called, as its snapshots tell of it one after
/// another. Bounded, whatever they tell. Not thread-safe.
class ProgramNames
{
public:
    void follow(const Snapshot& snapshot);

    /// Null for a lock of which nothing was told yet.
    [[nodiscard]] const LockInfo* lock(std::uint32_t id) const;
    /// Null for one of which nothing was told yet.
    [[nodiscard]] const ThreadInfo* threadInfo(std::uint32_t index) const;
    /// Empty for one of which nothing was told yet.
    [[nodiscard]] std::string thread(std::uint32_t index) const;

private:
    std::map<std::uint32_t, LockInfo> m_locks;
    std::map<std::uint32_t, ThreadInfo> m_threads;
};

/// Whether it is a condition, whose waits are no lock waits, or something of which nothing is
/// known.
[[nodiscard]] bool isLock(const LockInfo& info);

/// A path's last part: "cache.c".
[[nodiscard]] std::string_view fileNameOf(std::string_view path);

/// A place in a program as people read it; the function or the module is known. The program's own
/// text: make it fit where it is shown.
[[nodiscard]] std::string placeText(const std::string& function,
                                    const std::string& file,
                                    std::optional<std::uint32_t> line,
                                    const std::string& module,
                                    std::uint64_t offset);

/// A lock's place: "evict (cache.c:88)", "evict (libcache.so)",
/// "libcache.so+0x1a2b"; "at 0x55d0" for a lock that was never contended.
[[nodiscard]] std::string placeOf(const LockInfo& info);

} // namespace lockscope::measure
