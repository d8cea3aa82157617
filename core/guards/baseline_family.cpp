// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/guards/families.h"
#include "core/guards/guard_variant.h"
#include "core/guards/no_lock.h"

namespace lockscope::guards {

namespace {

constexpr GuardRow kRows[]{
    {.id = "none",
     .label = "None (races)",
     .description = "No lock at all: the baseline that shows what the rest of a call costs. It "
                    "keeps nobody out, so what it would guard is racing.",
     .ordering = "none.",
     .family = "Baseline",
     .traits = {.exclusive = false, .hasTry = true},
     .model = "none",
     .variant = &variantOf<NoLock>},
};

} // namespace

std::span<const GuardRow> baselineFamily()
{
    return kRows;
}

} // namespace lockscope::guards
