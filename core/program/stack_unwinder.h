// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/program/symbols.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace lockscope::program {

/// The registers of x86-64 that calls preserve, and where it is.
struct Registers
{
    std::uint64_t ip = 0;
    std::uint64_t sp = 0;
    std::uint64_t bp = 0;
    std::uint64_t bx = 0;
    std::uint64_t r12 = 0;
    std::uint64_t r13 = 0;
    std::uint64_t r14 = 0;
    std::uint64_t r15 = 0;
};

/// A copy of a thread's stack, from `base` upward.
struct StackCopy
{
    std::uint64_t base = 0;
    std::span<const std::byte> bytes;
};

struct UnwoundStack
{
    /// Where it is, then return addresses, the innermost first: 256 at most. The first one is for
    /// Symbols::at(), the others for Symbols::returningTo().
    std::vector<std::uint64_t> addresses;
    /// Reached where the thread began (`_start`, `clone`, `start_thread`, Go's `runtime.goexit`,
    /// ...). Of a stack that is not, the outer part is missing: the copy was too small, or there is
    /// nothing that says how to go on.
    bool rooted = false;
    /// The frame pointer was guessed, and led to where the thread began.
    bool guessed = false;
};

/// Finds the calls that led to where a thread is, from its registers and a copy of its stack, by
/// what the program's files say of their code (CFI). Code of which they say nothing is left by its
/// frame pointer. Registers and stack may be anything: nothing outside of the copy is followed but
/// the modules' own data. One for each Symbols, which it needs all its life; that one's thread.
class StackUnwinder
{
public:
    explicit StackUnwinder(Symbols& symbols);
    StackUnwinder(const StackUnwinder&) = delete;
    StackUnwinder& operator=(const StackUnwinder&) = delete;
    ~StackUnwinder();

    /// Whether this machine's stacks can be unwound. Elsewhere stacks have their first address
    /// alone.
    [[nodiscard]] static bool supported();

    [[nodiscard]] UnwoundStack unwind(const Registers& registers, const StackCopy& stack);

    /// Where no more than this is known, as /proc/PID/syscall has it. Code that needs the frame
    /// pointer is left by guesses from the stack, each taken only when it leads to where the thread
    /// began.
    [[nodiscard]] UnwoundStack unwind(std::uint64_t ip, std::uint64_t sp, const StackCopy& stack);

private:
    class Attached;
    std::unique_ptr<Attached> m_attached;
};

} // namespace lockscope::program
