// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/guards/families.h"

#if LOCKSCOPE_HAVE_ABSEIL
#include "core/guards/abseil_locks.h"
#include "core/guards/guard_variant.h"
// NOLINTNEXTLINE(bugprone-macro-parentheses): designators
#define LOCKSCOPE_ABSEIL(variants) .variant = &(variants)
#else
#define LOCKSCOPE_ABSEIL(variants)                                                                 \
    .available = false,                                                                            \
    .whyNot = "Built without Abseil: install libabsl-dev (Debian, Ubuntu) and build again."
#endif

namespace lockscope::guards {

namespace {

constexpr std::string_view kFamily = "Abseil";

constexpr GuardRow kRows[]{
    {.id = "absl-mutex",
     .label = "absl::Mutex",
     .description =
         "A caller that finds it taken spins for a while, then lines up and sleeps; the line is "
         "by and large first come, first served, but who comes while it is free may go first; "
         "8 bytes and a record for each waiting thread.",
     .ordering = "Lock acquires what the last Unlock released (absl/synchronization/mutex.h).",
     .family = kFamily,
     .traits = {.spins = true, .blocks = true, .hasTry = true},
     .model = "spin-then-park",
     LOCKSCOPE_ABSEIL(variantOf<AbslMutex>)},
    {.id = "absl-call-once",
     .label = "absl::call_once",
     .description =
         "Callers wait for the runtime in absl::call_once, the first inside it, the others "
         "spinning and then asleep; once it is done a pass is one load, and nobody is kept "
         "out; 4 bytes.",
     .ordering =
         "The flag is loaded with acquire, and stored with release when the function is done "
         "(absl/base/call_once.h).",
     .family = kFamily,
     .traits = {.exclusive = false, .spins = true, .blocks = true},
     .model = "once",
     LOCKSCOPE_ABSEIL(onceVariantOf<AbslCallOnce>)},
};

} // namespace

std::span<const GuardRow> abseilFamily()
{
    return kRows;
}

} // namespace lockscope::guards
