// SPDX-License-Identifier: GPL-3.0-or-later
// A lab that the system refuses threads or memory says so and goes on living, whichever of its
// threads finds out.
#include "core/lab/lab.h"
#include "core/measure/problem.h"
#include "tests/core/lab/short_run.h"

#include <gtest/gtest.h>

#include <atomic>
#include <cstdlib>
#include <new>
#include <string>
#include <string_view>
#include <thread>

#include <pthread.h>

namespace {

/// Which threads find no memory: those whose name begins so. Null: none.
std::atomic<const char*> g_refused{nullptr};

bool isRefused()
{
    const char* refused = g_refused;
    char name[16] = {};
    return refused != nullptr && pthread_getname_np(pthread_self(), name, sizeof name) == 0
        && std::string_view(name).starts_with(refused);
}

} // namespace

// Of the whole program.
void* operator new(std::size_t size)
{
    void* memory =
        isRefused() ? nullptr : std::malloc(size > 0 ? size : 1); // NOLINT: where new has it from
    if (memory == nullptr)
        throw std::bad_alloc();
    return memory;
}

// The rest of the family: a sanitizer's own would not come to the one above, and would not be freed
// by those below.
void* operator new[](std::size_t size)
{
    return operator new(size);
}

void* operator new(std::size_t size, const std::nothrow_t& /*none*/) noexcept
{
    return isRefused() ? nullptr : std::malloc(size > 0 ? size : 1); // NOLINT
}

void* operator new[](std::size_t size, const std::nothrow_t& none) noexcept
{
    return operator new(size, none);
}

void operator delete[](void* memory) noexcept
{
    std::free(memory); // NOLINT
}

void operator delete[](void* memory, std::size_t /*size*/) noexcept
{
    std::free(memory); // NOLINT
}

void operator delete(void* memory) noexcept
{
    std::free(memory); // NOLINT
}

void operator delete(void* memory, std::size_t /*size*/) noexcept
{
    std::free(memory); // NOLINT
}

namespace lockscope::lab {
namespace {

using namespace std::chrono_literals;

/// What it says when it is polled; empty when it says nothing.
std::string complaintOf(Lab& lab)
{
    try {
        (void)lab.poll();
    } catch (const std::exception& error) {
        return measure::problemText(error);
    }
    return {};
}

void expectItRuns(Lab& lab)
{
    lab.start();
    ASSERT_TRUE(eventually([&] { return lab.settled(); }));
    const auto before = lab.summary().totals.calls;
    ASSERT_TRUE(eventually([&] { return lab.summary().totals.calls > before; }));
    lab.stop();
    expectConserved(lab.summary());
}

class LabRefused : public testing::TestWithParam<const char*>
{};

TEST_P(LabRefused, MemoryOnOneOfItsThreadsSaysSoAndCanBeStartedAgain)
{
    LabConfig config = smallConfig();
    config.workers = 4;
    config.workload = workload::Kind::Cgo; // two blocks of memory a call
    Lab lab(config, kQuick);
    lab.start();
    ASSERT_TRUE(eventually([&] { return lab.summary().totals.calls > 0; }));

    g_refused = GetParam();
    config.fastPath = !config.fastPath;
    if (std::string_view(GetParam()) == "lab control")
        lab.apply(config);
    std::string complaint;
    const bool complained = eventually([&] {
        complaint = complaintOf(lab);
        return !complaint.empty();
    });
    g_refused = nullptr;
    ASSERT_TRUE(complained);
    EXPECT_NE(complaint.find("not enough memory"), std::string::npos) << complaint;

    lab.stop();
    expectItRuns(lab);
}

INSTANTIATE_TEST_SUITE_P(Threads,
                         LabRefused,
                         testing::Values("worker", "sampler", "lab control"),
                         [](const auto& row) {
                             std::string name = row.param;
                             std::erase(name, ' ');
                             return name;
                         });

TEST(LabRefused, MemoryOfAWorkerWhileOthersWaitForInitialisationStrandsNone)
{
    LabConfig config = smallConfig();
    config.workers = 4;
    config.workload = workload::Kind::Cgo;
    config.initDelayMs = 200;
    Lab lab(config, kQuick);
    g_refused = "worker 0";
    lab.start();
    std::string complaint;
    const bool complained = eventually([&] {
        complaint = complaintOf(lab);
        return !complaint.empty();
    });
    g_refused = nullptr;
    ASSERT_TRUE(complained);
    EXPECT_NE(complaint.find("not enough memory"), std::string::npos) << complaint;
    EXPECT_FALSE(lab.running());
    expectItRuns(lab);
}

TEST(LabRefused, ThreadsSaysSoAndCanBeStartedAgain)
{
    LabConfig config = smallConfig();
    config.workers = 8;
    Lab lab(config, kQuick);

    // Stacks that no system has room for: as where a limit is reached, no thread can be made.
    pthread_attr_t usual;
    pthread_attr_t huge;
    ASSERT_EQ(pthread_getattr_default_np(&usual), 0);
    ASSERT_EQ(pthread_attr_init(&huge), 0);
    ASSERT_EQ(pthread_attr_setstacksize(&huge, std::size_t{1} << 46U), 0);
    ASSERT_EQ(pthread_setattr_default_np(&huge), 0);
    lab.start();
    std::string complaint;
    const bool complained = eventually([&] {
        complaint = complaintOf(lab);
        return !complaint.empty();
    });
    EXPECT_EQ(pthread_setattr_default_np(&usual), 0);
    ASSERT_TRUE(complained);
    EXPECT_NE(complaint.find("8 workers could not be brought up"), std::string::npos) << complaint;
    EXPECT_NE(complaint.find("threads"), std::string::npos) << complaint;
    EXPECT_FALSE(lab.running());
    const auto elapsed = lab.summary().elapsed;
    std::this_thread::sleep_for(50ms);
    EXPECT_EQ(lab.summary().elapsed, elapsed) << "the clock stands still";

    expectItRuns(lab);
}

} // namespace
} // namespace lockscope::lab
