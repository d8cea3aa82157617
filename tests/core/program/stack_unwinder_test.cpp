// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/program/stack_unwinder.h"
#include "core/program/symbols.h"
#include "tests/core/program/chain.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <random>
#include <sstream>
#include <thread>

namespace lockscope::program {
namespace {

using test::Chain;
using Names = std::vector<std::string>;

/// What stands at the front of a list.
Names front(const Names& all, std::size_t count)
{
    return {all.begin(), all.begin() + static_cast<std::ptrdiff_t>(std::min(count, all.size()))};
}

struct Build
{
    const char* program;
    bool hasSymbols;
};

void PrintTo(const Build& build, std::ostream* out)
{
    *out << build.program;
}

class EachBuild : public testing::TestWithParam<Build>
{};

TEST_P(EachBuild, IsUnwoundFromItsRegistersToWhereTheMainThreadBegan)
{
    Chain chain(GetParam().program, "main");
    Symbols symbols(chain.child().pid());
    StackUnwinder unwinder(symbols);
    const UnwoundStack stack = unwinder.unwind(chain.registers(), chain.stack());
    EXPECT_TRUE(stack.rooted);
    EXPECT_FALSE(stack.guessed);
    if (GetParam().hasSymbols) {
        const auto functions = test::functionsOf(test::framesOf(symbols, stack));
        EXPECT_EQ(front(functions, 5),
                  (Names{"inlined_step", "chain_inner", "chain_middle", "chain_outer", "main"}));
        EXPECT_EQ(functions.back(), "_start");
    }
    // chain_inner to main, libc's two and _start
    EXPECT_GE(stack.addresses.size(), 6U);
}

TEST_P(EachBuild, IsUnwoundFromItsRegistersToWhereAnotherThreadBegan)
{
    Chain chain(GetParam().program, "thread");
    Symbols symbols(chain.child().pid());
    StackUnwinder unwinder(symbols);
    const UnwoundStack stack = unwinder.unwind(chain.registers(), chain.stack());
    EXPECT_TRUE(stack.rooted);
    if (GetParam().hasSymbols) {
        EXPECT_EQ(
            front(test::functionsOf(test::framesOf(symbols, stack)), 5),
            (Names{"inlined_step", "chain_inner", "chain_middle", "chain_outer", "thread_body"}));
    }
    EXPECT_GE(stack.addresses.size(), 6U);
}

/// Waits until a thread sleeps in a system call, and says where: /proc/PID/syscall.
std::pair<std::uint64_t, std::uint64_t> asleepAt(pid_t pid)
{
    for (;;) {
        std::ifstream file("/proc/" + std::to_string(pid) + "/syscall");
        std::string text;
        std::getline(file, text);
        std::istringstream words(text);
        std::vector<std::string> all{std::istream_iterator<std::string>(words), {}};
        if (all.size() == 9)
            return {std::stoull(all[8], nullptr, 16), std::stoull(all[7], nullptr, 16)};
        if (text.empty())
            return {0, 0};
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
}

TEST_P(EachBuild, IsUnwoundFromPlaceAndStackPointerAloneToWhereItBegan)
{
    Chain chain(GetParam().program, "main");
    const auto [ip, sp] = asleepAt(chain.child().pid());
    ASSERT_NE(ip, 0U);
    Symbols symbols(chain.child().pid());
    StackUnwinder unwinder(symbols);
    const UnwoundStack known = unwinder.unwind(chain.registers(), chain.stack());
    const UnwoundStack stack = unwinder.unwind(ip, sp, chain.copy(sp));
    EXPECT_TRUE(stack.rooted);
    EXPECT_TRUE(stack.guessed) << "chain_middle needs the frame pointer";
    // pause(), which calls others itself since glibc 2.41, and then the same, but for where exactly
    // chain_inner is
    ASSERT_GT(stack.addresses.size(), known.addresses.size());
    const std::size_t within = stack.addresses.size() - known.addresses.size();
    for (std::size_t i = 0; i < within; ++i) {
        const auto frames =
            i == 0 ? symbols.at(stack.addresses[i]) : symbols.returningTo(stack.addresses[i]);
        ASSERT_FALSE(frames.empty());
        EXPECT_NE(frames.front().module.find("libc.so"), std::string::npos) << i;
    }
    EXPECT_TRUE(std::equal(known.addresses.begin() + 1,
                           known.addresses.end(),
                           stack.addresses.begin() + static_cast<std::ptrdiff_t>(within) + 1));
}

INSTANTIATE_TEST_SUITE_P(StackUnwinder,
                         EachBuild,
                         testing::Values(Build{"chain_O0", true},
                                         Build{"chain_O2", true},
                                         Build{"chain_no_cfi", true},
                                         Build{"chain_stripped", false}));

TEST(StackUnwinder, ACopyThatIsTooSmallGivesTheInnerCallsAndSaysThatTheOuterAreMissing)
{
    Chain chain("chain_O2", "main");
    Symbols symbols(chain.child().pid());
    StackUnwinder unwinder(symbols);
    const UnwoundStack whole = unwinder.unwind(chain.registers(), chain.stack());
    bool shorter = false;
    for (std::size_t bytes = 0; bytes < 512; bytes += 8) {

        const UnwoundStack part = unwinder.unwind(
            chain.registers(), {chain.stack().base, chain.stack().bytes.first(bytes)});
        ASSERT_GE(part.addresses.size(), 1U);
        ASSERT_LE(part.addresses.size(), whole.addresses.size());
        EXPECT_TRUE(
            std::equal(part.addresses.begin(), part.addresses.end(), whole.addresses.begin()));
        // Shorter and rooted all the same only where what calls main() is known by name.
        if (part.rooted && part.addresses.size() != whole.addresses.size()) {
            EXPECT_EQ(test::functionsOf(test::framesOf(symbols, part)).back(), "__libc_start_main");
        }
        EXPECT_TRUE(part.rooted || part.addresses.size() != whole.addresses.size());
        shorter = shorter || (part.addresses.size() > 2 && !part.rooted);
    }
    EXPECT_TRUE(shorter);
}

TEST(StackUnwinder, StacksAndRegistersOfAnyBytesAreUnwoundWithoutHarm)
{
    Chain chain("chain_O2", "main");
    Symbols symbols(chain.child().pid());
    StackUnwinder unwinder(symbols);
    std::mt19937_64 random(1);
    std::vector<std::byte> bytes(chain.stack().bytes.begin(), chain.stack().bytes.end());
    std::size_t unrooted = 0;
    for (int i = 0; i < 3000; ++i) {
        std::vector<std::byte> damaged = bytes;
        for (int changes = 0; changes < 20; ++changes)
            damaged[random() % 2048] = static_cast<std::byte>(random());
        Registers registers = chain.registers();
        if (i % 3 == 0)
            registers.bp = random();
        if (i % 5 == 0)
            registers.sp += random() % 64;
        if (i % 7 == 0)
            registers.ip += random() % 4096;
        if (i % 11 == 0)
            registers = {
                random(), random(), random(), random(), random(), random(), random(), random()};
        const UnwoundStack stack = unwinder.unwind(registers, {chain.stack().base, damaged});
        ASSERT_LE(stack.addresses.size(), 256U);
        unrooted += !stack.rooted;
        (void)unwinder.unwind(registers.ip, registers.sp, {chain.stack().base, damaged});
    }
    EXPECT_GT(unrooted, 0U);
    EXPECT_TRUE(unwinder.unwind(chain.registers(), chain.stack()).rooted);
}

} // namespace
} // namespace lockscope::program
