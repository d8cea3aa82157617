// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/guards/families.h"
#include "core/guards/guard_variant.h"
#include "core/guards/posix_locks.h"

namespace lockscope::guards {

namespace {

constexpr std::string_view kFamily = "POSIX threads";
constexpr std::string_view kSynchronises = "POSIX has these functions synchronise memory (XBD "
                                           "4.12); glibc acquires in lock and releases in "
                                           "unlock.";

constexpr GuardRow kRows[]{
    {.id = "pthread-adaptive",
     .label = "Adaptive mutex",
     .description =
         "A pthread mutex that spins for about as long as it lately took to get it, then "
         "sleeps in the kernel; no order among callers; 40 bytes.",
     .ordering = kSynchronises,
     .family = kFamily,
     .traits = {.spins = true, .blocks = true, .hasTry = true},
     .model = "spin-then-park",
     .variant = &variantOf<AdaptiveMutex>},
    {.id = "pthread-pi",
     .label = "Priority-inheriting mutex",
     .description =
         "A pthread mutex whose holder gets the priority of those who wait: contended, the "
         "kernel hands it from one to the next, by priority and then in turn, which makes "
         "every hand-over wait for a switch of threads; 40 bytes.",
     .ordering = kSynchronises,
     .family = kFamily,
     .traits = {.fair = true, .blocks = true, .hasTry = true},
     .model = "handoff",
     .variant = &variantOf<PriorityInheritingMutex>},
    {.id = "pthread-spin",
     .label = "Spin lock",
     .description =
         "pthread_spinlock_t: a caller that finds it taken spins on it without pause for as "
         "long as it takes, whoever holds it running or not; no order among callers; 4 bytes.",
     .ordering = kSynchronises,
     .family = kFamily,
     .traits = {.spins = true, .hasTry = true},
     .model = "tas",
     .variant = &variantOf<PosixSpinLock>},
    {.id = "pthread-rwlock",
     .label = "Read-write lock, read side",
     .description =
         "pthread_rwlock_t held for reading: callers do not keep each other out, but each "
         "changes the one count of readers, twice; while somebody writes they sleep; "
         "56 bytes.",
     .ordering = kSynchronises,
     .family = kFamily,
     .traits = {.exclusive = false, .blocks = true, .readerWriter = true, .hasTry = true},
     .model = "rw-read",
     .variant = &variantOf<PosixReadLock>},
    {.id = "semaphore",
     .label = "Binary semaphore",
     .description =
         "A POSIX semaphore of one: a caller that finds it at nothing sleeps in the kernel; "
         "whoever comes first after a post gets it; 32 bytes.",
     .ordering = kSynchronises,
     .family = kFamily,
     .traits = {.blocks = true, .hasTry = true},
     .model = "futex",
     .variant = &variantOf<BinarySemaphore>},
};

} // namespace

std::span<const GuardRow> posixFamily()
{
    return kRows;
}

} // namespace lockscope::guards
