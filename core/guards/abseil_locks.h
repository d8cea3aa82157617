// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/guards/tsan_annotations.h"

#include <absl/base/call_once.h>
#include <absl/synchronization/mutex.h>

namespace lockscope::guards {

class AbslMutex
{
public:
    void lock()
    {
        m_mutex.Lock();
        taken(this);
    }
    bool try_lock()
    {
        const bool held = m_mutex.TryLock();
        if (held)
            taken(this);
        return held;
    }
    void unlock()
    {
        aboutToRelease(this);
        m_mutex.Unlock();
    }

private:
    absl::Mutex m_mutex;
};

class AbslCallOnce
{
public:
    template <class Function>
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
