// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <absl/base/call_once.h>
#include <absl/synchronization/mutex.h>

#include <utility>

namespace lockscope::guards {

class AbslMutex
{
public:
    void lock() { m_mutex.Lock(); }
    bool try_lock() { return m_mutex.TryLock(); }
    void unlock() { m_mutex.Unlock(); }

private:
    absl::Mutex m_mutex;
};

class AbslCallOnce
{
public:
    template <class Function>
    void run(Function&& function)
    {
        absl::call_once(m_flag, std::forward<Function>(function));
    }

private:
    absl::once_flag m_flag;
};

} // namespace lockscope::guards
