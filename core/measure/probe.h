// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/clock.h"
#include "core/measure/thread_slot.h"
#include "core/measure/wait_histogram.h"

#include <algorithm>
#include <concepts>
#include <cstdint>

namespace lockscope::measure {

/// The wait of one pass, in readings of WaitClock: from the failed attempt until the lock was held.
/// Both 0 when the pass was not contended.
struct Wait
{
    std::uint64_t from = 0;
    std::uint64_t to = 0;
};

/// Whether an attempt to take the lock can fail at once.
template <class Lock>
concept HasTry = requires(Lock lock) {
    { lock.try_lock() } -> std::convertible_to<bool>;
};

/// Passes of a lock without a try for each that is timed, on average.
inline constexpr std::uint32_t kSampleEvery = 64;

/// A sampled pass counts as contended when taking the lock took as long as this: about five times what it
/// and the clock cost when nobody is in the way.
inline constexpr std::uint64_t kSampledAsContendedNs = 150;

/// A batch of calls is long from here on, and so is one that a wait of this length falls into: then what was counted
/// is not to wait for more.
inline constexpr std::uint64_t kLongBatchNs = 200'000;

/// The probe that measures nothing: the null twin. The same loop compiled with it is what the
/// probe's cost is measured against.
class NullProbe
{
public:
    static constexpr bool kMeasures = false;

    NullProbe(ThreadSlot& /*slot*/, WaitHistogram& /*waits*/) {}

    void enter(Phase /*phase*/) {}

    template <class Lock>
    [[nodiscard]] Wait lock(Lock& lock)
    {
        lock.lock();
        return {};
    }

    void waited(Wait /*wait*/) {}
    [[nodiscard]] bool waitedLong() const { return false; }
    void publish() {}
};

/// The probe: says the phase and times every contended pass exactly. Belongs to one worker, and costs an
/// uncontended pass two stores: no clock is read there, and nothing is counted that the loop does not
/// keep in a register (a counter in memory would be its slowest part).
class LiveProbe
{
public:
    static constexpr bool kMeasures = true;

    LiveProbe(ThreadSlot& slot, WaitHistogram& waits)
        : m_slot(slot)
        , m_waits(waits)
    {
    }

    void enter(Phase phase)
    {
        // Relaxed: the sampler wants the phase alone, whenever it becomes visible.
        m_slot.phase.store(phase, std::memory_order_relaxed);
    }

    /// Takes the lock. The first attempt is a try, so that an uncontended pass reads no clock. Of a lock
    /// that has no try, one pass in kSampleEvery on average is timed and stands for those since the last.
    template <class Lock>
    [[nodiscard]] Wait lock(Lock& lock)
    {
        if constexpr (HasTry<Lock>) {
            if (lock.try_lock()) [[likely]]
                return {};
        } else {
            if (--m_untilSample > 0) [[likely]] {
                lock.lock();
                return {};
            }
        }
        Wait wait;
        wait.from = WaitClock::now();
        // Relaxed, here and below: stands for itself, see ThreadSlot.
        m_slot.waitingSince.store(wait.from, std::memory_order_relaxed);
        lock.lock();
        m_slot.waitingSince.store(ThreadSlot::kHasWaited, std::memory_order_relaxed);
        wait.to = WaitClock::now();
        if constexpr (!HasTry<Lock>)
            return sampled(wait);
        return wait;
    }

    /// Records the wait of a pass, if it had to; called when the lock is free again, so that the
    /// book-keeping does not lengthen the hold time of others.
    void waited(Wait wait)
    {
        if (wait.to == 0) [[likely]]
            return;
        m_slot.waitingSince.store(0, std::memory_order_relaxed);
        const std::uint64_t ns = WaitClock::between(wait.from, wait.to);
        m_contended += m_weight;
        m_waitNs += ns * m_weight;
        m_longestNs = std::max(m_longestNs, ns);
        m_waits.record(ns, m_weight);
        m_weight = 1;
    }

    /// Of a lock without a try: every pass is timed from here on, not samples alone. For calls that take
    /// so long that two readings of the clock are nothing, and that are too few to be sampled.
    void timeEveryPass(bool every)
    {
        m_everyPass = every;
        if (!every || m_untilSample <= 1)
            return;
        m_gap -= m_untilSample - 1; // the next pass stands for those that have gone by
        m_untilSample = 1;
    }

    /// Whether a wait since the last publish() was so long that the batch is.
    [[nodiscard]] bool waitedLong() const { return m_longestNs > kLongBatchNs; }

    /// Adds what has been counted since the last call to the slot. Once a batch.
    void publish()
    {
        constexpr auto kRelaxed = std::memory_order_relaxed; // single writer, see ThreadSlot
        m_slot.contended.store(m_slot.contended.load(kRelaxed) + m_contended, kRelaxed);
        m_slot.waitNs.store(m_slot.waitNs.load(kRelaxed) + m_waitNs, kRelaxed);
        m_contended = 0;
        m_waitNs = 0;
        m_longestNs = 0;
    }

private:
    /// A sampled pass: contended or not, and how long until the next sample.
    [[nodiscard]] Wait sampled(Wait wait)
    {
        m_weight = static_cast<std::uint32_t>(m_gap);
        // Uneven gaps (xorshift, Marsaglia 2003), so that sampling does not fall into step with the lock.
        m_random ^= m_random << 13U;
        m_random ^= m_random >> 17U;
        m_random ^= m_random << 5U;
        m_gap = m_everyPass ? 1 : kSampleEvery / 2 + m_random % kSampleEvery;
        m_untilSample = m_gap;
        if (WaitClock::between(wait.from, wait.to) >= kSampledAsContendedNs)
            return wait;
        m_weight = 1;
        m_slot.waitingSince.store(0, std::memory_order_relaxed);
        return {};
    }

    ThreadSlot& m_slot;
    WaitHistogram& m_waits;
    std::uint32_t m_weight = 1; ///< passes that the wait at hand stands for
    bool m_everyPass = false;
    std::int64_t m_gap = 1; ///< passes from the last sample to the next; the first is one
    std::int64_t m_untilSample = 1;
    std::uint32_t m_random = 2'463'534'242;
    std::uint64_t m_contended = 0;
    std::uint64_t m_waitNs = 0;
    std::uint64_t m_longestNs = 0;
};

} // namespace lockscope::measure
