// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/guards/families.h"

#if LOCKSCOPE_HAVE_URCU
#include "core/guards/guard_variant.h"
#include "core/guards/urcu_locks.h"
#define LOCKSCOPE_RCU(flavour) .variant = &variantOf<RcuReadLock<flavour>>
#else
#define LOCKSCOPE_RCU(flavour)                                                                     \
    .available = false,                                                                            \
    .whyNot = "Built without Userspace RCU: install liburcu-dev (Debian, Ubuntu) and build again."
#endif

namespace lockscope::guards {

namespace {

constexpr std::string_view kFamily = "Userspace RCU";
constexpr GuardTraits kTraits{.exclusive = false, .readerWriter = true, .hasTry = true};
constexpr std::string_view kOrdering = "What a reader finds through the flag or the context "
                                       "function was released before and is acquired "
                                       "there; nothing is freed, so no grace period is waited for.";

constexpr GuardRow kRows[]{
    {.id = "urcu-memb",
     .label = "RCU reader, membarrier",
     .description =
         "A read-side section of liburcu's membarrier flavour: a caller says in a word of its own "
         "that it is inside, without a fence, and never waits; nobody is kept out; a few words "
         "for each thread.",
     .ordering = kOrdering,
     .family = kFamily,
     .traits = kTraits,
     .model = "own-line",
     LOCKSCOPE_RCU(MembarrierFlavour)},
    {.id = "urcu-mb",
     .label = "RCU reader, memory barrier",
     .description =
         "A read-side section of liburcu's memory-barrier flavour: the same with a full fence on "
         "the way in and on the way out; never waits, nobody is kept out; a few words for each "
         "thread.",
     .ordering = kOrdering,
     .family = kFamily,
     .traits = kTraits,
     .model = "own-line",
     LOCKSCOPE_RCU(MemoryBarrierFlavour)},
};

} // namespace

std::span<const GuardRow> rcuFamily()
{
    return kRows;
}

} // namespace lockscope::guards
