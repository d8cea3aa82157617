// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/program/watch_account.h"
#include "core/recording/recording.h"
#include "core/whatif/lock_forecast.h"
#include "tests/program/watched.h"
#include "tests/support/temporary_folder.h"

#include <iostream>
#include <set>
#include <thread>

namespace lockscope::test {
namespace {

constexpr double kHoldNs = 3'000; ///< of known_load, mean
constexpr double kOutsideNs = 12'000;

/// known_load with a thread on each of so many CPUs: as it measures itself.
double measuredOn(int cpus)
{
    const Outcome run = shell("taskset -c 0-" + std::to_string(cpus - 1) + ' '
                              + watched("known_load") + " 0 3000 12000 1");
    EXPECT_EQ(run.code, 0) << run.err;
    return std::stod(run.out);
}

class ProgramForecast : public testing::Test
{
protected:
    [[nodiscard]] std::string file() const { return (m_folder / "run.lockscope").string(); }

    /// What known_load says that it did; recorded.
    double record(const std::string& arguments) const
    {
        const Outcome made = cli("record " + file() + " -- " + watched("known_load") + arguments);
        EXPECT_EQ(made.code, 0) << made.err;
        return std::stod(made.out);
    }

    TemporaryFolder m_folder;
};

TEST_F(ProgramForecast, ReadsTheLoadThatIsKnown)
{
    const double rate = record(" 2 3000 12000 1");
    const auto recording = recording::Recording::open(file());
    ASSERT_TRUE(recording->account());
    const program::WatchReport report = program::reportOf(*recording->account());
    const whatif::LoadFound found = whatif::loadOf(report, whatif::lockNamed(report, "top"));
    ASSERT_TRUE(found.load);
    EXPECT_EQ(found.load->threads, 2) << "main() takes it not";
    EXPECT_NEAR(found.load->rate / rate, 1, 0.1);
    EXPECT_GE(found.load->hold.median, 0.9 * kHoldNs) << "it works no shorter";
    EXPECT_LT(found.load->hold.median, 2 * kHoldNs) << "of holds that kept their CPU";
    EXPECT_GE(found.load->cycleNs, 0.9 * (kHoldNs + kOutsideNs));
    EXPECT_GE(found.load->cpus.value_or(0), 1);
    ASSERT_TRUE(found.load->outside) << "the kernel knows its own threads";
    EXPECT_GT(found.load->outside->running, 0.5 * kOutsideNs);
}

/// On 2 CPUs it is measured and forecast; then measured on each number of CPUs that there is. How
/// far the one is from the other is shown. A busy machine has it refused, which is right.
TEST_F(ProgramForecast, IsHeldAgainstWhatIsMeasured)
{
    const int cpus = static_cast<int>(std::thread::hardware_concurrency());
    if (cpus < 2)
        GTEST_SKIP() << "one CPU";
    (void)record(" 2 3000 12000 1.5");
    std::string list = "1";
    for (int i = 2; i <= std::min(cpus, 16); ++i)
        list += ',' + std::to_string(i);
    const Outcome outcome =
        cli("forecast " + file() + " --machine 2x16 --cpus " + list + " --json -");
    const nlohmann::json json = nlohmann::json::parse(outcome.out);
    EXPECT_EQ(json.at("schema"), "lockscope.forecast/1");
    EXPECT_EQ(json.at("simulated"), true);
    ASSERT_FALSE(json.at("present").is_null());
    if (!json.at("is_forecast")) {
        const std::string id = json.at("refused")[0].at("id");
        EXPECT_EQ(outcome.code, 1);
        EXPECT_NE(outcome.err.find("no forecast: "), std::string::npos) << outcome.err;
        EXPECT_TRUE((std::set<std::string>{"preempted", "present"}.contains(id))) << id;
        GTEST_SKIP() << "refused, as this machine is busy: " << outcome.err;
    }
    EXPECT_EQ(outcome.code, 0) << outcome.err;
    const double present = json.at("present").at("missed_by").at("throughput");
    std::cout << "the present: missed by a factor of " << present << '\n';
    EXPECT_LE(present, 1.35);
    for (const auto& point : json.at("curves")[0].at("points")) {
        const double simulated = point.at("throughput");
        const double measured = measuredOn(point.at("cpus"));
        std::cout << point.at("cpus") << " CPUs: measured " << measured << ", simulated "
                  << simulated << " (" << point.at("low") << " to " << point.at("high")
                  << "), off by " << 100 * (simulated / measured - 1) << " %\n";
        constexpr double kWide = 4; // whatever else runs here
        EXPECT_LT(simulated / measured, kWide);
        EXPECT_GT(simulated / measured, 1 / kWide);
    }
}

TEST_F(ProgramForecast, IsRefusedForAProgramThatSleeps)
{
    (void)record(" 2 3000 300000 5 sleep"); // one hold in 64 is timed, and 30 are needed
    const Outcome outcome = cli("forecast " + file() + " --machine 2x16 --json -");
    EXPECT_EQ(outcome.code, 1);
    const nlohmann::json json = nlohmann::json::parse(outcome.out);
    std::set<std::string> ids;
    for (const auto& reason : json.at("refused"))
        ids.insert(reason.at("id"));
    // On a busy machine who is woken waits for a CPU longer than it slept.
    EXPECT_TRUE(ids.contains("io-bound") || ids.contains("preempted")) << json.at("refused");
    EXPECT_TRUE(json.at("curves").empty());
}

TEST_F(ProgramForecast, TheProgramRunsOnEachNumberOfCpus)
{
    const int cpus = static_cast<int>(std::thread::hardware_concurrency());
    const std::string list = cpus < 2 ? "1" : "1,2";
    const Outcome outcome = cli("watch --sweep-cpus " + list + " --json - -- "
                                + watched("known_load") + " 0 3000 12000 0.5");
    ASSERT_EQ(outcome.code, 0) << outcome.err;
    const nlohmann::json json = nlohmann::json::parse(outcome.out);
    EXPECT_EQ(json.at("schema"), "lockscope.watch-sweep/1");
    const auto& runs = json.at("runs");
    ASSERT_EQ(runs.size(), cpus < 2 ? 1U : 2U);
    for (const auto& run : runs) {
        EXPECT_EQ(run.at("watch").at("cpus"), run.at("cpus")) << "by affinity";
        EXPECT_EQ(run.at("watch").at("program").at("exit_code"), 0);
    }
    ASSERT_EQ(json.at("locks").size(), 1U);
    const auto& lock = json.at("locks")[0];
    EXPECT_NE(lock.at("place").get<std::string>().find("work (known_load.c:"), std::string::npos);
    EXPECT_EQ(lock.at("points").size(), runs.size()) << "also where nobody waited";
    EXPECT_EQ(lock.at("law").at("fits"), false) << "two points are none";
    EXPECT_EQ(lock.at("simulated").at("simulated"), true);
}

TEST_F(ProgramForecast, ASweepEndsARunAfterSomeTimeAndRefusesWhatThereIsNot)
{
    const Outcome outcome = cli("watch --sweep-cpus 1 --seconds 0.3 --json - -- /bin/sleep 60");
    ASSERT_EQ(outcome.code, 0) << outcome.err;
    const nlohmann::json json = nlohmann::json::parse(outcome.out);
    EXPECT_EQ(json.at("runs")[0].at("watch").at("program").at("exit_signal"), 15);
    EXPECT_TRUE(json.at("locks").empty());
    for (const char* wrong : {"--sweep-cpus 100000 -- /bin/true",
                              "--sweep-cpus 0 -- /bin/true",
                              "--sweep-cpus 1 --pid 1",
                              "--sweep-cpus 1 --control -- /bin/true",
                              "--sweep-cpus x -- /bin/true"})
    {
        const Outcome refused = cli(std::string("watch ") + wrong);
        EXPECT_EQ(refused.code, 2) << wrong;
        EXPECT_NE(refused.err.find("sweep-cpus"), std::string::npos) << refused.err;
    }
}

TEST_F(ProgramForecast, NamesWhatIsWrong)
{
    ASSERT_EQ(cli("record " + file() + " -- " + watched("injected_waits") + " mutex 20000 10").code,
              0);
    EXPECT_EQ(cli("forecast " + file() + " --machine 2x16").code, 1) << "taken twenty times";
    for (const char* wrong : {"--lock 99", "--machine none", "--cpus 0", "--cpus 5000", "--seed x"})
        EXPECT_EQ(cli("forecast " + file() + ' ' + wrong).code, 2) << wrong;
    EXPECT_EQ(cli("forecast /nowhere").code, 2);
}

} // namespace
} // namespace lockscope::test
