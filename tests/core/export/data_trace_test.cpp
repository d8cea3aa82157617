// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/exported.h"

#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <nlohmann/json.hpp>

namespace lockscope::exporting {
namespace {

using Json = nlohmann::ordered_json;

class TraceData : public testing::Test
{
protected:
    TraceData()
        : trace(Json::parse(test::exported(DataFormat::Trace)))
    {}

    /// Events of a kind ("ph"), in their order.
    [[nodiscard]] std::vector<Json> events(const std::string& phase) const
    {
        std::vector<Json> found;
        for (const Json& event : trace.at("traceEvents"))
            if (event.at("ph") == phase)
                found.push_back(event);
        return found;
    }

    static std::int64_t ns(const Json& microseconds)
    {
        return std::llround(microseconds.get<double>() * 1000);
    }

    Json trace;
};

TEST_F(TraceData, EveryEventHasWhatTheFormatWants)
{
    for (const Json& event : trace.at("traceEvents")) {
        EXPECT_TRUE(event.at("name").is_string());
        EXPECT_EQ(event.at("pid"), 1);
        const std::string phase = event.at("ph");
        if (phase != "M") {
            EXPECT_TRUE(event.at("ts").is_number());
        }
        if (phase == "X") {
            EXPECT_GT(event.at("dur").get<double>(), 0);
        }
        if (phase != "C") {
            EXPECT_TRUE(event.at("tid").is_number_integer());
        }
        EXPECT_TRUE(phase == "M" || phase == "X" || phase == "C" || phase == "i") << phase;
    }
    EXPECT_EQ(trace.at("otherData").at("simulated"), false);
}

TEST_F(TraceData, TracksHaveNames)
{
    std::map<int, std::string> names;
    for (const Json& event : events("M"))
        if (event.at("name") == "thread_name")
            names[event.at("tid")] = event.at("args").at("name");
    EXPECT_EQ(names.at(1), "changes and gaps");
    EXPECT_EQ(names.at(2), "worker 0 (thread 4000)");
    EXPECT_EQ(names.at(3), "worker 1 (thread 4001)");
    EXPECT_EQ(names.size(), 3U) << "each once";
}

TEST_F(TraceData, StatesFillTheirIntervalByTheirSharesAndAreLeftOutWhereUnknown)
{
    const auto snapshots = test::someSnapshots();
    std::map<std::pair<int, std::int64_t>, std::int64_t> ends; // of the states within an interval
    int intervals = 0;
    int states = 0;
    std::pair<int, std::int64_t> within;
    for (const Json& slice : events("X")) {
        const int track = slice.at("tid");
        if (track == 1)
            continue;
        const std::int64_t from = ns(slice.at("ts"));
        const std::int64_t length = ns(slice.at("dur"));
        const std::string name = slice.at("name");
        if (name.starts_with("interval")) {
            EXPECT_EQ(length, 50'000'000);
            within = {track, from};
            ends[within] = from;
            ++intervals;
            continue;
        }
        EXPECT_EQ(from, ends[within]) << "states follow one another";
        EXPECT_NEAR(
            static_cast<double>(length), 5e7 * slice.at("args").at("share").get<double>(), 2)
            << name;
        ends[within] = from + length;
        ++states;
    }
    EXPECT_EQ(intervals, 6);
    EXPECT_EQ(states, 5 * 5) << "five states with a share, of the five intervals that know them";
    for (const auto& [interval, end] : ends)
        EXPECT_TRUE(end == interval.second + 50'000'000 || end == interval.second) << end;
}

TEST_F(TraceData, CountersBeginWithTheirIntervals)
{
    std::map<std::string, std::vector<std::pair<std::int64_t, double>>> counters;
    for (const Json& event : events("C"))
        counters[event.at("name")].emplace_back(ns(event.at("ts")),
                                                event.at("args").begin()->get<double>());
    const auto& throughput = counters.at("throughput");
    ASSERT_EQ(throughput.size(), 3U);
    EXPECT_EQ(throughput[0], std::pair(std::int64_t{0}, 40020.0));
    EXPECT_EQ(throughput[2].first, 200'000'000);
    EXPECT_EQ(counters.at("contended passes")[0].second, 80);
    EXPECT_NEAR(counters.at("waiting for the lock")[0].second, 1'000'300 / 5e7, 1e-9);
    EXPECT_EQ(counters.at("waiting for the lock")[2].second, 0);
}

TEST_F(TraceData, ChangesAreInstantsAndWhatWasDroppedIsASlice)
{
    const auto instants = events("i");
    ASSERT_EQ(instants.size(), 1U);
    EXPECT_EQ(instants[0].at("name"), "fast path \"on\"");
    EXPECT_EQ(ns(instants[0].at("ts")), 80'000'000);
    EXPECT_EQ(instants[0].at("args").at("config").at("fast_path"), "on");
    std::vector<Json> slices;
    for (const Json& slice : events("X"))
        if (slice.at("tid") == 1)
            slices.push_back(slice);
    ASSERT_EQ(slices.size(), 2U);
    EXPECT_EQ(ns(slices[0].at("ts")), 76'000'000);
    EXPECT_EQ(ns(slices[0].at("dur")), 4'000'000);
    EXPECT_EQ(slices[1].at("name"), "no snapshots");
    EXPECT_EQ(ns(slices[1].at("ts")), 100'000'000);
    EXPECT_EQ(ns(slices[1].at("dur")), 100'000'000);
    EXPECT_EQ(slices[1].at("args").at("dropped"), 2);
}

TEST_F(TraceData, WaitsThatNobodyCountedAreLeftOut)
{
    const std::string text =
        test::exported(DataFormat::Trace, test::someFacts(), test::unwatchedSnapshots());
    EXPECT_EQ(text.find("waiting for the lock"), std::string::npos);
    EXPECT_EQ(text.find("wait_total_ns"), std::string::npos);
    EXPECT_NE(text.find("throughput"), std::string::npos);
}

} // namespace
} // namespace lockscope::exporting
