// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/guards/families.h"
#include "core/guards/guard_variant.h"
#include "core/guards/parking_locks.h"

namespace lockscope::guards {

namespace {

constexpr std::string_view kFamily = "Parking by hand";
constexpr std::string_view kOrdering =
    "The exchange that takes the word acquires what the exchange that freed it released.";

constexpr GuardRow kRows[]{
    {.id = "futex",
     .label = "Futex, three states",
     .description =
         "Free, held, or held and perhaps waited for, as in glibc's low-level lock: a caller "
         "that finds it taken sleeps in the kernel at once, and while anybody does each unlock "
         "costs a system call; whoever comes first gets it; 4 bytes.",
     .ordering = kOrdering,
     .family = kFamily,
     .traits = {.blocks = true, .hasTry = true},
     .model = "futex",
     .variant = &variantOf<FutexLock>},
    {.id = "spin-futex",
     .label = "Spin, then futex",
     .description =
         "The same after up to 100 looks with a pause between: short holds are waited out on "
         "the CPU, long ones asleep; whoever comes first gets it; 4 bytes.",
     .ordering = kOrdering,
     .family = kFamily,
     .traits = {.spins = true, .blocks = true, .hasTry = true},
     .model = "spin-then-park",
     .variant = &variantOf<SpinThenParkLock>},
};

} // namespace

std::span<const GuardRow> parkingFamily()
{
    return kRows;
}

} // namespace lockscope::guards
