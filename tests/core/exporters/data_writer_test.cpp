// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exporters/config_track.h"
#include "core/measure/histogram_buckets.h"
#include "tests/support/exported.h"

#include <gtest/gtest.h>

#include <map>
#include <nlohmann/json.hpp>
#include <set>

namespace lockscope::exporters {
namespace {

using Json = nlohmann::ordered_json;
using test::exported;
using test::someFacts;
using test::someSnapshots;

TEST(DataFormats, HaveNamesThatAreFoundAgainAndSuffixesOfTheirOwn)
{
    std::set<std::string_view> suffixes;
    for (const DataFormat& format : dataFormats()) {
        EXPECT_EQ(formatNamed(format.id), &format);
        EXPECT_TRUE(format.suffix.starts_with('.'));
        EXPECT_FALSE(format.description.empty());
        suffixes.insert(format.suffix);
    }
    EXPECT_EQ(suffixes.size(), dataFormats().size());
    EXPECT_EQ(formatNamed("CSV"), nullptr);
    EXPECT_EQ(formatNamed(""), nullptr);
}

TEST(DataFormats, MarkWhatIsNotLiveInEachAndWriteASourceWithoutSnapshots)
{
    for (const DataFormat& format : dataFormats()) {
        if (!format.forTerminal) // compressed; it has a test of its own
            continue;
        for (const auto& [facts, mark] :
             {std::pair{someFacts(measure::kSimulated), "simulated"},
              std::pair{someFacts(measure::kSimulated.recorded()), "recorded simulation"},
              std::pair{someFacts(measure::kRecorded), "recorded"}})
            EXPECT_NE(exported(format.id, facts).find(mark), std::string::npos) << format.id;
        EXPECT_EQ(exported(format.id).find("recorded"), std::string::npos) << format.id;
        EXPECT_FALSE(exported(format.id, someFacts(), {}).empty()) << format.id;
    }
}

TEST(ConfigTrack, NamesBothGuardsOnlyForTheSnapshotThatHadBoth)
{
    const auto snapshots = someSnapshots();
    ConfigTrack track(someFacts().config);
    EXPECT_EQ(track.guard(), "mutex");
    track.follow(snapshots[0]);
    EXPECT_EQ(track.guard(), "mutex");
    track.follow(snapshots[1]);
    EXPECT_TRUE(track.changed());
    EXPECT_EQ(track.guard(), "mutex, then mutex + fast path");
    track.follow(snapshots[2]);
    EXPECT_FALSE(track.changed());
    EXPECT_EQ(track.guard(), "mutex + fast path");
    EXPECT_EQ(track.setting("cpus"), "2");
    EXPECT_EQ(track.setting("colour"), std::nullopt);
    EXPECT_EQ(ConfigTrack().guard(), "unknown guard");
}

/// A reader of RFC 4180 as it is written there: fields may be quoted, lines end with CR LF.
std::vector<std::vector<std::string>> readCsv(const std::string& text)
{
    std::vector<std::vector<std::string>> rows;
    std::vector<std::string> row(1);
    bool quoted = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        const bool doubled = quoted && c == '"' && i + 1 < text.size() && text[i + 1] == '"';
        if (doubled)
            row.back() += text[i++];
        else if (c == '"')
            quoted = !quoted;
        else if (!quoted && c == ',')
            row.emplace_back();
        else if (!quoted && c == '\r' && i + 1 < text.size() && text[i + 1] == '\n') {
            rows.push_back(std::exchange(row, std::vector<std::string>(1)));
            ++i;
        } else
            row.back() += c;
    }
    EXPECT_EQ(row, std::vector<std::string>(1)) << "the last line ends";
    return rows;
}

TEST(CsvData, HasARowForEachThreadAndSnapshotThatReadsBackToTheSame)
{
    measure::SourceInfo facts = someFacts();
    facts.config[0].second = "mutex, \"mine\"\r\n";
    auto snapshots = someSnapshots();
    snapshots[1].changes[0].config[0].second = facts.config[0].second;
    const auto rows = readCsv(exported("csv", facts, snapshots));
    ASSERT_EQ(rows.size(), 1 + 3 * 2U);
    const auto cell = [&rows](std::size_t row, const std::string& column) {
        for (std::size_t i = 0; i < rows[0].size(); ++i)
            if (rows[0][i] == column)
                return rows[row][i];
        ADD_FAILURE() << "no column " << column;
        return std::string();
    };
    for (std::size_t s = 0; s < snapshots.size(); ++s)
        for (std::size_t t = 0; t < 2; ++t) {
            const std::size_t row = 1 + 2 * s + t;
            ASSERT_EQ(rows[row].size(), rows[0].size());
            const measure::ThreadSnapshot& thread = snapshots[s].threads[t];
            EXPECT_EQ(cell(row, "source"), "live");
            EXPECT_EQ(cell(row, "guard"), "mutex, \"mine\"\r\n");
            EXPECT_EQ(cell(row, "fast_path"), s == 0 ? "off" : "on");
            EXPECT_EQ(cell(row, "config_changed"), s == 1 ? "yes" : "no");
            EXPECT_EQ(cell(row, "sequence"), std::to_string(snapshots[s].sequence));
            EXPECT_EQ(std::stod(cell(row, "time_s")),
                      std::chrono::duration<double>(snapshots[s].time).count());
            EXPECT_EQ(cell(row, "interval_s"), "0.050000000");
            EXPECT_EQ(cell(row, "thread"), std::to_string(t));
            EXPECT_EQ(cell(row, "tid"), std::to_string(4000 + t));
            EXPECT_EQ(cell(row, "calls"), std::to_string(thread.calls));
            EXPECT_EQ(std::stod(cell(row, "calls_per_s")),
                      20.0 * static_cast<double>(thread.calls));
            EXPECT_EQ(cell(row, "contended"), std::to_string(thread.contended));
            EXPECT_EQ(cell(row, "wait_total_ns"), std::to_string(thread.waitNs));
            EXPECT_EQ(cell(row, "waits_exact"), s == 2 ? "no" : "yes");
            for (const measure::State state : measure::kStates) {
                const std::string share = cell(row, std::string(stateName(state)) + "_share");
                EXPECT_EQ(share.empty(), !thread.states);
                if (thread.states) {
                    EXPECT_EQ(std::stof(share), (*thread.states)[state]);
                }
            }
        }
    EXPECT_EQ(cell(1, "wait_p99_ns"), "100");
    for (const char* unknown : {"cpu", "on_cpu_ns", "wait_p99_ns", "voluntary_switches_total"})
        EXPECT_EQ(cell(4, unknown), "") << unknown << ": unknown is not 0";
}

TEST(CsvData, WithoutAProbeHasEmptyCellsForWaits)
{
    const auto rows = readCsv(exported("csv", someFacts(), test::unwatchedSnapshots()));
    for (std::size_t i = 0; i < rows[0].size(); ++i) {
        const std::string& column = rows[0][i];
        if (column == "contended" || column.starts_with("wait")) {
            EXPECT_EQ(rows[1][i], "") << column;
        }
        if (column == "calls") {
            EXPECT_EQ(rows[1][i], "1000");
        }
    }
}

TEST(JsonLinesData, WithoutAProbeHaveNullForWaits)
{
    std::istringstream lines(exported("jsonl", someFacts(), test::unwatchedSnapshots()));
    std::string line;
    std::getline(lines, line);
    std::getline(lines, line);
    const auto json = nlohmann::json::parse(line);
    for (const auto& counts : {json.at("delta"), json.at("total"), json.at("threads").at(0)}) {
        EXPECT_TRUE(counts.at("contended").is_null());
        EXPECT_TRUE(counts.at("wait_total_ns").is_null());
        EXPECT_TRUE(counts.at("calls").is_number());
    }
}

TEST(JsonLinesData, ReadBackToTheSame)
{
    const auto snapshots = someSnapshots();
    std::istringstream lines(exported("jsonl"));
    std::string line;
    ASSERT_TRUE(std::getline(lines, line));
    const Json facts = Json::parse(line);
    EXPECT_EQ(facts.at("schema"), "lockscope.snapshots/1");
    EXPECT_EQ(facts.at("kind"), "live");
    EXPECT_EQ(facts.at("simulated"), false);
    EXPECT_EQ(facts.at("host").at("cpu_model"), *someFacts().host.cpuModel);
    EXPECT_EQ(facts.at("config").at("fast_path"), false);
    EXPECT_EQ(facts.at("config").at("native_ns"), 300);
    EXPECT_TRUE(facts.at("probe").is_null());
    for (const measure::Snapshot& snapshot : snapshots) {
        ASSERT_TRUE(std::getline(lines, line));
        const Json json = Json::parse(line);
        EXPECT_EQ(json.at("sequence"), snapshot.sequence);
        EXPECT_EQ(json.at("time_ns"), snapshot.time.count());
        EXPECT_EQ(json.at("interval_ns"), snapshot.interval.count());
        EXPECT_EQ(json.at("throughput"), snapshot.throughput());
        EXPECT_EQ(json.at("total").at("calls"), snapshot.total.calls);
        EXPECT_EQ(json.at("delta").at("wait_total_ns"), snapshot.delta.waitNs);
        EXPECT_EQ(json.at("exact"), snapshot.waitsExact);
        measure::HistogramCounts waits;
        for (const Json& bucket : json.at("waits"))
            waits.add(bucket.at(0), bucket.at(2));
        EXPECT_TRUE(std::ranges::equal(waits.sparse().entries(), snapshot.waits.entries()));
        EXPECT_EQ(json.at("wait_ns").at("p99").is_null(), snapshot.waits.empty());
        ASSERT_EQ(json.at("threads").size(), 2U);
        for (std::size_t t = 0; t < 2; ++t) {
            const measure::ThreadSnapshot& thread = snapshot.threads[t];
            const Json& read = json.at("threads").at(t);
            EXPECT_EQ(read.at("calls"), thread.calls);
            EXPECT_EQ(read.at("contended"), thread.contended);
            EXPECT_EQ(read.at("cpu_ns").is_null(), !thread.cpuNs);
            EXPECT_EQ(read.at("states").is_null(), !thread.states);
            if (thread.states) {
                EXPECT_EQ(read.at("states").at("callback"),
                          (*thread.states)[measure::State::Callback]);
            }
        }
        EXPECT_EQ(json.at("changes").size(), snapshot.changes.size());
    }
    EXPECT_FALSE(std::getline(lines, line));
}

TEST(JsonLinesData, AChangeHasItsWholeConfiguration)
{
    std::istringstream lines(exported("jsonl"));
    std::string line;
    for (int i = 0; i < 3; ++i)
        std::getline(lines, line);
    const auto change = nlohmann::json::parse(line).at("changes").at(0);
    EXPECT_EQ(change.at("label"), "fast path \"on\"");
    EXPECT_EQ(change.at("time_ns"), 80'000'000);
    EXPECT_EQ(change.at("gap_ns"), 4'000'000);
    EXPECT_EQ(change.at("config").at("fast_path"), true);
    EXPECT_EQ(change.at("config").at("guard"), "mutex");
}

} // namespace
} // namespace lockscope::exporters
