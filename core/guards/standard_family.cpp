// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/guards/families.h"
#include "core/guards/guard_variant.h"
#include "core/guards/std_locks.h"

namespace lockscope::guards {

namespace {

constexpr GuardRow kRows[] {
    {.id = "mutex",
     .label = "Mutex",
     .description = "std::mutex, the lock of Go's guard up to go1.21: a caller that finds it taken "
                    "sleeps in the kernel until it is woken; whoever comes first after an unlock "
                    "gets it.",
     .family = "Standard library",
     .traits = {.fair = false, .spins = false, .blocks = true, .hasTry = true},
     .variant = &variantOf<StdMutex>},
};

} // namespace

std::span<const GuardRow> standardFamily()
{
    return kRows;
}

} // namespace lockscope::guards
