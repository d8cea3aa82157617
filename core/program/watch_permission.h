// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include <sys/types.h>

namespace lockscope::program {

/// Why a process cannot be watched from outside.
enum class WatchObstacle : std::uint8_t
{
    Self, ///< it is this program
    Kernel, ///< a thread of the kernel
    Ended, ///< it is not there, or has ended and not been waited for
    OtherUser,
    PtraceScope, ///< kernel.yama.ptrace_scope
    Refused ///< by the kernel, for another reason
};

struct WatchPermission
{
    std::optional<WatchObstacle> obstacle;
    std::string whyNot; ///< one sentence; empty when it may be watched

    [[nodiscard]] bool granted() const { return !obstacle; }
};

/// Whether this program may watch another as it is now, by trying what that takes: reading where a
/// thread is (/proc/PID/syscall) and a word of its memory. The process is neither stopped nor
/// changed, and no more rights are asked for. Any thread.
[[nodiscard]] WatchPermission watchPermission(pid_t pid);

} // namespace lockscope::program
