// SPDX-License-Identifier: GPL-3.0-or-later
// A file for each flavour: the library's headers give both the same names.
#include "core/guards/urcu_locks.h"

#include <urcu/urcu-mb.h>

namespace lockscope::guards {

void MemoryBarrierFlavour::registerThread()
{
    urcu_mb_register_thread();
}

void MemoryBarrierFlavour::unregisterThread()
{
    urcu_mb_unregister_thread();
}

void MemoryBarrierFlavour::readLock()
{
    urcu_mb_read_lock();
}

void MemoryBarrierFlavour::readUnlock()
{
    urcu_mb_read_unlock();
}

} // namespace lockscope::guards
