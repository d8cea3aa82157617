// SPDX-License-Identifier: GPL-3.0-or-later
// Figures of one run that cannot contradict each other, over real runs: of exact guards and of
// those without a try, with one CPU for many workers, whole recordings and ones that were cut
// short.
#include "core/guards/registry.h"
#include "tests/support/run_cli.h"
#include "tests/support/temporary_file.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>

namespace lockscope {
namespace {

using Json = nlohmann::json;
using test::cli;
using test::Outcome;

/// What is null is not known, and in order with everything.
void expectAscending(const Json& values, std::initializer_list<const char*> keys)
{
    double last = 0;
    for (const char* key : keys) {
        if (values.at(key).is_null())
            continue;
        EXPECT_GE(values.at(key).get<double>(), last) << key;
        last = values.at(key).get<double>();
    }
}

/// A run, as `run --json` has it.
void expectOrdered(const Json& json)
{
    // The clocks of waits and of the run agree to about 1e-5; the end of a run is some microseconds
    // after the last call.
    constexpr double kClockRoom = 1.001;
    constexpr double kEndNs = 1e6;
    const double elapsedNs = json.at("elapsed_s").get<double>() * 1e9;
    const auto workers = static_cast<double>(json.at("threads").size());
    const Json& guard = json.at("guard");
    const double passes = guard.at("passes");
    const double contended = guard.at("contended");
    const double waited = guard.at("wait_total_ns");
    EXPECT_LE(contended, passes);
    EXPECT_LE(waited, workers * elapsedNs * kClockRoom);
    expectAscending(guard.at("wait_ns"), {"p50", "p90", "p99", "p999", "max"});
    if (contended > 0 && guard.at("exact")) {
        EXPECT_LE(waited / contended, guard.at("wait_ns").at("max").get<double>() + 1)
            << "a mean above the longest";
        EXPECT_LE(guard.at("wait_ns").at("mean").get<double>(), waited / contended + 1);
    }
    if (contended == 0) {
        EXPECT_EQ(waited, 0);
    }
    double calls = 0;
    double threadsWaited = 0;
    double threadsContended = 0;
    for (const Json& thread : json.at("threads")) {
        calls += thread.at("calls").get<double>();
        threadsContended += thread.at("contended").get<double>();
        threadsWaited += thread.at("wait_total_ns").get<double>();
        EXPECT_LE(thread.at("contended"), thread.at("calls"));
        const double soFar =
            thread.at("wait_so_far_ns").is_null() ? 0 : thread.at("wait_so_far_ns").get<double>();
        EXPECT_LE(thread.at("wait_total_ns").get<double>() + soFar,
                  elapsedNs * kClockRoom + kEndNs);
        if (!thread.at("cpu_ns").is_null()) {
            EXPECT_LE(thread.at("cpu_ns").get<double>(), elapsedNs * kClockRoom + kEndNs)
                << "it has one CPU";
        }
    }
    EXPECT_EQ(calls, json.at("calls").get<double>());
    EXPECT_EQ(threadsContended, contended);
    EXPECT_EQ(threadsWaited, waited);
    const Json& known = json.at("states_known_of");
    EXPECT_LE(known.at("known"), known.at("workers"));
    EXPECT_EQ(known.at("workers"), json.at("threads").size());
    EXPECT_EQ(json.at("violations"), Json::array());
    const Json& probe = json.at("probe");
    if (probe.contains("ns_per_call_low") && probe.at("ns_per_call_low").is_number()) {
        EXPECT_LE(probe.at("ns_per_call_low"), probe.at("ns_per_call_high"));
    }
}

Json ran(const std::string& arguments)
{
    const Outcome run = cli("run " + arguments + " --json -");
    EXPECT_EQ(run.code, 0) << run.err;
    return Json::parse(run.out);
}

TEST(OrderedFigures, OfGuardsWithoutATryOnACrowdedCpu)
{
    int tried = 0;
    for (const guards::GuardRow& row : guards::registry()) {
        if (!row.available || row.traits.hasTry)
            continue;
        SCOPED_TRACE(row.id);
        ++tried;
        const Json json =
            ran("--guard " + std::string(row.id)
                + " --workers 16 --cpus 1 --workload empty --task-source none --seconds 0.4");
        expectOrdered(json);
        // A once-primitive holds nothing: once it has run, nobody waits, however often a CPU is
        // taken away.
        if (row.traits.blocks) {
            EXPECT_LE(json.at("guard").at("contended"), 16);
        }
    }
    EXPECT_GE(tried, 5);
}

TEST(OrderedFigures, OfExactGuards)
{
    for (const char* arguments :
         {"--guard mutex --workers 4 --workload empty --seconds 0.3",
          "--guard ck-ticket --workers 8 --cpus 1 --workload empty --seconds 0.3",
          "--guard mutex --fast-path on --workers 2 --tasks 2000",
          "--guard mutex --workers 3 --workload custom --critical-ns 200000 --seconds 0.4",
          "--guard tbb-spin --workers 1 --tasks 1"})
    {
        SCOPED_TRACE(arguments);
        expectOrdered(ran(arguments));
    }
}

TEST(OrderedFigures, OfARecordingWholeAndCutShort)
{
    const test::TemporaryFile wholeFile("whole.lockscope");
    const test::TemporaryFile cutFile("cut.lockscope");
    const std::string whole = wholeFile.path();
    const std::string cut = cutFile.path();
    ASSERT_EQ(cli("record " + whole
                  + " --guard mutex --workers 4 --workload custom --critical-ns 300000 --seconds 1")
                  .code,
              0);
    const Outcome complete = cli("replay " + whole + " --json -");
    ASSERT_EQ(complete.code, 0) << complete.err;
    const Json exact = Json::parse(complete.out);
    expectOrdered(exact);

    // The end record, with the run's own summary, is gone: all figures come from the snapshots.
    std::filesystem::copy_file(whole, cut);
    std::filesystem::resize_file(cut, std::filesystem::file_size(cut) - 1);
    const Outcome part = cli("replay " + cut + " --json -");
    ASSERT_EQ(part.code, 0) << part.err;
    const Json summed = Json::parse(part.out);
    EXPECT_EQ(summed.at("complete"), false);
    expectOrdered(summed);
    EXPECT_EQ(summed.at("guard").at("wait_ns").at("max"), exact.at("guard").at("wait_ns").at("max"))
        << "the snapshots know the longest wait";
}

} // namespace
} // namespace lockscope
