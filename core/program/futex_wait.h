// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/program/frame.h"
#include "core/program/lock_counts.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace lockscope::program {

/// A system call that a thread sleeps in, as /proc/PID/task/TID/syscall has it.
struct BlockedCall
{
    std::int64_t number = -1; ///< -1: asleep in the kernel, but in no call
    std::uint64_t arguments[6] = {};
    std::uint64_t stackPointer = 0;
    std::uint64_t instruction = 0;
};

/// Reads it; none for a thread that runs, and for what is no such text.
[[nodiscard]] std::optional<BlockedCall> parseBlockedCall(std::string_view text);

/// What a thread sleeps on.
struct FutexWait
{
    std::uint64_t address = 0; ///< of the word
    bool likeMutex = false; ///< as the C library waits for a mutex
};

/// None for a call that is no wait on a futex.
[[nodiscard]] std::optional<FutexWait> futexWaitOf(const BlockedCall& call);

/// What it is that a thread waits for, by the functions that it is in, the innermost first: those
/// of the C library have names. None: it waits for another thread's end, or for a timer. Futex:
/// nothing is known of it.
[[nodiscard]] std::optional<LockKind> kindOfWait(const FutexWait& wait,
                                                 std::span<const Frame> frames);

} // namespace lockscope::program
