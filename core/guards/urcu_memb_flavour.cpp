// SPDX-License-Identifier: GPL-3.0-or-later
// A file for each flavour: the library's headers give both the same names.
#include "core/guards/urcu_locks.h"

#include <urcu/urcu-memb.h>

namespace lockscope::guards {

void MembarrierFlavour::registerThread()
{
    urcu_memb_register_thread();
}

void MembarrierFlavour::unregisterThread()
{
    urcu_memb_unregister_thread();
}

void MembarrierFlavour::readLock()
{
    urcu_memb_read_lock();
}

void MembarrierFlavour::readUnlock()
{
    urcu_memb_read_unlock();
}

} // namespace lockscope::guards
