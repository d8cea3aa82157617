// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/rounds.h"
#include "fake_runner.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <mutex>
#include <set>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace lockscope::study {
namespace {

using namespace std::chrono_literals;

std::vector<Cell> fiveCells()
{
    std::vector<Cell> cells;
    for (const int cpus : {1, 2, 3, 4, 5})
        cells.push_back({{"mutex", false}, cpus, cpus});
    return cells;
}

/// `rounds` rounds of cells, and what was kept of them.
struct Study
{
    explicit Study(std::size_t wantedRounds, std::vector<Cell> cells = fiveCells())
        : kept(cells.size())
        , rounds(wantedRounds)
    {
        plan.cells = std::move(cells);
        plan.runsLeft = [this](std::size_t cell) {
            return static_cast<int>(rounds) - static_cast<int>(kept[cell]);
        };
    }

    bool run(const RoundWatcher& watcher = {})
    {
        return runRounds(
            plan,
            runner,
            [this](std::size_t cell, std::size_t round, const measure::RunSummary&) {
                EXPECT_EQ(round, kept[cell]);
                ++kept[cell];
            },
            watcher);
    }

    [[nodiscard]] std::vector<Cell> round(std::size_t n) const
    {
        const auto size = static_cast<std::ptrdiff_t>(plan.cells.size());
        const auto begin = runner.ran.begin() + static_cast<std::ptrdiff_t>(n) * size;
        return {begin, begin + size};
    }

    std::vector<std::size_t> kept; ///< runs of each cell
    std::size_t rounds;
    FakeRunner runner;
    RoundPlan plan;
};

TEST(Rounds, RunEveryCellOnceInEachInAnotherOrder)
{
    Study study(4);
    EXPECT_TRUE(study.run());
    ASSERT_EQ(study.runner.ran.size(), 20U);
    std::set<std::vector<int>> orders;
    for (std::size_t n = 0; n < 4; ++n) {
        std::vector<int> cpus;
        for (const Cell& cell : study.round(n))
            cpus.push_back(cell.cpus);
        orders.insert(cpus);
        std::sort(cpus.begin(), cpus.end());
        EXPECT_EQ(cpus, (std::vector{1, 2, 3, 4, 5})) << "round " << n;
    }
    EXPECT_GT(orders.size(), 1U);
}

TEST(Rounds, TheSeedAloneDecidesTheOrder)
{
    Study first(3);
    Study again(3);
    Study other(3);
    other.plan.seed = 2;
    for (Study* study : {&first, &again, &other})
        study->run();
    EXPECT_EQ(first.runner.ran, again.runner.ran);
    EXPECT_NE(first.runner.ran, other.runner.ran);
}

TEST(Rounds, MirroredHaveEachCellAsOftenFirstAsLast)
{
    Study study(4, {{{"mutex", false}, 1, 1}, {{"mutex", true}, 1, 1}});
    study.plan.order = Order::Mirrored;
    study.run();
    std::string fastPaths;
    for (const Cell& cell : study.runner.ran)
        fastPaths += cell.contender.fastPath ? '1' : '0';
    EXPECT_EQ(fastPaths, "01101001");
}

TEST(Rounds, GoOnWhereTheyWereCancelledInTheSameOrder)
{
    Study whole(3);
    whole.run();

    Study cancelled(3);
    EXPECT_FALSE(cancelled.run([&cancelled](const RoundProgress&) {
        return cancelled.runner.ran.size() <= 7; // the eighth is cancelled
    }));
    ASSERT_EQ(cancelled.runner.ran.size(), 7U) << "whole runs count, and no more is begun";

    Study resumed(3);
    resumed.kept = resumed.plan.done = cancelled.kept;
    EXPECT_TRUE(resumed.run());
    std::vector<Cell> both = cancelled.runner.ran;
    both.insert(both.end(), resumed.runner.ran.begin(), resumed.runner.ran.end());
    EXPECT_EQ(both, whole.runner.ran);
}

TEST(Rounds, ACellThatIsFinishedIsNotRunAgain)
{
    Study study(3);
    const auto wanted = study.plan.runsLeft;
    study.plan.runsLeft = [&](std::size_t cell) {
        return cell == 0 && study.kept[0] == 1 ? 0 : wanted(cell);
    };
    EXPECT_TRUE(study.run());
    EXPECT_EQ(study.kept, (std::vector<std::size_t>{1, 3, 3, 3, 3}));
}

TEST(Rounds, SayHowFarTheyAreAndWhoseTurnItIs)
{
    Study study(2);
    study.plan.runLength = 10s;
    std::vector<double> shares;
    study.run([&](const RoundProgress& at) {
        if (shares.empty()) {
            EXPECT_EQ(at.left, 100s) << "ten runs of the length that was guessed";
        }
        EXPECT_EQ(at.now, study.runner.ran.back());
        EXPECT_GE(at.left, 0ns);
        shares.push_back(at.share);
        return true;
    });
    ASSERT_EQ(shares.size(), 20U);
    for (std::size_t i = 0; i < shares.size(); ++i)
        EXPECT_NEAR(shares[i], static_cast<double>(i) / 20, 1e-9);
}

TEST(Rounds, TheShareNeverFallsWhenACellNeedsMoreRunsThanWasThought)
{
    Study study(2);
    double before = 0;
    study.run([&](const RoundProgress& at) {
        if (study.kept[0] == 1)
            study.rounds = 6;
        EXPECT_GE(at.share, before);
        before = at.share;
        return true;
    });
    EXPECT_EQ(study.kept, std::vector<std::size_t>(5, 6));
}

TEST(Rounds, EndWhenARunFailsOrItsResultCannotBeKept)
{
    Study failing(2);
    failing.runner.callsOf = [](const Cell& cell, std::size_t) -> std::uint64_t {
        return cell.cpus == 3 ? throw std::runtime_error("no threads") : 1;
    };
    EXPECT_THROW(failing.run(), std::runtime_error);
    EXPECT_LE(failing.runner.ran.size(), 5U);

    Study unkept(2);
    EXPECT_THROW(runRounds(unkept.plan,
                           unkept.runner,
                           [](std::size_t, std::size_t, const measure::RunSummary&) {
                               throw std::runtime_error("no room");
                           }),
                 std::runtime_error);
    EXPECT_EQ(unkept.runner.ran.size(), 1U);
}

/// Several runs at a time, each of which meets another one.
class RunnerOfMany final : public ContenderRunner<int>
{
public:
    std::optional<int> run(const Cell& cell,
                           std::size_t round,
                           const lab::RunProgress& progress) override
    {
        if (!progress(0))
            return std::nullopt;
        if (cell.cpus == failsAt)
            throw std::runtime_error("failed");
        return static_cast<int>(100 * round) + cell.cpus;
    }
    [[nodiscard]] unsigned atOnce() const override { return 4; }

