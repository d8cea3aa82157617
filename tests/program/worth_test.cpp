// SPDX-License-Identifier: GPL-3.0-or-later
// "Worth fixing?" on programs that are made up: what is to be had at their locks is known.
#include "core/program/worth/result.h"
#include "tests/program/made_up_program.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <set>

namespace lockscope::test {

namespace {

using program::Substitute;
namespace worth = program::worth;

const auto kNobody = [](const worth::Measured&) {};

worth::Result tried(MadeUpProgram& program, double seconds = 60)
{
    const worth::Plan plan = program.plan(seconds);
    return worth::resultOf(plan, worth::make(plan, program, kNobody), {});
}

MadeUpProgram quiet(std::vector<MadeUpLock> locks)
{
    return {std::move(locks), {.noise = 0, .drift = 0, .rate = 1e9, .seed = 1}};
}

const worth::Tried& triedOf(const worth::Result& result, std::uint32_t lock)
{
    return *std::find_if(result.tried.begin(), result.tried.end(), [lock](const auto& one) {
        return one.candidate.lock == lock;
    });
}

} // namespace

TEST(Worth, WithoutNoiseFiguresAreThoseOfTheProgram)
{
    auto program = quiet({{.holdNs = 8000,
                           .longer = saturated(8000),
                           .ratios = {{Substitute::Ticket, 0.8}, {Substitute::Mcs, 1.25}}}});
    const worth::Result result = tried(program, 20);
    const worth::Tried& lock = result.tried.front();
    for (const worth::Swapped& swapped : lock.swapped) {
        const double ratio = swapped.by == Substitute::Ticket ? 0.8
            : swapped.by == Substitute::Mcs                   ? 1.25
                                                              : 1;
        EXPECT_NEAR(swapped.ratio->mean, ratio, 1e-6) << program::substituteName(swapped.by);
        EXPECT_GE(swapped.trials, 3U);
    }
    ASSERT_TRUE(lock.lengthened.isShown());
    EXPECT_NEAR(lock.lengthened.slope->mean, 1.0 / 8000, 1e-9);
    EXPECT_NEAR(lock.shorterBy(2000)->mean, 1 / (1 - 0.25), 1e-4);
    EXPECT_NEAR(lock.lengthened.at.back().ratio.value(), 0.5, 1e-6);
    ASSERT_GE(result.fixes.size(), 2U);
    EXPECT_FALSE(result.fixes[0].by.has_value()) << "a quarter less is worth 1.33";
    EXPECT_EQ(result.fixes[1].by, Substitute::Mcs);
}

TEST(Worth, ALockWithSlackPromisesNothing)
{
    // A line through all delays would rise.
    auto program = quiet({{.holdNs = 8000, .longer = withSlack(8000), .ratios = {}}});
    const worth::Result result = tried(program, 20);
    EXPECT_TRUE(result.tried.front().lengthened.bent);
    EXPECT_LT(result.tried.front().lengthened.at.back().ratio.value(), 0.75);
    EXPECT_TRUE(result.fixes.empty());
}

TEST(Worth, LongerHoldsThatTookCpusFromOthersShowNothing)
{
    auto program =
        quiet({{.holdNs = 8000, .longer = saturated(8000), .takesCpus = 0.3, .ratios = {}}});
    const worth::Result result = tried(program, 20);
    EXPECT_TRUE(result.fixes.empty());
    EXPECT_FALSE(result.tried.front().lengthened.isShown());
    EXPECT_NE(worth::lineOf(result.tried.front()).find("took CPUs"), std::string::npos);
}

TEST(Worth, LongerHoldsThatCostMoreThanAHoldShowNothing)
{
    // It is said to be five times as long as it is.
    auto program = quiet({{.holdNs = 40'000, .longer = saturated(8000), .ratios = {}}});
    const worth::Result result = tried(program, 20);
    EXPECT_TRUE(result.fixes.empty());
    EXPECT_TRUE(result.tried.front().lengthened.beyondHold);
    EXPECT_FALSE(result.tried.front().lengthened.isShown());
    EXPECT_NE(worth::lineOf(result.tried.front()).find("not known well"), std::string::npos);
}

TEST(Worth, OwnLocksStandBetweenAnyTwoTreatmentsAndEachRoundHasAll)
{
    MadeUpProgram program({{}, {}}, {});
    const worth::Plan plan = program.plan(30);
    const worth::Measured measured = worth::make(plan, program, kNobody);
    ASSERT_GE(measured.rounds, 2U);
    EXPECT_GE(program.backs, static_cast<int>(program.puts.size()));
    EXPECT_TRUE(program.hasOwnLocks());
    std::set<std::size_t> first;
    for (const worth::Trial& trial : measured.trials)
        if (trial.round == 0) {
            EXPECT_TRUE(first.insert(trial.treatment).second) << "twice";
        }
    EXPECT_EQ(first.size(), plan.treatments.size());

    MadeUpProgram again({{}, {}}, {});
    EXPECT_EQ((void(worth::make(plan, again, kNobody)), again.puts), program.puts);
    worth::Plan other = plan;
    other.seed = 99;
    MadeUpProgram otherwise({{}, {}}, {});
    EXPECT_NE((void(worth::make(other, otherwise, kNobody)), otherwise.puts), program.puts);
}

TEST(Worth, DelaysGoWithTheHoldAndHaveBounds)
{
    using std::chrono::nanoseconds;
    EXPECT_EQ(
        worth::delaysFor(40'000),
        (std::vector<nanoseconds>{nanoseconds(10'000), nanoseconds(20'000), nanoseconds(40'000)}));
    EXPECT_EQ(worth::delaysFor(30),
              (std::vector<nanoseconds>{nanoseconds(250), nanoseconds(500), nanoseconds(1000)}));
    EXPECT_EQ(worth::delaysFor(1e9).back(), program::Substitution::kMostDelay);
}

TEST(Worth, WhateverEndsItTheOwnLocksAreBackAndWhatWasMeasuredStands)
{
    const auto after = [](auto set) {
        auto program = std::make_unique<MadeUpProgram>(std::vector<MadeUpLock>{{}, {}},
                                                       MadeUpProgram::Options{});
        set(*program);
        const worth::Plan plan = program->plan(60);
        worth::Measured measured = worth::make(plan, *program, kNobody);
        EXPECT_TRUE(program->hasOwnLocks());
        return measured;
    };
    const auto stopped = after([](MadeUpProgram& program) { program.stopsAt = 9; });
    EXPECT_EQ(stopped.ending, worth::Ending::Stopped);
    EXPECT_GT(stopped.trials.size(), 10U);
    const auto ended = after([](MadeUpProgram& program) { program.endsAt = 9; });
    EXPECT_EQ(ended.ending, worth::Ending::ProgramEnded);
    EXPECT_GT(ended.trials.size(), 10U);
    const auto broken = after([](MadeUpProgram& program) { program.brokenAt = 9; });
    EXPECT_EQ(broken.ending, worth::Ending::Problem);
    EXPECT_EQ(broken.problem, "The counter is broken.");
    EXPECT_GT(broken.trials.size(), 10U);
    const auto refused = after([](MadeUpProgram& program) { program.refuses = 2; });
    EXPECT_EQ(refused.problem, "It cannot be.");
}

TEST(Worth, ALockThatCannotBeTriedIsDroppedWithTheReasonAndTheOthersGoOn)
{
    const auto whyOf = [](auto set) {
        MadeUpProgram program({{}, {}}, {});
        set(program);
        const worth::Plan plan = program.plan(60);
        const worth::Measured measured = worth::make(plan, program, kNobody);
        EXPECT_EQ(measured.ending, worth::Ending::TimeIsUp);
        EXPECT_EQ(measured.dropped.size(), 1U);
        EXPECT_TRUE(measured.dropped.contains(1));
        std::size_t ofTheOther = 0;
        for (const worth::Trial& trial : measured.trials)
            ofTheOther += plan.treatments[trial.treatment].candidate == 0 ? 1 : 0;
        EXPECT_EQ(ofTheOther, measured.trials.size());
        EXPECT_GT(ofTheOther, 20U);
        return measured.dropped.begin()->second;
    };
    EXPECT_EQ(whyOf([](MadeUpProgram& program) { program.gone = 2; }), "it is not there any more");
    EXPECT_EQ(whyOf([](MadeUpProgram& program) { program.stuck = 2; }), "it is stuck");
    EXPECT_EQ(whyOf([](MadeUpProgram& program) { program.idle = 2; }),
              "it is taken so seldom that no swap came into force");
}

TEST(Worth, SlicesGrowWhereProgressIsSlow)
{
    MadeUpProgram program({{}}, {.noise = 0, .drift = 0, .rate = 200});
    const worth::Measured measured = worth::make(program.plan(30), program, kNobody);
    EXPECT_NEAR(measured.slice, 0.5, 0.02);
    MadeUpProgram slowest({{}}, {.noise = 0, .drift = 0, .rate = 1});
    EXPECT_NEAR(worth::make(program.plan(60), slowest, kNobody).slice, 1, 0.001);
}

TEST(Worth, NothingIsShownWhereNothingIs)
{
    constexpr int kPrograms = 200;
    int wrong = 0;
    for (int seed = 1; seed <= kPrograms; ++seed) {
        MadeUpProgram program({{}, {}, {}},
                              {.noise = 0.1, .seed = static_cast<std::uint64_t>(seed)});
        const worth::Result result = tried(program);
        bool shown = false;
        for (const worth::Tried& lock : result.tried) {
            shown = shown || lock.lengthened.isShown();
            for (const worth::Swapped& swapped : lock.swapped)
                shown = shown || swapped.isShown();
        }
        wrong += shown ? 1 : 0;
        EXPECT_TRUE(shown || result.fixes.empty());
    }
    EXPECT_LE(wrong, kPrograms / 20);
}

/// Five kinds of programs, four of each: what would be best is known.
TEST(Worth, TheBestFixIsFirst)
{
    const std::map<Substitute, double> harm{{Substitute::Ticket, 0.7},
                                            {Substitute::Mcs, 0.85},
                                            {Substitute::SpinThenPark, 0.98},
                                            {Substitute::BackOff, 0.9}};
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        std::mt19937_64 random(seed);
        const double hold = 500.0 * std::pow(10, 3 * std::generate_canonical<double, 32>(random));
        std::optional<std::uint32_t> lock;
        std::optional<Substitute> by;
        std::vector<MadeUpLock> locks(3);
        for (MadeUpLock& one : locks)
            one.holdNs = hold;
        switch (seed % 5) {
        case 0: // the hold time of the most waited for
            locks[0].longer = saturated(hold);
            locks[0].ratios = harm;
            lock = 1;
            break;
        case 1: // another lock in front of the second
            locks[0].ratios = harm;
            locks[1].ratios = harm;
            by = program::kSubstitutes[1 + random() % 5];
            locks[1].ratios[*by] = 1.15;
            lock = 2;
            break;
        case 2: // the wrong lock: what is waited for most holds up nothing
            locks[2].longer = saturated(hold);
            lock = 3;
            break;
        case 3: // nothing matters
            break;
        default: // everything that can be done is worse
            for (MadeUpLock& one : locks)
                one.ratios = harm;
            locks[0].longer = withSlack(hold);
            break;
        }
        MadeUpProgram program(locks, {.noise = 0.04, .seed = seed});
        const worth::Result result = tried(program);
        if (!lock) {
            EXPECT_TRUE(result.fixes.empty())
                << "program " << seed << ": " << worth::headlineOf(result);
            continue;
        }
        ASSERT_FALSE(result.fixes.empty()) << "program " << seed << '\n' << worth::toText(result);
        EXPECT_EQ(result.tried.front().candidate.lock, *lock) << "program " << seed;
        EXPECT_EQ(result.fixes.front().tried, 0U);
        EXPECT_EQ(result.fixes.front().by, by) << "program " << seed << '\n'
                                               << worth::toText(result);
    }
}

TEST(Worth, ThePageSaysItInLines)
{
    auto program = quiet({{},
                          {.holdNs = 40'000,
                           .longer = saturated(40'000),
                           .ratios = {{Substitute::Ticket, 0.97},
                                      {Substitute::SpinThenPark, 1.12},
                                      {Substitute::Mcs, 1},
                                      {Substitute::BackOff, 1},
                                      {Substitute::Restricted, 1}}}});
    worth::Result result = tried(program, 30);
    result.command = "./made-up\x1b[2J";
    result.counter = "acquisitions of lock 1";
    result.counterChosen = false;
    result.leftOut = {{7, "pool (pool.c:5)", "a robust mutex"}};
    const std::string line = worth::lineOf(triedOf(result, 2));
    EXPECT_TRUE(line.starts_with("b (made_up.c:1): spin-then-park 1.12x (1.12-1.12)")) << line;
    EXPECT_NE(line.find("ticket 0.97x (0.97-0.97)"), std::string::npos) << line;
    EXPECT_NE(line.find("; each microsecond less under it +2.56 % (2.56-2.56)"), std::string::npos)
        << line;
    const std::string text = worth::toText(result);
    EXPECT_NE(text.find("  1. b (made_up.c:1): "), std::string::npos) << text;
    EXPECT_NE(text.find("   - pool (pool.c:5): not tried, a robust mutex"), std::string::npos);
    EXPECT_NE(text.find("Worth most: less time under b (made_up.c:1); a quarter less of each "
                        "hold, 1.33x"),
              std::string::npos)
        << text;
    EXPECT_NE(text.find("a fair count only where"), std::string::npos);
    EXPECT_EQ(text.find('\x1b'), std::string::npos);

    const nlohmann::ordered_json json = worth::toJson(result);
    EXPECT_EQ(json["schema"], "lockscope.worth/1");
    EXPECT_EQ(json["locks"][0]["id"], 2);
    EXPECT_NEAR(json["locks"][0]["hold"]["time_share_per_us"].get<double>(), 0.025, 1e-4);
    EXPECT_EQ(json["fixes"][0]["fix"], "shorter holds");
    EXPECT_EQ(json["fixes"][1]["by"], "spin-then-park");
    EXPECT_EQ(json["trials"].size(), result.trials.size());
    EXPECT_EQ(json["plan"]["comparisons"], 12);
    const std::string csv = worth::toCsv(result);
    EXPECT_EQ(static_cast<std::size_t>(std::count(csv.begin(), csv.end(), '\n')),
              result.trials.size() + 1);
}

TEST(Worth, OneTrialHasNoIntervalAndNothingIsShown)
{
    MadeUpProgram program({{.ratios = {{Substitute::Mcs, 3}}}}, {});
    program.stopsAt = 8; // a round and a bit
    const worth::Result result = tried(program);
    EXPECT_EQ(result.ending, worth::Ending::Stopped);
    for (const worth::Swapped& swapped : result.tried.front().swapped)
        EXPECT_FALSE(swapped.isShown());
    EXPECT_TRUE(result.fixes.empty());
    EXPECT_EQ(worth::headlineOf(result), "Nothing is shown: there was not time enough.");
    EXPECT_NE(worth::toText(result).find("Stopped: "), std::string::npos);
}

} // namespace lockscope::test
