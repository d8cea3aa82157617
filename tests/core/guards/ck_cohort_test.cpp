// SPDX-License-Identifier: GPL-3.0-or-later
// Two cohorts on one global lock, as on a machine with two NUMA nodes; the guard's own tests see
// the nodes there are.
#include "core/guards/ck_locks.h"
#include "core/workload/get_value.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#if LOCKSCOPE_HAVE_CK
namespace lockscope::guards {
namespace {

class CkCohorts : public testing::Test
{
protected:
    CkCohorts()
    {
        lockscope_ck_ticket_init(&global);
        lockscope_ck_cohort_init(&here, &global);
        lockscope_ck_cohort_init(&there, &global);
    }

    alignas(64) lockscope_ck_ticket global{};
    alignas(64) lockscope_ck_cohort here{};
    alignas(64) lockscope_ck_cohort there{};
};

TEST_F(CkCohorts, WhoeverTriesAndGoesAwayDoesNotKeepTheGlobalLockForHisCohort)
{
    constexpr int kRounds = 2'000;
    std::atomic<int> held{0}; // the round in which the lock is held, and is tried for
    std::atomic<int> leaving{0}; // the round in which it is not tried for any more
    std::atomic<int> tried{0};
    std::jthread trying([&] {
        for (int round = 1; round <= kRounds; ++round) {
            while (held < round)
                std::this_thread::yield();
            while (leaving.load(std::memory_order_relaxed) < round)
                if (lockscope_ck_cohort_trylock(&here))
                    lockscope_ck_cohort_unlock(&here);
            tried = round;
        }
    });
    int kept = 0;
    for (int round = 1; round <= kRounds; ++round) {
        lockscope_ck_cohort_lock(&here);
        held = round;
        (void)lockscope_busy(5'000); // he is at it by now
        // Relaxed: the last try is to be under way while the lock is released.
        leaving.store(round, std::memory_order_relaxed);
        lockscope_ck_cohort_unlock(&here);
        while (tried < round)
            std::this_thread::yield();
        // Nobody is here any more: the other cohort can have it.
        if (lockscope_ck_cohort_trylock(&there)) {
            lockscope_ck_cohort_unlock(&there);
        } else {
            ++kept;
            lockscope_ck_cohort_lock(&here); // gives the global lock back
            lockscope_ck_cohort_unlock(&here);
        }
    }
    EXPECT_EQ(kept, 0) << "of " << kRounds << " rounds";
}

TEST_F(CkCohorts, ExcludeEachOther)
{
    lockscope_ck_cohort_lock(&here);
    EXPECT_FALSE(lockscope_ck_cohort_trylock(&here));
    EXPECT_FALSE(lockscope_ck_cohort_trylock(&there));
    lockscope_ck_cohort_unlock(&here);
    EXPECT_TRUE(lockscope_ck_cohort_trylock(&there));
    EXPECT_FALSE(lockscope_ck_cohort_trylock(&here));
    lockscope_ck_cohort_unlock(&there);
}

} // namespace
} // namespace lockscope::guards
#endif
