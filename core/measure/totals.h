// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace lockscope::measure {

/// Counts of a run, of an interval, or of one worker. Invariant at rest (workers parked):
/// tasks == calls == callbacks, and contended <= passes.
struct Totals
{
    std::uint64_t tasks = 0; ///< taken from the task source
    std::uint64_t calls = 0; ///< returned to the native side
    std::uint64_t callbacks = 0; ///< carried out on the runtime side
    std::uint64_t passes = 0; ///< through the guard, counted by the probe (0 without a probe)
    std::uint64_t contended = 0; ///< passes whose first attempt to take the lock failed
    std::uint64_t waitNs = 0; ///< lock-wait time of the contended passes, summed

    Totals& operator+=(const Totals& other)
    {
        tasks += other.tasks;
        calls += other.calls;
        callbacks += other.callbacks;
        passes += other.passes;
        contended += other.contended;
        waitNs += other.waitNs;
        return *this;
    }

    Totals& operator-=(const Totals& other)
    {
        tasks -= other.tasks;
        calls -= other.calls;
        callbacks -= other.callbacks;
        passes -= other.passes;
        contended -= other.contended;
        waitNs -= other.waitNs;
        return *this;
    }

    friend Totals operator+(Totals left, const Totals& right) { return left += right; }
    friend Totals operator-(Totals left, const Totals& right) { return left -= right; }
    friend bool operator==(const Totals&, const Totals&) = default;
};

} // namespace lockscope::measure
