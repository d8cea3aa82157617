// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/json.h"
#include "core/report/merge_json.h"
#include "core/report/sweep_json.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace lockscope::report {
namespace {

using Json = nlohmann::ordered_json;

/// Of a machine with more CPUs than any that runs this test, and with a guard that may be missing
/// here.
Json sweepFromElsewhere()
{
    study::Sweep sweep;
    sweep.plan.config = lab::defaultConfig();
    sweep.plan.config.cpus = sweep.plan.config.workers = 1;
    sweep.plan.contenders = {{"ck-mcs", false}};
    sweep.plan.cpus = {1, 1000};
    sweep.plan.repeats = sweep.plan.maxRepeats = 1;
    sweep.plan.workers = 8;
    for (const int cpus : sweep.plan.cpus) {
        study::SweepPoint point;
        point.cell = {{"ck-mcs", false}, cpus, 8};
        point.runs.emplace_back().throughput = 1e6 * cpus;
        sweep.points.push_back(std::move(point));
    }
    measure::HostFacts host;
    host.cpuModel = "Another CPU";
    host.cpus = 1000;
    host.memoryBytes = 1ULL << 40U;
    host.kernel.emplace("6.1");
    host.version = "0.1.0";
    host.schedstat = true;
    return toJson(sweep, host);
}

TEST(HostSweepReader, ReadsASweepOfAnyMachineWithItsFacts)
{
    const Json json = sweepFromElsewhere();
    const study::HostSweep read = readHostSweep(json.dump());
    EXPECT_EQ(toJson(read.host), json["host"]);
    EXPECT_EQ(toJson(read.sweep, read.host), json) << "all of it";
    EXPECT_THROW((void)readSweep(json.dump(), measure::readHostFacts()), SweepFileError)
        << "a sweep cannot go on elsewhere";
}

TEST(HostSweepReader, RefusesFactsThatContradictThePointsOrAreNone)
{
    const auto refusalOf = [](const Json& json) -> std::string {
        try {
            (void)readHostSweep(json.dump());
        } catch (const SweepFileError& error) {
            return error.what();
        }
        return "was read";
    };
    Json json = sweepFromElsewhere();
    json["host"]["cpus"] = 64; // but a point is of 1000
    EXPECT_NE(refusalOf(json).find("config.cpus[1] is 1000; allowed: a whole number, 1 to 64"),
              std::string::npos)
        << refusalOf(json);
    json["host"]["cpus"] = 0;
    EXPECT_NE(refusalOf(json).find("host.cpus is 0"), std::string::npos);
    json = sweepFromElsewhere();
    json["host"]["kernel"] = 6;
    EXPECT_NE(refusalOf(json).find("host.kernel is 6; allowed: a text"), std::string::npos);
    json = sweepFromElsewhere();
    json.erase("host");
    EXPECT_NE(refusalOf(json).find("host is missing"), std::string::npos);
    json = sweepFromElsewhere();
    json["host"]["memory_bytes"] = -1;
    EXPECT_NE(refusalOf(json).find("host.memory_bytes is -1"), std::string::npos);
}

TEST(MergeJson, KeepsEachHostsFactsPlanAndRuns)
{
    const Json sweep = sweepFromElsewhere();
    study::HostSweep read = readHostSweep(sweep.dump());
    read.name = "far.json";
    const Json json = toJson(study::mergeSweeps({read}));
    EXPECT_EQ(json["schema"], "lockscope.merge/1");
    ASSERT_EQ(json["hosts"].size(), 1U);
    EXPECT_EQ(json["hosts"][0]["name"], "far.json");
    for (const char* key :
         {"host", "config", "repeats", "tolerance", "seconds", "seed", "complete"})
        EXPECT_EQ(json["hosts"][0][key], sweep[key]) << key;
    ASSERT_EQ(json["curves"].size(), 1U);
    EXPECT_EQ(json["curves"][0]["host"], 0);
    EXPECT_EQ(json["curves"][0]["points"], sweep["points"]);
    EXPECT_EQ(json["curves"][0]["fit"]["fits"], false);
    EXPECT_TRUE(json["curves"][0]["fit"]["alpha"].is_null()) << "unknown is not 0";
    EXPECT_TRUE(json["differences"].empty());
}

/// Two machines: the second has run the same at half the speed, and not at 1000 CPUs.
std::vector<study::HostSweep> twoHosts()
{
    std::vector<study::HostSweep> hosts(2, readHostSweep(sweepFromElsewhere().dump()));
    hosts[0].name = "a.json";
    hosts[1].name = "b.json";
    hosts[1].host.cpuModel = "A third CPU";
    hosts[1].sweep.points.pop_back();
    hosts[1].sweep.points[0].runs[0].throughput /= 2;
    return hosts;
}

TEST(MergeReader, ReadsBackTheSweepsThatWereMerged)
{
    const auto hosts = twoHosts();
    const auto read = readHostSweeps(toJson(study::mergeSweeps(hosts)).dump());
    ASSERT_EQ(read.size(), hosts.size());
    for (std::size_t i = 0; i < hosts.size(); ++i) {
        EXPECT_EQ(read[i].name, hosts[i].name);
        EXPECT_EQ(toJson(read[i].sweep, read[i].host), toJson(hosts[i].sweep, hosts[i].host));
    }
    EXPECT_FALSE(read[1].sweep.complete()) << "a cell is missing";
}

TEST(MergeReader, TakesASingleSweepAsOneOfOneMachine)
{
    const auto read = readHostSweeps(sweepFromElsewhere().dump());
    ASSERT_EQ(read.size(), 1U);
    EXPECT_EQ(toJson(read[0].sweep, read[0].host), sweepFromElsewhere());
}

TEST(MergeReader, RefusesInOneSentenceThatNamesTheField)
{
    const auto refusalOf = [](const Json& json) -> std::string {
        try {
            (void)readHostSweeps(json.dump());
        } catch (const SweepFileError& error) {
            return error.what();
        }
        return "was read";
    };
    Json json = toJson(study::mergeSweeps(twoHosts()));
    json["curves"][0]["host"] = 2;
    EXPECT_NE(refusalOf(json).find("curves[0].host is 2"), std::string::npos) << refusalOf(json);
    json["hosts"] = Json::array();
    EXPECT_NE(refusalOf(json).find("an index into hosts"), std::string::npos) << refusalOf(json);
    json["schema"] = "lockscope.merge/2";
    EXPECT_NE(refusalOf(json).find("lockscope.sweep/1 or lockscope.merge/1"), std::string::npos)
        << refusalOf(json);
}

} // namespace
} // namespace lockscope::report
