// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/bare_locks.h"

#include "core/guards/lock.h"
#include "core/guards/no_lock.h"
#include "core/guards/once_guard.h"
#include "core/guards/once_primitives.h"
#include "core/guards/onetbb_locks.h"
#include "core/guards/parking_locks.h"
#include "core/guards/posix_locks.h"
#include "core/guards/std_locks.h"
#if LOCKSCOPE_HAVE_CK
#include "core/guards/ck_adapters.h"
#endif
#if LOCKSCOPE_HAVE_ABSEIL
#include "core/guards/abseil_locks.h"
#endif
#if LOCKSCOPE_HAVE_URCU
#include "core/guards/urcu_locks.h"
#endif

#include <benchmark/benchmark.h>

#include <vector>

namespace lockscope::bench {

namespace {

using namespace guards;

/// As a guard has it: at the beginning of a cache line.
template<class T>
T& shared()
{
    alignas(measure::kCacheLine) static T s_shared;
    return s_shared;
}

template<Lock L>
void plain(benchmark::State& state)
{
    L& lock = shared<L>();
    for (auto _ : state) {
        lock.lock();
        benchmark::ClobberMemory();
        lock.unlock();
    }
}

template<Lock L>
void tryFirst(benchmark::State& state)
{
    L& lock = shared<L>();
    for (auto _ : state) {
        if (!lock.try_lock())
            lock.lock();
        benchmark::ClobberMemory();
        lock.unlock();
    }
}

template<Once O>
void runOnce(benchmark::State& state)
{
    O& once = shared<O>();
    for (auto _ : state) {
        once.run([] {});
        benchmark::ClobberMemory();
    }
}

template<Lock L>
BareLock of(std::string_view id)
{
    if constexpr (measure::HasTry<L>)
        return {id, &plain<L>, &tryFirst<L>};
    else
        return {id, &plain<L>, nullptr};
}

template<Once O>
BareLock onceOf(std::string_view id)
{
    return {id, &runOnce<O>, nullptr};
}

} // namespace

std::span<const BareLock> bareLocks()
{
    static const std::vector<BareLock> kAll
    {
        of<StdMutex>("mutex"), of<SharedMutexReadLock>("shared-mutex"),
            of<AtomicWaitLock>("atomic-wait"), onceOf<StdCallOnce>("call-once"),
            onceOf<PosixOnce>("pthread-once"), onceOf<FunctionStatic>("function-static"),
            of<AdaptiveMutex>("pthread-adaptive"), of<PriorityInheritingMutex>("pthread-pi"),
            of<PosixSpinLock>("pthread-spin"), of<PosixReadLock>("pthread-rwlock"),
            of<BinarySemaphore>("semaphore"), of<FutexLock>("futex"),
            of<SpinThenParkLock>("spin-futex"), of<TbbSpinLock>("tbb-spin"),
            of<TbbMutex>("tbb-mutex"), of<TbbQueuingLock>("tbb-queuing"),
            of<TbbSpeculativeLock>("tbb-speculative"), of<TbbReadLock>("tbb-rw-mutex"),
            of<TbbSpinReadLock>("tbb-spin-rw"), of<TbbQueuingReadLock>("tbb-queuing-rw"),
#if LOCKSCOPE_HAVE_CK
            of<CkTestAndSet<false>>("ck-tas"), of<CkTestAndSet<true>>("ck-tas-backoff"),
            of<CkTicket>("ck-ticket"), of<CkMcs>("ck-mcs"), of<CkClh>("ck-clh"),
            of<CkAnderson>("ck-anderson"), of<CkCohort>("ck-cohort"),
#endif
#if LOCKSCOPE_HAVE_ABSEIL
            of<AbslMutex>("absl-mutex"), onceOf<AbslCallOnce>("absl-call-once"),
#endif
#if LOCKSCOPE_HAVE_URCU
            of<RcuReadLock<MembarrierFlavour>>("urcu-memb"),
            of<RcuReadLock<MemoryBarrierFlavour>>("urcu-mb"),
#endif
            of<NoLock>("none"),
    };
    return kAll;
}

} // namespace lockscope::bench
