// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/program/stack_unwinder.h"
#include "core/program/symbols.h"
#include "tests/core/program/chain.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <random>
#include <thread>

namespace lockscope::program {
namespace {

namespace fs = std::filesystem;
using test::Chain;
using test::ChildProcess;
using test::markedLine;

class Symbolised : public testing::TestWithParam<const char*>
{};

TEST_P(Symbolised, EachFrameHasItsFunctionFileAndLine)
{
    Chain chain(GetParam(), "main");
    Symbols symbols(chain.child().pid());
    StackUnwinder unwinder(symbols);
    const auto frames = test::framesOf(symbols, unwinder.unwind(chain.registers(), chain.stack()));
    const std::vector<std::string> expected = {
        "inlined_step", "chain_inner", "chain_middle", "chain_outer", "main"};
    ASSERT_GE(frames.size(), expected.size());
    for (std::size_t i = 0; i < expected.size(); ++i) {
        EXPECT_EQ(frames[i].function, expected[i]);
        EXPECT_EQ(fs::path(frames[i].file).filename(), "chain.c");
        EXPECT_EQ(frames[i].line, markedLine("chain.c", expected[i])) << expected[i];
        EXPECT_EQ(fs::path(frames[i].module).filename(), GetParam());
        EXPECT_EQ(frames[i].inlined, i == 0);
        EXPECT_GT(frames[i].moduleOffset, 0U);
    }
}

INSTANTIATE_TEST_SUITE_P(Symbols, Symbolised, testing::Values("chain_O0", "chain_O2"));

TEST(Symbols, StrippedCodeHasAModuleAndAPlaceInItAndNoMadeUpName)
{
    Chain chain("chain_stripped", "main");
    Symbols symbols(chain.child().pid());
    const auto frames = symbols.at(chain.registers().ip);
    ASSERT_EQ(frames.size(), 1U);
    EXPECT_EQ(frames[0].function, "");
    EXPECT_EQ(frames[0].file, "");
    EXPECT_FALSE(frames[0].line);
    EXPECT_EQ(fs::path(frames[0].module).filename(), "chain_stripped");
    EXPECT_LT(frames[0].moduleOffset, fs::file_size(test::programPath("chain_stripped")));
}

TEST(Symbols, AnAddressOutsideOfAllModulesIsUnknown)
{
    Chain chain("chain_O2", "main");
    Symbols symbols(chain.child().pid());
    for (const std::uint64_t address : {std::uint64_t{0}, std::uint64_t{16}, ~std::uint64_t{0}}) {
        const auto frames = symbols.at(address);
        ASSERT_EQ(frames.size(), 1U);
        EXPECT_EQ(frames[0].function, "");
        EXPECT_EQ(frames[0].module, "");
        EXPECT_EQ(frames[0].moduleOffset, address);
    }
}

TEST(Symbols, NamesOutliveTheProcessByItsListOfModules)
{
    Chain chain("chain_O2", "main");
    std::vector<Module> modules;
    {
        Symbols live(chain.child().pid());
        modules = live.modules();
    }
    chain.child().end();
    Symbols later(modules);
    EXPECT_EQ(later.pid(), 0);
    EXPECT_EQ(later.at(chain.registers().ip).front().function, "inlined_step");

    // Another program in the same place is not the one that was recorded.
    for (Module& module : modules)
        if (fs::path(module.path).filename() == "chain_O2")
            module.path = test::programPath("chain_O0");
    Symbols another(modules);
    EXPECT_EQ(another.at(chain.registers().ip).front().function, "");
}

TEST(Symbols, ALiveProcessThatEndsKeepsItsNames)
{
    Chain chain("chain_O2", "main");
    Symbols symbols(chain.child().pid());
    chain.child().end();
    EXPECT_FALSE(symbols.refresh());
    EXPECT_EQ(symbols.at(chain.registers().ip).front().function, "inlined_step");
}

TEST(Symbols, AProgramWhoseFileWasDeletedOrReplacedIsFoundThroughItsProcess)
{
    const test::TemporaryFolder folder;
    for (const bool replaced : {false, true}) {
        const fs::path file = folder / "copied";
        fs::remove(file);
        fs::copy_file(test::programPath("chain_O2"), file);
        ChildProcess child({file.string(), "main"});
        Registers registers;
        child.read(&registers, sizeof(registers));
        fs::remove(file);
        if (replaced)
            fs::copy_file(test::programPath("chain_O0"), file);
        Symbols symbols(child.pid());
        EXPECT_EQ(symbols.at(registers.ip).front().function, "inlined_step");
    }
}

TEST(Symbols, ALibraryThatIsLoadedLaterIsSeenWhenAnAddressOfItComesUp)
{
    ChildProcess child({test::programPath("chain_O2"), "load", test::programPath("libloaded.so")});
    char ready = 0;
    child.read(&ready, 1);
    Symbols symbols(child.pid());
    StackUnwinder unwinder(symbols);
    const unsigned before = symbols.generation();
    child.write("x");
    Registers registers;
    child.read(&registers, sizeof(registers));
    std::vector<std::byte> bytes(65536);
    bytes.resize(RemoteMemory(child.pid()).read(registers.sp, bytes.data(), bytes.size()).bytes);

    std::string function;
    const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(30);
    while (function.empty() && std::chrono::steady_clock::now() < until) {
        const auto stack = unwinder.unwind(registers, {registers.sp, bytes});
        if (stack.addresses.size() > 1) // what is not known to be code is not taken for a call
            function = symbols.returningTo(stack.addresses[1]).front().function;
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
    EXPECT_EQ(function, "loaded_function");
    EXPECT_GT(symbols.generation(), before);
    const auto stack = unwinder.unwind(registers, {registers.sp, bytes});
    EXPECT_TRUE(stack.rooted);
    EXPECT_EQ(symbols.returningTo(stack.addresses[1]).front().line,
              markedLine("loaded.c", "loaded_function"));
}

TEST(Symbols, FilesThatAreDamagedInAnyWayGiveUnknownsAndNoHarm)
{
    Chain chain("chain_O2", "main");
    Symbols live(chain.child().pid());
    const std::vector<Module> modules = live.modules();
    const std::string whole = test::contentOf(test::programPath("chain_O2"));
    const test::TemporaryFolder folder;
    const fs::path file = folder / "damaged";
    std::mt19937_64 random(7);
    std::size_t named = 0;
    std::size_t unnamed = 0;
    const int rounds = 150;
    for (int round = 0; round < rounds; ++round) {
        std::string damaged = whole;
        if (round % 4 == 0)
            damaged.resize(random() % damaged.size());
        for (std::uint64_t i = random() % 200; i > 0 && !damaged.empty(); --i)
            damaged[random() % damaged.size()] = static_cast<char>(random());
        std::ofstream(file, std::ios::binary) << damaged;
        std::vector<Module> changed = modules;
        for (Module& module : changed) {
            if (fs::path(module.path).filename() != "chain_O2")
                continue;
            module.path = file;
            module.buildId.clear(); // else it would not be taken for the same
            module.size = fs::file_size(file);
            struct stat status
            {};
            ASSERT_EQ(stat(file.c_str(), &status), 0);
            module.modifiedNs = status.st_mtim.tv_sec * 1'000'000'000 + status.st_mtim.tv_nsec;
        }
        Symbols symbols(changed);
        StackUnwinder unwinder(symbols);
        const auto stack = unwinder.unwind(chain.registers(), chain.stack());
        for (const Frame& frame : test::framesOf(symbols, stack)) {
            EXPECT_LE(frame.function.size(), 4096U);
            ++(frame.function.empty() ? unnamed : named);
        }
    }
    EXPECT_GT(named, 0U) << "no damage was small enough to try anything";
    EXPECT_GT(unnamed, 0U);
}

} // namespace
} // namespace lockscope::program
