// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/guards/families.h"

#if LOCKSCOPE_HAVE_CK
#include "core/guards/ck_adapters.h"
#include "core/guards/guard_variant.h"
#define LOCKSCOPE_CK(lock) .variant = &variantOf<lock>
#else
#define LOCKSCOPE_CK(lock)                                                                         \
    .available = false,                                                                            \
    .whyNot = "Built without Concurrency Kit: install libck-dev (Debian, Ubuntu) and build again."
#endif

namespace lockscope::guards {

namespace {

constexpr std::string_view kFamily = "Concurrency Kit";
constexpr std::string_view kOrdering = "ck_pr_fence_lock and ck_pr_fence_unlock make taking it an "
                                       "acquire and letting it go a release.";

constexpr GuardRow kRows[]{
    {.id = "ck-tas",
     .label = "Test-and-set",
     .description =
         "ck_spinlock_fas: one word that callers exchange; who finds it taken spins reading it "
         "until it is free and tries again, with all the others; no order; 4 bytes.",
     .ordering = kOrdering,
     .family = kFamily,
     .traits = {.spins = true, .hasTry = true},
     .model = "tas",
     LOCKSCOPE_CK(CkTestAndSet<false>)},
    {.id = "ck-tas-backoff",
     .label = "Test-and-set with back-off",
     .description =
         "ck_spinlock_fas with exponential back-off: who finds it taken waits twice as long "
         "before each further exchange, up to a limit, and leaves the word in peace meanwhile; "
         "no order; 4 bytes.",
     .ordering = kOrdering,
     .family = kFamily,
     .traits = {.spins = true, .hasTry = true},
     .model = "ttas-backoff",
     LOCKSCOPE_CK(CkTestAndSet<true>)},
    {.id = "ck-ticket",
     .label = "Ticket",
     .description =
         "ck_spinlock_ticket: callers draw numbers and spin, all on one word, until theirs is "
         "called, first come, first served; with more callers than CPUs the next one may not be "
         "running; 8 bytes.",
     .ordering = kOrdering,
     .family = kFamily,
     .traits = {.fair = true, .spins = true, .hasTry = true},
     .model = "ticket",
     LOCKSCOPE_CK(CkTicket)},
    {.id = "ck-mcs",
     .label = "MCS queue",
     .description =
         "ck_spinlock_mcs: callers line up and each spins on its own node until its predecessor "
         "lets it in; with more callers than CPUs the next one may not be running; 8 bytes and a "
         "node for each caller.",
     .ordering = kOrdering,
     .family = kFamily,
     .traits = {.fair = true, .spins = true, .hasTry = true},
     .model = "mcs",
     LOCKSCOPE_CK(CkMcs)},
    {.id = "ck-clh",
     .label = "CLH queue",
     .description =
         "ck_spinlock_clh: callers line up and each spins on its predecessor's node; it has no "
         "try; with more callers than CPUs the next one may not be "
         "running; 8 bytes and a node for each caller and for the lock.",
     .ordering = kOrdering,
     .family = kFamily,
     .traits = {.fair = true, .spins = true},
     .model = "mcs",
     LOCKSCOPE_CK(CkClh)},
    {.id = "ck-anderson",
     .label = "Anderson array",
     .description =
         "ck_spinlock_anderson: callers take slots of an array in turn and each spins on its own; "
         "it has no try; with more callers than CPUs the next one may not "
         "be running; 4 KiB for 512 slots, eight to a cache line.",
     .ordering = kOrdering,
     .family = kFamily,
     .traits = {.fair = true, .spins = true},
     .model = "mcs",
     LOCKSCOPE_CK(CkAnderson)},
    {.id = "ck-cohort",
     .label = "Cohort over NUMA nodes",
     .description =
         "ck_cohort of ticket locks: callers of one NUMA node pass it among themselves in turn, "
         "ten times at most, before another node has its turn, so that the data stay near; they "
         "spin; with one node it is a ticket lock with a step more; a cache line for each node.",
     .ordering = kOrdering,
     .family = kFamily,
     .traits = {.fair = true, .spins = true, .hasTry = true},
     .noModel = "A lock that stays in a NUMA node for some turns is not simulated.",
     LOCKSCOPE_CK(CkCohort)},
};

} // namespace

std::span<const GuardRow> concurrencyKitFamily()
{
    return kRows;
}

} // namespace lockscope::guards
