// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <cstdint>

namespace lockscope::workload {

/// The lock that Go's runtime takes around its own data, a channel's among them: lock2 and unlock2
/// of runtime/lock_futex.go (go1.19 to go1.23). Not fair: whoever comes while it is free gets it,
/// before those who sleep. A caller that finds it taken looks again four times with 30 pauses in
/// between, gives its CPU away once, and then sleeps in the kernel until one holder wakes it.
///
/// States: 0 free; 1 held; 2 held, and somebody may sleep. A sleeper that gets it leaves it at 2,
/// because it does not know whether others still sleep. Satisfies BasicLockable. Thread-safe; not
/// recursive; to unlock what is not held is invalid.
///
/// Ordering: taking it acquires, unlocking releases, so that what one holder wrote the next one
/// reads.
class RuntimeLock
{
public:
    void lock()
    {
        const std::uint32_t was = m_state.exchange(kHeld, std::memory_order_acquire); // see above
        if (was != kFree) [[unlikely]]
            lockSlowly(was);
    }

    void unlock()
    {
        if (m_state.exchange(kFree, std::memory_order_release) == kSleepers)
            [[unlikely]] // see above
            wakeOne();
    }

private:
    static constexpr std::uint32_t kFree = 0;
    static constexpr std::uint32_t kHeld = 1;
    static constexpr std::uint32_t kSleepers = 2;

    [[gnu::noinline, gnu::cold]] void lockSlowly(std::uint32_t wait);
    [[gnu::noinline, gnu::cold]] void wakeOne();
    [[nodiscard]] bool takeFree(std::uint32_t wait);

    std::atomic<std::uint32_t> m_state{kFree};
};

} // namespace lockscope::workload
