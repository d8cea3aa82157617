// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>

namespace lockscope::program {

/// Counts the lines that a program prints, which go where they would have gone, byte by byte.
///
/// A process of its own hands them on. So a program that goes on when Lockscope has ended, however
/// that came, prints as before; that process ends when nobody can print into it any more. Where the
/// lines go nobody reads any more, it ends as well, and the program meets what it would have met.
///
/// Lines count as they arrive. A program that prints into no terminal collects some KB first, as a
/// rule, so they arrive in jumps.
///
/// Thread-safety: lines() from any thread, the rest from one.
class LineRelay
{
public:
    /// Hands on to this descriptor. std::runtime_error, one sentence, where that is refused.
    explicit LineRelay(int destination);
    LineRelay(const LineRelay&) = delete;
    LineRelay& operator=(const LineRelay&) = delete;
    ~LineRelay();

    /// What the program has as its standard output.
    [[nodiscard]] int input() const { return m_input; }
    /// The program has it: lines end when its last copy of it is closed.
    void closeInput();

    [[nodiscard]] std::uint64_t lines() const;
    /// Waits, after the program's end, until all that it printed was handed on; not for ever, as
    /// something that it started may have its output still. Whether that was so.
    bool waitForRest(std::chrono::milliseconds time) const;

private:
    /// In memory that both processes have.
    struct Shared
    {
        std::atomic<std::uint64_t> lines{0};
        std::atomic<std::uint32_t> over{0};
    };
    static_assert(std::atomic<std::uint64_t>::is_always_lock_free
                  && std::atomic<std::uint32_t>::is_always_lock_free);

    static void handOn(int from, int to, Shared& shared);

    Shared* m_shared = nullptr;
    int m_input = -1;
};

} // namespace lockscope::program