    int failsAt = 0;
};

TEST(Rounds, SideBySideDoEachRunOnceAndKeepOneAtATime)
{
    RunnerOfMany runner;
    RoundPlan plan{.cells = fiveCells()};
    std::vector<int> left(5, 20);
    plan.runsLeft = [&left](std::size_t cell) { return left[cell]; };
    std::multiset<int> results; // unguarded: kept one at a time
    EXPECT_TRUE(runRounds(plan, runner, [&](std::size_t cell, std::size_t, int result) {
        --left[cell];
        results.insert(result);
    }));
    EXPECT_EQ(results.size(), 100U);
    for (int round = 0; round < 20; ++round)
        for (const int cpus : {1, 2, 3, 4, 5})
            EXPECT_EQ(results.count(100 * round + cpus), 1U);
}

TEST(Rounds, SideBySideEndWhenTheyAreCancelledOrOneFails)
{
    RunnerOfMany runner;
    RoundPlan plan{.cells = fiveCells()};
    plan.runsLeft = [](std::size_t) { return 1'000'000; };
    const auto keep = [](std::size_t, std::size_t, int) {};
    int heard = 0;
    EXPECT_FALSE(
        runRounds(plan, runner, keep, [&heard](const RoundProgress&) { return ++heard < 50; }));
    EXPECT_EQ(heard, 50) << "nobody is asked again";
    runner.failsAt = 3;
    EXPECT_THROW(runRounds(plan, runner, keep), std::runtime_error);
}

} // namespace
} // namespace lockscope::study
