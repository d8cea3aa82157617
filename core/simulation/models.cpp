// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/simulation/models.h"

#include "core/simulation/locks/futex_lock.h"
#include "core/simulation/locks/handoff_lock.h"
#include "core/simulation/locks/open_lock.h"
#include "core/simulation/locks/parking_lock.h"
#include "core/simulation/locks/reader_locks.h"
#include "core/simulation/locks/spin_lock.h"

namespace lockscope::simulation {

namespace {

template<LockModel Lock>
std::unique_ptr<Run> make(const SimulationSpec& experiment)
{
    return std::make_unique<Engine<Lock>>(experiment);
}

constexpr ModelRow kModels[]{
    {"futex",
     "Futex mutex, three states",
     "Sleeps as soon as it is found taken, by the operations of glibc's low-level lock on its line "
     "and on the "
     "kernel's queue.",
     &make<FutexLock>},
    {"spin-then-park",
     "Spin, then park",
     "Looks at it for 1.5 µs, a release going to one that looks, and then sleeps.",
     &make<SpinThenParkLock>},
    {"handoff",
     "Handed over asleep",
     "The kernel hands it from one sleeper to the next, so every contended hand-over waits for a "
     "wake-up.",
     &make<HandoffLock>},
    {"tas",
     "Test-and-set",
     "Looks until it is free and then attempts, with all the others; a release stands behind those "
     "of all who "
     "wait.",
     &make<TestAndSetLock>},
    {"tas-yield",
     "Test-and-set, then yield",
     "Attempts without a look before, and lets others have the CPU after a thousand.",
     &make<YieldingSpinLock>},
    {"ttas-backoff",
     "Test-and-test-and-set with back-off",
     "Looks less and less often; a hand-over grows as the logarithm of those who wait.",
     &make<BackOffLock>},
    {"ttas-backoff-yield",
     "Test-and-test-and-set with back-off, then yield",
     "The same, and lets others have the CPU after 2 µs.",
     &make<YieldingBackOffLock>},
    {"ticket",
     "Ticket",
     "First come, first served, all spinning on one word: a hand-over costs a journey of its line "
     "for half of "
     "those who wait.",
     &make<TicketLock>},
    {"mcs",
     "Queue (MCS, CLH)",
     "First come, first served, each spinning on a line of its own: a hand-over costs one journey.",
     &make<QueueLock>},
    {"mcs-yield",
     "Queue, then yield",
     "The same, and lets others have the CPU after 2 µs.",
     &make<YieldingQueueLock>},
    {"rw-read",
     "Reader-writer, read side",
     "Nobody is kept out; all change the one count of readers, on the way in and on the way out.",
     &make<CountingReader>},
    {"rw-read-guarded",
     "Reader-writer with a guarded count, read side",
     "The same with a futex mutex around each change of the count: glibc's up to 2.24.",
     &make<GuardedCountReader>},
    {"own-line",
     "Reader with a line of its own",
     "Says in a line of its own that it is inside: RCU, deferred and distributed readers.",
     &make<OwnLineReader>},
    {"once",
     "Atomic check",
     "Loads of a flag once all is done: the fast path, call_once and its like; what the lock would "
     "hold is "
     "skipped.",
     &make<OnceCheck>,
     false},
    {"none", "None (races)", "Nothing: the baseline.", &make<NoLock>, false},
};

} // namespace

std::span<const ModelRow> models()
{
    return kModels;
}

const ModelRow* findModel(std::string_view id)
{
    for (const ModelRow& row : kModels)
        if (row.id == id)
            return &row;
    return nullptr;
}

} // namespace lockscope::simulation
