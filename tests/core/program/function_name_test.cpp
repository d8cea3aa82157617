// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/program/function_name.h"

#include <gtest/gtest.h>

namespace lockscope::program {
namespace {

TEST(FunctionName, OnlyNamesOfCppAreTakenApart)
{
    EXPECT_EQ(readableName("_ZN5cache5evictEi"), "cache::evict(int)");
    EXPECT_EQ(readableName("main.(*Cache).Evict"), "main.(*Cache).Evict");
    EXPECT_EQ(readableName("_RNvCs1234_4main3run"), "_RNvCs1234_4main3run");
    EXPECT_EQ(readableName("f"), "f") << "which __cxa_demangle takes for the type float";
    EXPECT_EQ(readableName("_Znonsense"), "_Znonsense");
    EXPECT_EQ(readableName(""), "");
}

TEST(FunctionName, LongNamesAreCutAndNotTakenApart)
{
    EXPECT_EQ(readableName(std::string(10'000, 'a')), std::string(4096, 'a'));
    const std::string longName = "_Z9000" + std::string(9000, 'b') + "v";
    EXPECT_EQ(readableName(longName), longName.substr(0, 4096));
    const std::string manyArguments = "_Z1f" + std::string(900, 'i');
    EXPECT_EQ(readableName(manyArguments).substr(0, 8), "f(int, i");
    EXPECT_EQ(readableName(manyArguments).size(), 4096U);
}

/// Each parameter of this function is a function with two of the parameter before it.
std::string doubling(int parameters)
{
    const std::string digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    std::string name = "_Z1fPFviiE";
    for (int i = 0; i < parameters; ++i) {
        const std::size_t number = static_cast<std::size_t>(i) * 2;
        std::string before = number < digits.size()
            ? std::string(1, digits[number])
            : std::string(1, digits[number / digits.size()]) + digits[number % digits.size()];
        name += "PFvS" + before + "_S" + before + "_E";
    }
    return name;
}

TEST(FunctionName, ANameThatWouldFillTheMemoryStaysAsItIs)
{
    EXPECT_TRUE(readableName(doubling(8)).starts_with("f(void (*)(int, int)"));
    // 2^40 parameters
    EXPECT_EQ(readableName(doubling(40)), doubling(40));
}

} // namespace
} // namespace lockscope::program
