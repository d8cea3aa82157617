// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/guards/families.h"
#include "core/guards/guard_variant.h"
#include "core/guards/std_locks.h"

namespace lockscope::guards {

namespace {

constexpr std::string_view kFamily = "Standard library";

constexpr GuardRow kRows[]{
    {.id = "mutex",
     .label = "Mutex",
     .description = "std::mutex, the lock of Go's guard up to go1.21: a caller that finds it taken "
                    "sleeps in the kernel until it is woken; whoever comes first after an unlock "
                    "gets it; 40 bytes.",
     .ordering =
         "Lock and unlock of a mutex are one total order in which each unlock synchronises with "
         "the next lock (C++20, 32.6.4.2).",
     .family = kFamily,
     .traits = {.blocks = true, .hasTry = true},
     .model = "futex",
     .variant = &variantOf<StdMutex>},
    {.id = "shared-mutex",
     .label = "Shared mutex, read side",
     .description = "std::shared_mutex held shared: callers do not keep each other out, but each "
                    "changes the one count of readers, twice; only while somebody writes do they "
                    "sleep; 56 bytes.",
     .ordering = "An exclusive unlock synchronises with the next shared lock (C++20, 32.6.4.4).",
     .family = kFamily,
     .traits = {.exclusive = false, .blocks = true, .readerWriter = true, .hasTry = true},
     .model = "rw-read",
     .variant = &variantOf<SharedMutexReadLock>},
    {.id = "atomic-wait",
     .label = "Flag with atomic wait",
     .description =
         "An exchange of one flag, and C++20's wait on it when it was taken: spins briefly, "
         "then sleeps in the kernel; every unlock looks for sleepers; no order among "
         "callers; 4 bytes.",
     .ordering = "The exchange that takes the flag acquires what the store that freed it released.",
     .family = kFamily,
     .traits = {.spins = true, .blocks = true, .hasTry = true},
     .model = "spin-then-park",
     .variant = &variantOf<AtomicWaitLock>},
};

} // namespace

std::span<const GuardRow> standardFamily()
{
    return kRows;
}

} // namespace lockscope::guards
