// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/program/watched.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <vector>

namespace lockscope::test {

namespace {

constexpr double kRooted = 0.95; ///< of the time that was waited
/// A chain's share of the time may come out so far from what the program measured: it is sampled.
constexpr double kNear = 0.15;

struct Stack
{
    double ns = 0;
    std::vector<std::string> functions; ///< the innermost first; module and offset without a name
};

struct Waits
{
    std::map<std::string, double> share; ///< of the waited time by chain, as the program says
    std::vector<Stack> stacks; ///< of its mutex
    double waitNs = 0; ///< as Lockscope says
    double rooted = 0; ///< the same
};

Waits runOf(const std::string& way)
{
    const Watched all = watch(watched("rooted_" + way));
    Waits run;
    std::istringstream printed(all.printed);
    double sum = 0;
    std::string name;
    for (double ns = 0; printed >> name >> ns; sum += ns)
        run.share[name] = ns;
    for (auto& [chain, ns] : run.share)
        ns /= sum;
    EXPECT_EQ(run.share.size(), 4U) << all.printed;
    EXPECT_FALSE(all.json.is_discarded());
    run.rooted = all.json.at("stacks_rooted").get<double>();
    const auto& lock = all.json.at("locks").at(0);
    run.waitNs = lock.at("wait_total_ns").get<double>();
    for (const auto& stack : lock.at("stacks")) {
        Stack& out = run.stacks.emplace_back();
        out.ns = stack.at("wait_ns").get<double>();
        for (const auto& frame : stack.at("frames")) {
            const auto text = frame.get<std::string>();
            out.functions.push_back(text.substr(0, text.find(" (")));
        }
    }
    return run;
}

/// Which chain a stack is of, by names; none when it does not lead through all of the program's
/// functions up to the thread's first one, and on to whoever called that.
std::optional<std::string> chainOf(const Stack& stack, const Waits& run)
{
    const auto& functions = stack.functions;
    const auto work = std::find(functions.begin(), functions.end(), "work");
    if (functions.empty() || functions.front() != "pass" || work == functions.end())
        return std::nullopt;
    const std::string chain = work[-1];
    const auto left = functions.end() - work - 1; // who called `work`
    const auto mainAt = std::find(work, functions.end(), "main");
    if (!run.share.contains(chain) || left < 2)
        return std::nullopt;
    // Of the first thread main, the C library's part and _start; clone3 is the others' last.
    const bool whole = chain == "plainly" ? mainAt == work + 1 && functions.back() == "_start"
                                          : mainAt == functions.end() && left == 2;
    return whole ? std::optional(chain) : std::nullopt;
}

std::map<std::string, double> sharesByName(const Waits& run)
{
    std::map<std::string, double> shares;
    for (const Stack& stack : run.stacks)
        if (const std::optional<std::string> chain = chainOf(stack, run))
            shares[*chain] += stack.ns / run.waitNs;
    return shares;
}

void expectShares(const std::map<std::string, double>& found, const Waits& run)
{
    double whole = 0;
    for (const auto& [chain, share] : found)
        whole += share;
    EXPECT_GE(whole, kRooted);
    EXPECT_GE(run.rooted, kRooted);
    for (const auto& [chain, share] : run.share) {
        ASSERT_TRUE(found.contains(chain)) << chain;
        EXPECT_NEAR(found.at(chain), share, kNear) << chain;
    }
}

} // namespace

TEST(WatchStacks, ReachTheThreadsBeginningWithoutOptimizations)
{
    const Waits run = runOf("O0");
    expectShares(sharesByName(run), run);
}

TEST(WatchStacks, ReachTheThreadsBeginningInOptimizedCode)
{
    const Waits run = runOf("O2");
    expectShares(sharesByName(run), run);
}

/// Without names each stack has as many calls as the same chain has in the program with names, and
/// as much of the time as this one's chains have.
TEST(WatchStacks, ReachTheThreadsBeginningInStrippedCode)
{
    std::map<std::size_t, std::string> chains; // by number of calls
    const Waits named = runOf("O2");
    for (const Stack& stack : named.stacks)
        if (const std::optional<std::string> chain = chainOf(stack, named)) {
            const auto [known, isNew] = chains.emplace(stack.functions.size(), *chain);
            EXPECT_EQ(known->second, *chain) << "two chains of one length";
        }
    const Waits run = runOf("stripped");
    std::map<std::string, double> shares;
    for (const Stack& stack : run.stacks) {
        EXPECT_EQ(std::count(stack.functions.begin(), stack.functions.end(), "pass"), 0);
        const auto chain = chains.find(stack.functions.size());
        if (chain != chains.end())
            shares[chain->second] += stack.ns / run.waitNs;
    }
    expectShares(shares, run);
}

} // namespace lockscope::test
