// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/program/futex_wait.h"

#include <algorithm>
#include <array>
#include <charconv>

#include <linux/futex.h>
#include <sys/syscall.h>

namespace lockscope::program {

namespace {

/// The next number, behind blanks: hexadecimal with 0x, else decimal.
template<class Number>
bool take(std::string_view& text, Number& number)
{
    text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
    const bool hexadecimal = text.starts_with("0x");
    if (hexadecimal)
        text.remove_prefix(2);
    const auto [end, error] =
        std::from_chars(text.data(), text.data() + text.size(), number, hexadecimal ? 16 : 10);
    if (error != std::errc{})
        return false;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    return true;
}

struct Function
{
    std::string_view part; ///< of the name
    std::optional<LockKind> kind;
};

/// glibc's names, public and internal ones, and musl's. The first that fits counts.
constexpr std::array kFunctions{
    Function{"cond_wait", LockKind::Condition},
    Function{"cond_timedwait", LockKind::Condition},
    Function{"cond_clockwait", LockKind::Condition},
    Function{"rwlock_rdlock", LockKind::Read},
    Function{"rwlock_timedrdlock", LockKind::Read},
    Function{"rwlock_clockrdlock", LockKind::Read},
    Function{"rwlock_wrlock", LockKind::Write},
    Function{"rwlock_timedwrlock", LockKind::Write},
    Function{"rwlock_clockwrlock", LockKind::Write},
    Function{"mutex_lock", LockKind::Mutex},
    Function{"mutex_timedlock", LockKind::Mutex},
    Function{"mutex_clocklock", LockKind::Mutex},
    Function{"lll_lock", LockKind::Mutex},
    Function{"sem_wait", LockKind::Semaphore},
    Function{"sem_timedwait", LockKind::Semaphore},
    Function{"sem_clockwait", LockKind::Semaphore},
    Function{"new_sem", LockKind::Semaphore},
    Function{"pthread_once", LockKind::Once},
    Function{"pthread_join", std::nullopt},
    Function{"pthread_clockjoin", std::nullopt},
    Function{"pthread_timedjoin", std::nullopt},
    Function{"pthread_barrier_wait", LockKind::Condition},
};

} // namespace

std::optional<BlockedCall> parseBlockedCall(std::string_view text)
{
    BlockedCall call;
    if (!take(text, call.number)) // "running"
        return std::nullopt;
    if (call.number >= 0)
        for (std::uint64_t& argument : call.arguments)
            if (!take(text, argument))
                return std::nullopt;
    if (!take(text, call.stackPointer) || !take(text, call.instruction))
        return std::nullopt;
    return call;
}

std::optional<FutexWait> futexWaitOf(const BlockedCall& call)
{
    if (call.number != SYS_futex)
        return std::nullopt;
    const auto operation = static_cast<int>(call.arguments[1] & FUTEX_CMD_MASK);
    constexpr std::uint64_t kLockedWithWaiters = 2; // glibc and musl: lowlevellock.h
    switch (operation) {
    case FUTEX_LOCK_PI:
        return FutexWait{call.arguments[0], true};
    case FUTEX_WAIT:
        return FutexWait{call.arguments[0],
                         (call.arguments[2] & 0xffffffffU) == kLockedWithWaiters};
    case FUTEX_WAIT_BITSET:
    case FUTEX_WAIT_REQUEUE_PI:
        return FutexWait{call.arguments[0], false};
    default:
        return std::nullopt;
    }
}

std::optional<LockKind> kindOfWait(const FutexWait& wait, std::span<const Frame> frames)
{
    constexpr std::size_t kNear = 8; // the C library's own frames are no more
    for (const Frame& frame : frames.first(std::min(kNear, frames.size())))
        for (const Function& function : kFunctions)
            if (frame.function.find(function.part) != std::string::npos)
                return function.kind;
    return wait.likeMutex ? LockKind::Mutex : LockKind::Futex;
}

} // namespace lockscope::program
