// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/probe.h"

#include <concepts>

namespace lockscope::guards {

/// A lock as the standard's BasicLockable requirements have it. It tells whether a caller has to
/// wait, by a `try_lock` (Lockable) or by `enter` and `await` (probe.h): so every wait is timed,
/// and nothing but waits.
///
/// One that knows readers from writers has its readers' side there, and `lock_alone` and
/// `unlock_alone` for a writer.
template<class L>
concept Lock = std::default_initializable<L> && measure::Timeable<L> && requires(L lock)
{
    lock.lock();
    lock.unlock();
};

/// Tries to take a lock as a caller does, and lets it go again: whether that was possible.
template<measure::HasTry L>
[[nodiscard]] bool tryAndLetGo(L& lock)
{
    const bool held = lock.try_lock();
    if (held)
        lock.unlock();
    return held;
}

/// Holds a lock so that nobody else holds it: as writer, where it knows one.
template<Lock L>
class HoldAlone
{
public:
    explicit HoldAlone(L& lock)
        : m_lock(lock)
    {
        if constexpr (kSharable)
            m_lock.lock_alone();
        else
            m_lock.lock();
    }
    HoldAlone(const HoldAlone&) = delete;
    HoldAlone& operator=(const HoldAlone&) = delete;
    ~HoldAlone()
    {
        if constexpr (kSharable)
            m_lock.unlock_alone();
        else
            m_lock.unlock();
    }

private:
    static constexpr bool kSharable = requires(L lock) { lock.lock_alone(); };
    L& m_lock;
};

} // namespace lockscope::guards
