// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/guards/families.h"
#include "core/guards/guard_variant.h"
#include "core/guards/onetbb_locks.h"

namespace lockscope::guards {

namespace {

constexpr std::string_view kFamily = "oneTBB";
constexpr std::string_view kOrdering =
    "oneTBB's mutexes acquire when they are taken and release when they are let go "
    "(the library's mutex requirements).";

constexpr GuardRow kRows[]{
    {.id = "tbb-spin",
     .label = "oneTBB spin mutex",
     .description =
         "tbb::spin_mutex: a caller that finds it taken spins with growing pauses and "
         "then yields its CPU; it never sleeps, and nothing keeps order among callers; 1 byte.",
     .ordering = kOrdering,
     .family = kFamily,
     .traits = {.spins = true, .hasTry = true},
     .model = "ttas-backoff-yield",
     .variant = &variantOf<TbbSpinLock>},
    {.id = "tbb-mutex",
     .label = "oneTBB mutex",
     .description =
         "tbb::mutex: a caller that finds it taken spins for a while, then sleeps in the "
         "library's own waiting room; no order among callers; 1 byte.",
     .ordering = kOrdering,
     .family = kFamily,
     .traits = {.spins = true, .blocks = true, .hasTry = true},
     .model = "spin-then-park",
     .variant = &variantOf<TbbMutex>},
    {.id = "tbb-queuing",
     .label = "oneTBB queuing mutex",
     .description =
         "tbb::queuing_mutex: callers line up and each spins on a flag of its own, yielding "
         "after a while, until its predecessor lets it in; 8 bytes and a node for each caller.",
     .ordering = kOrdering,
     .family = kFamily,
     .traits = {.fair = true, .spins = true, .hasTry = true},
     .model = "mcs-yield",
     .variant = &variantOf<TbbQueuingLock>},
    {.id = "tbb-speculative",
     .label = "oneTBB speculative spin mutex",
     .description =
         "tbb::speculative_spin_mutex: callers run in hardware transactions side by side where "
         "the CPU has them (TSX); everywhere else, and when a transaction fails, it is a spin "
         "mutex; padded by itself to two cache lines.",
     .ordering = kOrdering,
     .family = kFamily,
     .traits = {.spins = true, .hasTry = true},
     .noModel = "Hardware transactions are not simulated; where the CPU has none, tbb-spin says "
                "what it does.",
     .variant = &variantOf<TbbSpeculativeLock>},
    {.id = "tbb-rw-mutex",
     .label = "oneTBB reader-writer mutex, read side",
     .description =
         "tbb::rw_mutex held for reading: callers do not keep each other out, but each changes "
         "the one count of readers, twice; while somebody writes they spin, then sleep; 8 bytes.",
     .ordering = kOrdering,
     .family = kFamily,
     .traits =
         {.exclusive = false, .spins = true, .blocks = true, .readerWriter = true, .hasTry = true},
     .model = "rw-read",
     .variant = &variantOf<TbbReadLock>},
    {.id = "tbb-spin-rw",
     .label = "oneTBB spin reader-writer mutex, read side",
     .description =
         "tbb::spin_rw_mutex held for reading: the same, but while somebody writes callers spin "
         "and yield, and never sleep; 8 bytes.",
     .ordering = kOrdering,
     .family = kFamily,
     .traits = {.exclusive = false, .spins = true, .readerWriter = true, .hasTry = true},
     .model = "rw-read",
     .variant = &variantOf<TbbSpinReadLock>},
    {.id = "tbb-queuing-rw",
     .label = "oneTBB queuing reader-writer mutex, read side",
     .description =
         "tbb::queuing_rw_mutex held for reading: callers line up with writers in one queue, in "
         "turn, and neighbouring readers go in together; they spin; a try fails when anybody is "
         "there, so every such pass counts as contended; 8 bytes and a node for each caller.",
     .ordering = kOrdering,
     .family = kFamily,
     .traits =
         {.exclusive = false, .fair = true, .spins = true, .readerWriter = true, .hasTry = true},
     .noModel = "A queue in which readers go in together is not simulated.",
     .variant = &variantOf<TbbQueuingReadLock>},
};

} // namespace

std::span<const GuardRow> oneTbbFamily()
{
    return kRows;
}

} // namespace lockscope::guards
