// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/guards/families.h"
#include "core/guards/guard_variant.h"

#include <oneapi/tbb/spin_mutex.h>

namespace lockscope::guards {

namespace {

constexpr GuardRow kRows[] {
    {.id = "tbb-spin",
     .label = "Spin mutex",
     .description = "tbb::spin_mutex: a caller that finds it taken spins with growing pauses and "
                    "then yields its CPU; it never sleeps, and nothing keeps order among callers.",
     .family = "oneTBB",
     .traits = {.fair = false, .spins = true, .blocks = false, .hasTry = true},
     .variant = &variantOf<oneapi::tbb::spin_mutex>},
};

} // namespace

std::span<const GuardRow> oneTbbFamily()
{
    return kRows;
}

} // namespace lockscope::guards
