// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/problem.h"

#include <gtest/gtest.h>

#include <new>
#include <stdexcept>
#include <system_error>
#include <thread>

namespace lockscope::measure {
namespace {

const std::system_error kNoThread(std::make_error_code(std::errc::resource_unavailable_try_again));

TEST(Problem, OfWhatTheSystemRefusesIsNamedAndOfTheRestSaidAsItCame)
{
    EXPECT_NE(problemText(std::bad_alloc()).find("not enough memory"), std::string::npos);
    EXPECT_NE(problemText(kNoThread).find("no more threads"), std::string::npos);
    EXPECT_EQ(problemText(std::runtime_error("the file is gone")), "the file is gone");
    EXPECT_EQ(problemText(std::make_exception_ptr(std::runtime_error("kept"))), "kept");
    EXPECT_EQ(problemText(std::make_exception_ptr(1)), "an unknown error");
    EXPECT_TRUE(isRefusalBySystem(kNoThread));
    EXPECT_FALSE(isRefusalBySystem(std::runtime_error("the file is gone")));
}

template<class Error>
void throwOnAThread(const Error& error)
{
    endWithSentence("it", 7);
    std::thread([&error] { throw error; }).join();
}

TEST(ProblemDeathTest, NobodyCaughtEndsWithASentenceWhereTheSystemRefusedAndAbortsElse)
{
    GTEST_FLAG_SET(death_test_style, "threadsafe");
    EXPECT_EXIT(
        throwOnAThread(std::bad_alloc()), testing::ExitedWithCode(7), "^it: not enough memory");
    EXPECT_EXIT(throwOnAThread(kNoThread),
                testing::ExitedWithCode(7),
                "^it: the system gives no more threads");
    EXPECT_EXIT(throwOnAThread(std::logic_error("a mistake")),
                testing::KilledBySignal(SIGABRT),
                "a mistake");
}

} // namespace
} // namespace lockscope::measure
