// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/exported.h"
#include "tests/support/synthetic_program.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <map>
#include <nlohmann/json.hpp>
#include <random>
#include <set>
#include <tuple>

namespace lockscope::exporters {
namespace {

using Json = nlohmann::ordered_json;

class TraceData : public testing::Test
{
protected:
    TraceData()
        : trace(Json::parse(test::exported("trace")))
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

    /// Times are whole microseconds, and written so.
    static std::int64_t ns(const Json& microseconds)
    {
        EXPECT_TRUE(microseconds.is_number_integer()) << microseconds;
        return microseconds.get<std::int64_t>() * 1000;
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
        if (phase == "b" || phase == "e") {
            EXPECT_EQ(event.at("cat"), "change");
            EXPECT_TRUE(event.at("id").is_number_integer());
        }
        if (phase != "C") {
            EXPECT_TRUE(event.at("tid").is_number_integer());
        }
        const std::set<std::string> known{"M", "X", "C", "i", "b", "e"};
        EXPECT_TRUE(known.contains(phase)) << phase;
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
    Json shares;
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
            shares = slice.at("args").value("shares", Json());
            ++intervals;
            continue;
        }
        EXPECT_EQ(from, ends[within]) << "states follow one another";
        EXPECT_NEAR(static_cast<double>(length), 5e7 * shares.at(name).get<double>(), 1000) << name;
        EXPECT_FALSE(slice.contains("args"))
            << "speedscope sums slices alike in name and arguments";
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
    ASSERT_EQ(slices.size(), 1U);
    EXPECT_EQ(slices[0].at("name"), "no snapshots");
    EXPECT_EQ(ns(slices[0].at("ts")), 100'000'000);
    EXPECT_EQ(ns(slices[0].at("dur")), 100'000'000);
    EXPECT_EQ(slices[0].at("args").at("dropped"), 2);
    // From the request until all workers are under it, beside the tracks: changes may overlap.
    ASSERT_EQ(events("b").size(), 1U);
    ASSERT_EQ(events("e").size(), 1U);
    EXPECT_EQ(events("b")[0].at("name"), "change: fast path \"on\"");
    EXPECT_EQ(events("b")[0].at("name"), events("e")[0].at("name"));
    EXPECT_EQ(events("b")[0].at("id"), events("e")[0].at("id"));
    EXPECT_EQ(ns(events("b")[0].at("ts")), 76'000'000);
    EXPECT_EQ(ns(events("e")[0].at("ts")), 80'000'000);
}

TEST_F(TraceData, WaitsThatNobodyCountedAreLeftOut)
{
    const std::string text = test::exported("trace", test::someFacts(), test::unwatchedSnapshots());
    EXPECT_EQ(text.find("waiting for the lock"), std::string::npos);
    EXPECT_EQ(text.find("wait_total_ns"), std::string::npos);
    EXPECT_NE(text.find("throughput"), std::string::npos);
}

/// What a viewer makes of the slices of a track: it adds beginning and length as doubles, and
/// takes them in the order of their beginnings, the longest first. Each must end within those that
/// are open then. Returns the depth of the deepest, or fails.
std::size_t depthOfTracks(const Json& trace)
{
    struct Slice
    {
        double from;
        double until;
        std::string name;
    };
    std::map<std::tuple<int, int>, std::vector<Slice>> tracks;
    for (const Json& event : trace.at("traceEvents"))
        if (event.at("ph") == "X") {
            const double from = event.at("ts").get<double>();
            const double length = event.at("dur").get<double>();
            EXPECT_GT(length, 0) << event;
            tracks[{event.at("pid"), event.at("tid")}].push_back(
                {from, from + length, event.at("name")});
        }
    std::size_t deepest = 0;
    for (auto& [track, slices] : tracks) {
        std::stable_sort(slices.begin(), slices.end(), [](const Slice& a, const Slice& b) {
            return std::tuple(a.from, -a.until) < std::tuple(b.from, -b.until);
        });
        std::vector<Slice> open;
        for (const Slice& slice : slices) {
            while (!open.empty() && open.back().until <= slice.from)
                open.pop_back();
            if (!open.empty()) {
                EXPECT_LE(slice.until, open.back().until)
                    << slice.name << " ends after " << open.back().name << " on track "
                    << std::get<1>(track);
            }
            open.push_back(slice);
            deepest = std::max(deepest, open.size());
        }
    }
    return deepest;
}

/// Every asynchronous slice ends, once, and not before it begins.
void checkPairs(const Json& trace)
{
    std::map<std::uint64_t, double> open;
    std::set<std::uint64_t> known;
    for (const Json& event : trace.at("traceEvents")) {
        const std::string phase = event.at("ph");
        if (phase != "b" && phase != "e")
            continue;
        const auto id = event.at("id").get<std::uint64_t>();
        const auto at = event.at("ts").get<double>();
        if (phase == "b") {
            EXPECT_TRUE(known.insert(id).second) << "a number of its own: " << event;
            open[id] = at;
        } else {
            ASSERT_TRUE(open.contains(id)) << event;
            EXPECT_LE(open.at(id), at);
            open.erase(id);
        }
    }
    EXPECT_TRUE(open.empty());
}

/// A source with anything that a recording can hold: lengths of any number of ns, states without
/// time, snapshots that were dropped or that overlap, changes that overlap.
std::vector<measure::Snapshot> randomSnapshots(std::mt19937_64& random)
{
    const auto below = [&random](std::int64_t bound) {
        return static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(bound));
    };
    using std::chrono::nanoseconds;
    constexpr std::int64_t kFortyDays = 40LL * 24 * 3600 * 1'000'000'000;
    nanoseconds now{below(2) == 0 ? 0 : below(kFortyDays)};
    std::vector<measure::Snapshot> snapshots;
    std::uint64_t sequence = 0;
    for (int i = 0; i < 30; ++i) {
        measure::Snapshot made;
        sequence += below(5) == 0 ? 1 + below(9) : 1; // some are dropped
        made.sequence = sequence;
        // A real interval, a very short one, or a pause of days.
        const std::array lengths{below(100'000'000), below(3'000), below(kFortyDays)};
        made.interval = nanoseconds(1 + lengths[static_cast<std::size_t>(below(20) / 9)]);
        if (below(4) == 0)
            now += nanoseconds(below(1'000'000));
        if (below(8) == 0)
            now -= std::min(now, nanoseconds(below(2'000)));
        now += made.interval;
        made.time = now;
        for (std::uint32_t worker = 0; worker < 3; ++worker) {
            measure::ThreadSnapshot thread;
            thread.index = worker;
            auto& share = thread.states.emplace().share;
            float sum = 0;
            for (float& each : share)
                sum += each = below(3) == 0 ? 0 : static_cast<float>(below(1'000'000));
            for (float& each : share)
                each = sum > 0 ? each / sum : 1.F / static_cast<float>(share.size());
            made.threads.push_back(thread);
        }
        for (std::int64_t changes = below(4); changes > 0; --changes)
            made.changes.push_back({.revision = 1,
                                    .time = now - nanoseconds(below(made.interval.count())),
                                    .gap = nanoseconds(below(3) == 0 ? 0 : below(200'000'000)),
                                    .label = "a change",
                                    .config = {}});
        snapshots.push_back(std::move(made));
    }
    return snapshots;
}

TEST_F(TraceData, SlicesNestForAReaderThatAddsInDoubles)
{
    EXPECT_EQ(depthOfTracks(trace), 2U) << "an interval and its states";
    checkPairs(trace);
    std::mt19937_64 random(1);
    for (int times = 0; times < 100 && !HasFailure(); ++times) {
        const Json made =
            Json::parse(test::exported("trace", test::someFacts(), randomSnapshots(random)));
        EXPECT_EQ(depthOfTracks(made), 2U) << "source " << times;
        checkPairs(made);
    }
}

TEST_F(TraceData, ChangesThatOverlapAreBothThere)
{
    using std::chrono::milliseconds;
    std::vector<measure::Snapshot> snapshots = test::someSnapshots();
    snapshots[1].changes = {{.revision = 1,
                             .time = milliseconds(80),
                             .gap = milliseconds(20),
                             .label = "one",
                             .config = {}},
                            {.revision = 2,
                             .time = milliseconds(90),
                             .gap = milliseconds(20),
                             .label = "two",
                             .config = {}}};
    trace = Json::parse(test::exported("trace", test::someFacts(), snapshots));
    EXPECT_EQ(depthOfTracks(trace), 2U);
    checkPairs(trace);
    const auto begun = events("b");
    ASSERT_EQ(begun.size(), 2U);
    EXPECT_EQ(ns(begun[0].at("ts")), 60'000'000);
    EXPECT_EQ(ns(begun[1].at("ts")), 70'000'000);
    EXPECT_NE(begun[0].at("id"), begun[1].at("id"));
}

TEST_F(TraceData, ThreadsOfAProgramLieBelowTheirProcess)
{
    test::SyntheticProgram program({.threads = 4});
    std::vector<measure::Snapshot> snapshots;
    for (int i = 0; i < 3; ++i)
        snapshots.push_back(*program.next());
    auto part = std::make_shared<measure::ProgramSnapshot>(*snapshots.front().program);
    part->newThreads[1].pid = 1; // as in a container
    part->newThreads[3].pid = 1;
    snapshots.front().program = part;
    measure::SourceInfo facts = test::someFacts();
    facts.subject = measure::Subject::Program;
    trace = Json::parse(test::exported("trace", facts, snapshots));
    EXPECT_EQ(depthOfTracks(trace), 2U);
    std::map<int, std::string> processes;
    std::map<std::string, int> threads;
    for (const Json& event : events("M")) {
        const Json& args = event.at("args");
        if (event.at("name") == "process_name") {
            EXPECT_FALSE(processes.contains(event.at("pid"))) << "each once";
            processes[event.at("pid")] = args.at("name");
        } else if (event.at("name") == "thread_name")
            threads[args.at("name")] = event.at("pid");
    }
    EXPECT_EQ(processes.size(), 3U);
    EXPECT_EQ(processes.at(threads.at("pool-0 (thread 5000)")), "process 4711");
    EXPECT_EQ(processes.at(threads.at("pool-1 (thread 5001)")), "process 1");
    EXPECT_EQ(processes.at(threads.at("twin (thread 5002)")), "process 4711");
    EXPECT_EQ(processes.at(threads.at("twin (thread 5003)")), "process 1");
    EXPECT_EQ(processes.at(threads.at("changes and gaps")).rfind("Lockscope, ", 0), 0U);
}

TEST_F(TraceData, WhatWasDroppedInNoTimeIsAnInstant)
{
    std::vector<measure::Snapshot> snapshots = test::someSnapshots();
    snapshots[2].time = snapshots[1].time + snapshots[2].interval;
    trace = Json::parse(test::exported("trace", test::someFacts(), snapshots));
    const auto instants = events("i");
    ASSERT_EQ(instants.size(), 2U);
    EXPECT_EQ(instants[1].at("name"), "no snapshots");
    EXPECT_EQ(instants[1].at("args").at("dropped"), 2);
    EXPECT_EQ(ns(instants[1].at("ts")), 100'000'000);
}

} // namespace
} // namespace lockscope::exporters
