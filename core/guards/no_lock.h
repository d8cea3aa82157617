// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace lockscope::guards {

/// The baseline: a lock that keeps nobody out. What it is compared with costs at least this; what
/// stands under it races.
struct NoLock
{
    void lock() {}
    static bool try_lock() { return true; }
    void unlock() {}
};

} // namespace lockscope::guards
