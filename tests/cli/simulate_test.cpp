// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/cli_commands.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <thread>
#include <vector>

#include <unistd.h>

namespace lockscope {
namespace {

using Json = nlohmann::json;

using test::cli;
using test::Outcome;

TEST(CliHost, LatencyIsAMatrixOverTheCpus)
{
    const Outcome host = cli("host --latency --json -");
    ASSERT_EQ(host.code, 0) << host.err;
    const Json latency = Json::parse(host.out).at("latency");
    const std::size_t cpus = latency.at("cpus").size();
    ASSERT_EQ(latency.at("round_trip_ns").size(), cpus);
    for (std::size_t i = 0; i < cpus; ++i) {
        ASSERT_EQ(latency.at("round_trip_ns")[i].size(), cpus);
        EXPECT_TRUE(latency.at("round_trip_ns")[i][i].is_null());
    }
}

TEST(CliSimulate, JsonHasTheDocumentedFieldsAndIsTheSameForTheSameSeed)
{
    const std::string arguments =
        "simulate --lock ticket --cpus 1,4,1024 --outside-ns 5000 --critical-ns 50 "
        "--transfer-ns 50 --distribution exponential --machine uniform --seed 3 --calls "
        "50000 --json -";
    const Outcome first = cli(arguments);
    ASSERT_EQ(first.code, 0) << first.err;
    EXPECT_EQ(first.err, "");
    EXPECT_EQ(cli(arguments).out, first.out);
    const Json json = Json::parse(first.out);
    EXPECT_EQ(json.at("schema"), "lockscope.simulate/1");
    EXPECT_EQ(json.at("simulated"), true);
    EXPECT_EQ(json.at("lock"), "ticket");
    EXPECT_EQ(json.at("machine").at("id"), "uniform");
    EXPECT_EQ(json.at("machine").at("costs").at("line_cache_ns"), 50);
    EXPECT_FALSE(json.at("assumptions").empty());
    ASSERT_EQ(json.at("points").size(), 3U);
    for (const Json& point : json.at("points")) {
        EXPECT_GT(point.at("throughput").get<double>(), 0);
        EXPECT_GE(point.at("wait_mean_ns").get<double>(), 0);
        EXPECT_GE(point.at("wait_p99_ns").get<double>(), 0);
        EXPECT_EQ(point.at("workers"), point.at("cpus"));
        double sum = 0;
        for (const char* state : {"native", "guard", "blocked", "callback", "preempted", "idle"})
            sum += point.at("states").at(state).get<double>();
        EXPECT_NEAR(sum, 1, 1e-4);
    }
    EXPECT_NEAR(json.at("points").at(0).at("throughput").get<double>(), 1e9 / 5050, 0.02e9 / 5050);
}

TEST(CliSimulate, TakesGuardsTheFastPathAndCrowdsAndMarksItsTable)
{
    const Outcome table =
        cli("simulate --lock mutex --fast-path on --cpus 2,64 --workers 128 --task-source channel "
            "--calls 20000");
    EXPECT_EQ(table.code, 0) << table.err;
    EXPECT_EQ(table.out.rfind("SIMULATED", 0), 0U) << table.out;
    const Json json =
        Json::parse(cli("simulate --lock mutex --fast-path on --cpus 2 --workers 128 --calls 20000 "
                        "--json -")
                        .out);
    EXPECT_EQ(json.at("lock"), "once");
    EXPECT_GT(json.at("points").at(0).at("states").at("preempted").get<double>(), 0.9);
}

TEST(CliSimulate, ReadsAMachineThatItWrote)
{
    const Json written =
        Json::parse(cli("simulate --machine 8x28 --cpus 1 --calls 1000 --json -").out)
            .at("machine");
    const auto file = std::filesystem::path(testing::TempDir())
        / ("lockscope-machine-" + std::to_string(getpid()) + ".json");
    std::ofstream(file) << written.dump();
    const Outcome read =
        cli("simulate --machine " + file.string() + " --cpus 1 --calls 1000 --json -");
    ASSERT_EQ(read.code, 0) << read.err;
    EXPECT_EQ(Json::parse(read.out).at("machine"), written);
    Json contradicting = written;
    contradicting["topology"]["cpus"] = 5;
    std::ofstream(file) << contradicting.dump();
    const Outcome refused = cli("simulate --machine " + file.string());
    EXPECT_EQ(refused.code, 2);
    EXPECT_NE(refused.err.find("cpus 5"), std::string::npos) << refused.err;
    EXPECT_EQ(std::count(refused.err.begin(), refused.err.end(), '\n'), 1) << refused.err;
    std::filesystem::remove(file);
}

TEST(CliHost, CalibratesAMachineThatSimulateTakes)
{
    const auto data =
        std::filesystem::path(testing::TempDir()) / ("lockscope-data-" + std::to_string(getpid()));
    const std::string file = (data / "mine.json").string();
    setenv("XDG_DATA_HOME",
           data.c_str(),
           1); // NOLINT(concurrency-mt-unsafe): no other thread is there
    EXPECT_EQ(cli("simulate --machine this").code, 2) << "nothing calibrated yet";
    const Outcome kept = cli("host --calibrate --force --json -");
    ASSERT_EQ(kept.code, 0) << kept.err;
    const Json machine = Json::parse(kept.out).at("machine");
    EXPECT_GT(machine.at("costs").at("local_op_ns").get<double>(), 0);
    EXPECT_FALSE(machine.at("measured").at("costs").empty());
    EXPECT_TRUE(machine.at("measured").at("host").contains("cpu_model"));
    const Outcome here = cli("simulate --machine this --cpus 64 --calls 5000 --json -");
    ASSERT_EQ(here.code, 0) << here.err;
    EXPECT_EQ(Json::parse(here.out).at("machine").at("costs"), machine.at("costs"));
    EXPECT_EQ(cli("host --calibrate " + file + " --force").code, 0);
    EXPECT_EQ(cli("simulate --cpus 2 --calls 1000 --machine " + file).code, 0);
    unsetenv("XDG_DATA_HOME"); // NOLINT(concurrency-mt-unsafe): no other thread is there
    std::filesystem::remove_all(data);
}

TEST(CliHost, RefusesToCalibrateABusyMachineAndWritesNothing)
{
    const std::filesystem::path file = std::filesystem::path(testing::TempDir())
        / ("lockscope-busy-" + std::to_string(getpid()) + ".json");
    std::atomic<bool> enough{false};
    std::vector<std::thread> others; // as other programs: they are none of the command's
    for (unsigned i = 0; i < std::max(2U, std::thread::hardware_concurrency()); ++i)
        others.emplace_back([&enough] {
            while (!enough.load(std::memory_order_relaxed)) // a flag on its own
                ;
        });
    const Outcome refused = cli("host --json - --calibrate " + file.string());
    enough = true;
    for (std::thread& other : others)
        other.join();
    EXPECT_EQ(refused.code, 1);
    EXPECT_EQ(refused.out, "");
    EXPECT_NE(refused.err.find("other programs used "), std::string::npos) << refused.err;
    EXPECT_NE(refused.err.find("--force"), std::string::npos) << refused.err;
    EXPECT_EQ(std::count(refused.err.begin(), refused.err.end(), '\n'), 1) << refused.err;
    EXPECT_FALSE(std::filesystem::exists(file));
}

} // namespace
} // namespace lockscope
