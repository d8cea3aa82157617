// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exporters/formats.h"
#include "core/recording/recording.h"
#include "core/recording/recording_writer.h"
#include "core/simulation/machine_file.h"
#include "core/simulation/snapshot_maker.h"
#include "tests/support/run_cli.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>

namespace lockscope {
namespace {

using Json = nlohmann::json;
using test::cli;
using test::contentOf;
using test::Outcome;
using test::TemporaryFile;

std::size_t linesIn(const std::string& text)
{
    return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

/// A recording with a live change, made once for all tests.
class CliExport : public testing::Test
{
protected:
    static void SetUpTestSuite()
    {
        s_file = std::make_unique<TemporaryFile>("export.lockscope");
        // The change comes when there are snapshots to come before it; on a busy machine that takes
        // longer.
        bool whole = false;
        for (double seconds = 0.3; !whole && seconds < 20; seconds *= 2) {
            const std::string pause = "sleep " + std::to_string(seconds) + "; ";
            const Outcome record =
                cli("record " + s_file->path()
                        + " --workload custom --workers 3 --rate 60 --control --force",
                    "(" + pause + "echo '{\"fast_path\": true}'; " + pause + ") | ");
            ASSERT_EQ(record.code, 0) << record.err;
            const auto recording = recording::Recording::open(s_file->path());
            whole = recording->size() > 10 && recording->markers().size() == 1
                && recording->markers().front().snapshot + 1 < recording->size();
        }
        ASSERT_TRUE(whole);
        s_replayed = Json::parse(cli("replay " + s_file->path() + " --json -").out);
    }
    static void TearDownTestSuite() { s_file.reset(); }

    [[nodiscard]] static std::string recording() { return s_file->path(); }
    [[nodiscard]] static std::uint64_t calls() { return s_replayed.at("calls"); }

    /// On standard output.
    [[nodiscard]] static std::string exported(const std::string& format)
    {
        const Outcome outcome = cli("export " + recording() + " --output - --format " + format);
        EXPECT_EQ(outcome.code, 0) << outcome.err;
        EXPECT_EQ(outcome.err, "");
        return outcome.out;
    }

private:
    static std::unique_ptr<TemporaryFile> s_file;
    static Json s_replayed;
};

std::unique_ptr<TemporaryFile> CliExport::s_file;
Json CliExport::s_replayed;

TEST_F(CliExport, JsonLinesCarryTheWholeRun)
{
    std::istringstream lines(exported("jsonl"));
    std::string line;
    ASSERT_TRUE(std::getline(lines, line));
    EXPECT_EQ(Json::parse(line).at("kind"), "recorded");
    std::uint64_t sum = 0;
    Json last;
    std::size_t changes = 0;
    while (std::getline(lines, line)) {
        last = Json::parse(line);
        sum += last.at("delta").at("calls").get<std::uint64_t>();
        changes += last.at("changes").size();
    }
    EXPECT_EQ(sum, calls());
    EXPECT_EQ(last.at("total").at("calls"), calls());
    EXPECT_EQ(changes, 1U);
}

TEST_F(CliExport, CsvCarriesEveryCallOfEveryThread)
{
    std::istringstream lines(exported("csv"));
    std::string line;
    ASSERT_TRUE(std::getline(lines, line));
    std::istringstream header(line);
    std::size_t column = 0;
    for (std::string name; std::getline(header, name, ',') && name != "calls";)
        ++column;
    std::uint64_t sum = 0;
    bool fast = false;
    while (std::getline(lines, line)) {
        std::istringstream cells(line);
        std::string cell;
        for (std::size_t i = 0; i <= column; ++i)
            std::getline(cells, cell, ',');
        sum += std::stoull(cell);
        EXPECT_TRUE(line.starts_with("recorded,mutex,")) << line;
        fast = fast || line.starts_with("recorded,mutex,on,");
    }
    EXPECT_EQ(sum, calls());
    EXPECT_TRUE(fast) << "the change is in the rows after it";
}

TEST_F(CliExport, TheOthersAreWhatTheirToolsRead)
{
    const Json trace = Json::parse(exported("trace"));
    EXPECT_EQ(trace.at("otherData").at("source"), "recorded");
    EXPECT_GT(trace.at("traceEvents").size(), 100U);
    const std::string metrics = exported("openmetrics");
    EXPECT_NE(metrics.find("lockscope_calls_total{source=\"recorded\"} " + std::to_string(calls())
                           + "\n"),
              std::string::npos)
        << metrics;
    EXPECT_TRUE(exported("pprof").starts_with("\x1f\x8b")) << "gzip";
}

TEST_F(CliExport, AFileHoldsWhatStandardOutputGetsAndSaysSo)
{
    const TemporaryFile out("export-out.csv");
    const TemporaryFile report("export-report.json");
    const Outcome outcome = cli("export " + recording() + " --format csv --output " + out.path()
                                + " --json " + report.path());
    ASSERT_EQ(outcome.code, 0) << outcome.err;
    EXPECT_EQ(contentOf(out.path()), exported("csv"));
    EXPECT_NE(outcome.out.find("snapshots as csv, recorded"), std::string::npos) << outcome.out;
    const Json json = Json::parse(contentOf(report.path()));
    EXPECT_EQ(json.at("schema"), "lockscope.export/1");
    EXPECT_EQ(json.at("complete"), true);
    EXPECT_EQ(json.at("dropped_snapshots"), 0);
    const Outcome piped = cli("export - --format csv --output -", "cat " + recording() + " | ");
    EXPECT_EQ(piped.out, contentOf(out.path()));
}

TEST_F(CliExport, ACutRecordingIsExportedAsFarAsItGoesAndSaysSo)
{
    const std::string whole = contentOf(recording());
    const TemporaryFile cut("cut.lockscope", whole.substr(0, whole.size() / 2));
    const TemporaryFile report("cut.json");
    const Outcome outcome =
        cli("export " + cut.path() + " --format jsonl --output - --json " + report.path());
    EXPECT_EQ(outcome.code, 0);
    EXPECT_EQ(linesIn(outcome.err), 1U) << outcome.err;
    const Json json = Json::parse(contentOf(report.path()));
    EXPECT_EQ(json.at("complete"), false);
    EXPECT_EQ(json.at("snapshots").get<std::size_t>() + 1, linesIn(outcome.out));
    EXPECT_GT(json.at("snapshots"), 0);
}

TEST_F(CliExport, OverwritesNothingUnlessToldToAndNeverTheRecording)
{
    const TemporaryFile out("precious.csv", "precious");
    const std::string command = "export " + recording() + " --format csv --output ";
    const Outcome refused = cli(command + out.path());
    EXPECT_EQ(refused.code, 2);
    EXPECT_NE(refused.err.find("--force"), std::string::npos) << refused.err;
    EXPECT_EQ(contentOf(out.path()), "precious");
    EXPECT_EQ(cli(command + out.path() + " --force").code, 0);
    EXPECT_EQ(contentOf(out.path()), exported("csv"));
    const std::string before = contentOf(recording());
    EXPECT_EQ(cli(command + recording() + " --force").code, 2);
    EXPECT_EQ(contentOf(recording()), before);
}

TEST_F(CliExport, RefusesInOneSentenceAndLeavesNothingBehind)
{
    const TemporaryFile text("no-recording.txt", "no recording");
    const TemporaryFile out("never.csv");
    const std::string to = " --output " + out.path();
    for (const auto& [arguments, named, code] :
         {std::tuple{recording() + to + " --format xml", std::string("csv|jsonl|trace"), 2},
          {recording() + to, std::string("--format"), 2},
          {recording() + " --format csv", std::string("--output"), 2},
          {"--format csv" + to, std::string("file"), 2},
          {"/no/such.lockscope --format csv" + to, std::string("/no/such.lockscope"), 2},
          {text.path() + " --format csv" + to, text.path() + " is no Lockscope recording", 2},
          {"/tmp --format csv" + to, std::string("/tmp"), 2},
          {recording() + " --format csv --output - --json -", std::string("--json"), 2},
          {recording() + " --format csv --output /dev/full", std::string("No space left"), 1},
          {recording() + " --format pprof --output /dev/full", std::string("No space left"), 1},
          {recording() + " --format csv --output /tmp",
           std::string("/tmp could not be written"),
           2},
          {recording() + " --format csv --output /no/such/out.csv",
           std::string("/no/such/out.csv could not be written"), // not what stands beside it
           2}})
    {
        const Outcome refused = cli("export " + arguments);
        EXPECT_EQ(refused.code, code) << arguments;
        EXPECT_EQ(refused.out, "") << arguments;
        EXPECT_NE(refused.err.find(named), std::string::npos) << refused.err;
        EXPECT_EQ(linesIn(refused.err), 1U) << refused.err;
        EXPECT_FALSE(std::filesystem::exists(out.path())) << arguments;
    }
    EXPECT_TRUE(std::filesystem::is_character_file("/dev/full"));
}

TEST_F(CliExport, ARecordedSimulationStaysMarkedInEachFormat)
{
    simulation::SimulatedConfig config{.experiment = lab::defaultConfig(),
                                       .machine = simulation::machineNamed("2x16")};
    config.experiment.cpus = config.experiment.workers = 8;
    recording::RecordingHeader header;
    header.source = {.provenance = measure::kSimulated,
                     .host = simulation::hostFacts(config),
                     .config = simulation::configFacts(config),
                     .probe = {}};
    const TemporaryFile file("simulated.lockscope");
    {
        recording::RecordingWriter writer(io::OutputFile(file.path()), header);
        simulation::SnapshotMaker maker(config);
        for (int i = 0; i < 3; ++i)
            writer.write(maker.next(std::chrono::milliseconds(50)));
        writer.finish({});
    }
    for (const exporters::DataFormat& format : exporters::dataFormats()) {
        const std::string name(format.id);
        const bool packed = format.suffix.ends_with(".gz");
        const Outcome outcome = cli("export " + file.path() + " --output - --format " + name
                                    + (packed ? " | gunzip" : ""));
        ASSERT_EQ(outcome.code, 0) << outcome.err;
        EXPECT_NE(outcome.out.find("recorded simulation"), std::string::npos) << name;
    }
}

TEST_F(CliExport, HelpAndManualHaveEachFormat)
{
    const std::string help = cli("export --help").out;
    const std::string manual = contentOf(LOCKSCOPE_FORMATS_PAGE);
    for (const exporters::DataFormat& format : exporters::dataFormats()) {
        EXPECT_NE(help.find(format.id), std::string::npos) << format.id;
        EXPECT_NE(help.find(format.description), std::string::npos) << format.id;
        EXPECT_NE(manual.find("| `" + std::string(format.id) + "` |"), std::string::npos)
            << format.id;
    }
}

TEST_F(CliExport, ARangeHasItsSnapshotsAndTheExperimentThatWasInForce)
{
    const auto all = recording::Recording::open(recording());
    const recording::Marker& marker = all->markers().front();
    const auto from = all->timeOf(marker.snapshot);
    std::size_t expected = 0;
    std::uint64_t calls = 0;
    for (std::size_t i = marker.snapshot + 1; i < all->size(); ++i) {
        const auto snapshot = all->snapshot(i);
        ++expected;
        calls += snapshot->delta.calls;
    }
    const std::string range = " --range "
        + std::to_string(std::chrono::duration<double, std::milli>(from).count()) + "ms..";
    const Outcome lines = cli("export " + recording() + " --output - --format jsonl" + range);
    ASSERT_EQ(lines.code, 0) << lines.err;
    EXPECT_EQ(linesIn(lines.out), expected + 1);
    EXPECT_EQ(Json::parse(lines.out.substr(0, lines.out.find('\n'))).at("config").at("fast_path"),
              true)
        << "it was switched on before";
    const Json replayed = Json::parse(cli("replay " + recording() + " --json -" + range).out);
    EXPECT_EQ(replayed.at("calls"), calls);
    EXPECT_EQ(replayed.at("config").at("fast_path"), true);
    EXPECT_TRUE(replayed.at("complete"));
}

TEST_F(CliExport, ARangeWithNothingInItIsABadArgument)
{
    const TemporaryFile file("none.csv");
    for (const std::string& command :
         {"replay " + recording(),
          "export " + recording() + " --format csv --output " + file.path()})
    {
        const Outcome nothing = cli(command + " --range 5h..6h");
        EXPECT_EQ(nothing.code, 2);
        EXPECT_NE(nothing.err.find("no snapshot from 18000 to 21600 s; it goes from 0 to"),
                  std::string::npos)
            << nothing.err;
        EXPECT_EQ(linesIn(nothing.err), 1U);
        EXPECT_EQ(nothing.out, "");
    }
    EXPECT_FALSE(std::filesystem::exists(file.path())) << "nothing is left behind";
}

} // namespace
} // namespace lockscope
