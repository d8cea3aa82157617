// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/guards/tsan_annotations.h"

#include <absl/base/call_once.h>
#include <absl/synchronization/mutex.h>

namespace lockscope::guards {

/// Abseil of 2025 calls lock() and so on what before was Lock(), which is deprecated there.
template<class Mutex>
struct AbslNames
{
    static void lock(Mutex& mutex)
    {
        if constexpr (requires { mutex.lock(); })
            mutex.lock();
        else
            mutex.Lock();
    }
    static bool tryLock(Mutex& mutex)
    {
        if constexpr (requires { mutex.try_lock(); })
            return mutex.try_lock();
        else
            return mutex.TryLock();
    }
    static void unlock(Mutex& mutex)
    {
        if constexpr (requires { mutex.unlock(); })
            mutex.unlock();
        else
            mutex.Unlock();
    }
};

class AbslMutex
{
public:
    void lock()
    {
        Names::lock(m_mutex);
        taken(this);
    }
    bool try_lock()
    {
        const bool held = Names::tryLock(m_mutex);
        if (held)
            taken(this);
        return held;
    }
    void unlock()
    {
        aboutToRelease(this);
        Names::unlock(m_mutex);
    }

private:
    using Names = AbslNames<absl::Mutex>;

    absl::Mutex m_mutex;
};

class AbslCallOnce
{
public:
    template<class Function>
    void run(Function&& function)
    {
        absl::call_once(m_flag, [this, &function] {
            function();
            aboutToRelease(this);
        });
        taken(this);
    }

private:
    absl::once_flag m_flag;
};

} // namespace lockscope::guards
