// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exporters/pprof_fields.h"
#include "core/io/gzip.h"
#include "core/io/limits.h"
#include "tests/support/exported.h"
#include "tests/support/made_up_account.h"
#include "tests/support/run_shell.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <map>
#include <protozero/pbf_message.hpp>
#include <set>
#include <sstream>

#include <zlib.h>

namespace lockscope::exporters {
namespace {

namespace pprof = pprof_fields;

/// What gunzip gives: zlib's own reader of gzip files.
std::string gunzipped(const std::string& packed)
{
    const test::TemporaryFile file("packed.gz", packed);
    gzFile opened = gzopen(file.path().c_str(), "rb");
    std::string content;
    std::array<char, 4096> buffer{};
    int got = 0;
    while ((got = gzread(opened, buffer.data(), buffer.size())) > 0)
        content.append(buffer.data(), static_cast<std::size_t>(got));
    EXPECT_EQ(got, 0) << "broken gzip";
    EXPECT_EQ(gzdirect(opened), 0) << "not packed at all";
    gzclose(opened);
    return content;
}

/// A profile, decoded with texts in place of their numbers.
struct Profile
{
    struct Sample
    {
        std::vector<std::string> stack; ///< innermost first
        std::vector<std::int64_t> values;
        std::map<std::string, std::string> labels;
    };
    std::vector<std::pair<std::string, std::string>> types; ///< with their units
    std::vector<Sample> samples;
    std::vector<std::string> comments;
    std::string program;
    std::int64_t durationNs = 0;
};

class Decoder
{
public:
    explicit Decoder(const std::string& packed)
        : m_bytes(gunzipped(packed))
    {
        protozero::pbf_message<pprof::Profile> message(m_bytes);
        while (
            message.next(pprof::Profile::StringTable, protozero::pbf_wire_type::length_delimited))
            m_texts.push_back(message.get_string());
        EXPECT_EQ(m_texts.at(0), "");
        message = protozero::pbf_message<pprof::Profile>(m_bytes);
        while (message.next())
            take(message);
        for (const auto& bytes : m_sampleBytes)
            profile.samples.push_back(sample(bytes));
    }

    Profile profile;

private:
    [[nodiscard]] const std::string& text(std::int64_t number) const
    {
        return m_texts.at(static_cast<std::size_t>(number));
    }

    void take(protozero::pbf_message<pprof::Profile>& message)
    {
        switch (message.tag()) {
        case pprof::Profile::SampleType: {
            auto type = message.get_message();
            std::array<std::int64_t, 3> numbers{};
            while (type.next())
                numbers.at(type.tag()) = type.get_int64();
            profile.types.emplace_back(text(numbers[1]), text(numbers[2]));
            break;
        }
        case pprof::Profile::Sample:
            m_sampleBytes.push_back(message.get_string());
            break;
        case pprof::Profile::Mapping: {
            protozero::pbf_message<pprof::Mapping> mapping(message.get_message());
            while (mapping.next())
                if (mapping.tag() == pprof::Mapping::Filename)
                    profile.program = text(mapping.get_int64());
                else
                    mapping.skip();
            break;
        }
        case pprof::Profile::Location:
            location(message.get_message());
            break;
        case pprof::Profile::Function:
            function(message.get_message());
            break;
        case pprof::Profile::Comment:
            profile.comments.push_back(text(message.get_int64()));
            break;
        case pprof::Profile::DurationNanos:
            profile.durationNs = message.get_int64();
            break;
        default:
            message.skip();
        }
    }

    void location(protozero::pbf_message<pprof::Location> message)
    {
        std::uint64_t id = 0;
        while (message.next())
            switch (message.tag()) {
            case pprof::Location::Id:
                id = message.get_uint64();
                break;
            case pprof::Location::Line: {
                protozero::pbf_message<pprof::Line> line(message.get_message());
                ASSERT_TRUE(line.next(pprof::Line::FunctionId));
                m_functionOf[id] = line.get_uint64();
                break;
            }
            default:
                message.skip();
            }
    }

    void function(protozero::pbf_message<pprof::Function> message)
    {
        std::uint64_t id = 0;
        while (message.next())
            switch (message.tag()) {
            case pprof::Function::Id:
                id = message.get_uint64();
                break;
            case pprof::Function::Name:
                m_functions[id] = text(message.get_int64());
                break;
            default:
                message.skip();
            }
    }

    [[nodiscard]] Profile::Sample sample(const std::string& bytes) const
    {
        Profile::Sample result;
        protozero::pbf_message<pprof::Sample> message(bytes);
        while (message.next())
            switch (message.tag()) {
            case pprof::Sample::LocationId:
                for (const std::uint64_t id : message.get_packed_uint64())
                    result.stack.push_back(m_functions.at(m_functionOf.at(id)));
                break;
            case pprof::Sample::Value:
                for (const std::int64_t value : message.get_packed_int64())
                    result.values.push_back(value);
                break;
            case pprof::Sample::Label: {
                auto label = message.get_message();
                std::array<std::int64_t, 3> numbers{};
                while (label.next())
                    numbers.at(label.tag()) = label.get_int64();
                result.labels[text(numbers[1])] = text(numbers[2]);
                break;
            }
            }
        return result;
    }

    std::string m_bytes;
    std::vector<std::string> m_texts;
    std::vector<std::string> m_sampleBytes;
    std::map<std::uint64_t, std::uint64_t> m_functionOf; ///< by location
    std::map<std::uint64_t, std::string> m_functions;
};

TEST(PprofData, DecodesToContentionsAndDelayByGuardPhaseAndWorker)
{
    const Profile profile = Decoder(test::exported("pprof")).profile;
    using Types = std::vector<std::pair<std::string, std::string>>;
    EXPECT_EQ(profile.types, (Types{{"contentions", "count"}, {"delay", "nanoseconds"}}));
    EXPECT_EQ(profile.durationNs, 150'000'000);
    EXPECT_EQ(profile.program, "lockscope (live)");
    ASSERT_EQ(profile.samples.size(), 4U) << "two guards' stretches, two workers";
    std::int64_t contentions = 0;
    std::int64_t delay = 0;
    std::set<std::string> guards;
    for (const Profile::Sample& sample : profile.samples) {
        ASSERT_EQ(sample.stack.size(), 3U);
        EXPECT_EQ(sample.stack[0], sample.labels.at("guard"));
        EXPECT_EQ(sample.stack[1], "guard (phase)");
        EXPECT_EQ(sample.stack[2], sample.labels.at("worker"));
        EXPECT_EQ(sample.labels.at("phase"), "guard");
        EXPECT_EQ(sample.labels.at("source"), "live");
        EXPECT_EQ(sample.labels.at("waits"), "exact");
        ASSERT_EQ(sample.values.size(), 2U);
        contentions += sample.values[0];
        delay += sample.values[1];
        guards.insert(sample.stack[0]);
    }
    EXPECT_EQ(contentions, 8);
    EXPECT_EQ(delay, 2'000'600);
    EXPECT_EQ(guards, (std::set<std::string>{"mutex", "mutex, then mutex + fast path"}));
}

TEST(PprofData, ASimulationHasItsMarkInEveryStackAndAsTheProgram)
{
    for (const measure::Provenance provenance :
         {measure::kSimulated, measure::kSimulated.recorded()}) {
        const Profile profile =
            Decoder(test::exported("pprof", test::someFacts(provenance))).profile;
        for (const Profile::Sample& sample : profile.samples)
            EXPECT_EQ(sample.stack.back(), "SIMULATED");
        EXPECT_NE(profile.program.find("simulat"), std::string::npos) << profile.program;
    }
    const Profile recorded =
        Decoder(test::exported("pprof", test::someFacts(measure::kRecorded))).profile;
    EXPECT_EQ(recorded.program, "lockscope (recorded)");
}

TEST(PprofData, WithoutAProbeItSaysThatWaitsAreNotKnown)
{
    const Profile unwatched =
        Decoder(test::exported("pprof", test::someFacts(), test::unwatchedSnapshots())).profile;
    EXPECT_TRUE(unwatched.samples.empty());
    const auto saysSo = [](const Profile& profile) {
        return std::ranges::any_of(profile.comments, [](const std::string& comment) {
            return comment.find("not known") != std::string::npos;
        });
    };
    EXPECT_TRUE(saysSo(unwatched));
    EXPECT_FALSE(saysSo(Decoder(test::exported("pprof")).profile));
}

TEST(PprofData, TheSameDataGiveTheSameBytes)
{
    EXPECT_EQ(test::exported("pprof"), test::exported("pprof"));
}

TEST(PprofData, GzippedContentReadsBack)
{
    EXPECT_EQ(gunzipped(io::gzipped("")), "");
    std::string large;
    for (int i = 0; i < 200'000; ++i)
        large += std::to_string(i * 7919);
    EXPECT_EQ(gunzipped(io::gzipped(large)), large);
}

TEST(PprofData, GoToolPprofReadsIt)
{
    if (test::shell("go version").code != 0)
        GTEST_SKIP() << "Not read by go tool pprof: Go is not installed.";
    const test::TemporaryFile file("profile.pb.gz",
                                   test::exported("pprof", test::someFacts(measure::kSimulated)));
    const test::Outcome delays = test::shell("go tool pprof -top " + file.path());
    ASSERT_EQ(delays.code, 0) << delays.err;
    EXPECT_NE(delays.out.find("File: lockscope (simulated)"), std::string::npos) << delays.out;
    EXPECT_NE(delays.out.find("Type: delay"), std::string::npos) << delays.out;
    EXPECT_NE(delays.out.find("mutex, then mutex + fast path"), std::string::npos) << delays.out;
    EXPECT_NE(delays.out.find("2ms total"), std::string::npos) << delays.out;
    const test::Outcome contentions = test::shell(
        "go tool pprof -top -sample_index=contentions -tagfocus='worker=worker 1' " + file.path());
    EXPECT_NE(contentions.out.find("2, 25.00% of 8 total"), std::string::npos) << contentions.out;
    EXPECT_NE(contentions.out.find("worker 1"), std::string::npos) << contentions.out;
    EXPECT_EQ(contentions.out.find("worker 0"), std::string::npos) << contentions.out;
}

/// A profile of a program whose lock was waited for 5 us and caused 4 us in the snapshot.
Profile ofProgram(const std::optional<measure::ProgramAccount>& account)
{
    measure::SourceInfo facts;
    facts.subject = measure::Subject::Program;
    std::ostringstream out;
    const auto writer = formatNamed("pprof")->make(out);
    writer->begin(facts);
    writer->add(*test::snapshotWith(std::chrono::seconds(1), nullptr));
    if (account)
        writer->account(std::make_shared<const measure::ProgramAccount>(*account));
    writer->end();
    return Decoder(out.str()).profile;
}

/// Sums of the values by stack, "worker;main;_start".
std::map<std::string, std::vector<std::int64_t>> byStack(const Profile& profile)
{
    std::map<std::string, std::vector<std::int64_t>> sums;
    for (const Profile::Sample& sample : profile.samples) {
        std::string stack;
        for (const std::string& frame : sample.stack)
            stack += (stack.empty() ? "" : ";") + frame;
        std::vector<std::int64_t>& values = sums[stack];
        values.resize(sample.values.size());
        for (std::size_t i = 0; i < values.size(); ++i)
            values[i] += sample.values[i];
    }
    return sums;
}

TEST(PprofOfAProgram, HasTheStacksOfWaitersAndHoldersInProportionToWhatWasMeasured)
{
    const Profile profile = ofProgram(test::madeUpAccount());
    ASSERT_EQ(profile.types.size(), 3U);
    EXPECT_EQ(profile.types[2].first, "blame");
    EXPECT_EQ(profile.types[2].second, "nanoseconds");
    const auto sums = byStack(profile);
    // The account is of seconds: four fifths of the 5 us, and all of the 4 us.
    EXPECT_EQ(sums.at("worker;main;_start"), (std::vector<std::int64_t>{0, 4000, 0}));
    EXPECT_EQ(sums.at("evict;main;_start"), (std::vector<std::int64_t>{0, 1000, 4000}));
    std::int64_t contentions = 0;
    for (const auto& [stack, values] : sums)
        contentions += values[0];
    EXPECT_EQ(contentions, 7) << "contentions, by call";
    EXPECT_GE(sums.at("worker")[0], 6) << "nine of ten";
    EXPECT_EQ(profile.samples[0].labels.at("place"), "worker (cache.c:10)");
}

TEST(PprofOfAProgram, WhatNoStackWasCaughtOfStandsWhereTheLockIsTaken)
{
    measure::ProgramAccount account = test::madeUpAccount();
    account.locks[0].waitStacks.resize(1);
    account.locks[0].waitStacks[0].ns = 2000;
    account.locks[0].blameStacks.clear();
    const auto sums = byStack(ofProgram(account));
    EXPECT_EQ(sums.at("worker;main;_start"), (std::vector<std::int64_t>{0, 2000, 0}));
    EXPECT_EQ(sums.at("worker")[1], 3000);
    EXPECT_EQ(sums.at("worker")[2], 4000);
    // Of an older recording all of it does.
    const auto older = byStack(ofProgram(std::nullopt));
    ASSERT_EQ(older.size(), 1U);
    EXPECT_EQ(older.at("worker"), (std::vector<std::int64_t>{7, 5000, 4000}));
}

TEST(PprofGuards, BeyondSoManyAreOthers)
{
    measure::SourceInfo facts;
    measure::Snapshot snapshot = test::someSnapshots().front();
    ASSERT_GT(snapshot.threads.front().contended, 0U);
    std::ostringstream out;
    const auto writer = formatNamed("pprof")->make(out);
    writer->begin(facts);
    constexpr std::size_t kMore = 5;
    for (std::size_t i = 0; i < io::limits::kProfileGuards + kMore; ++i) {
        // Twice, so that an interval is of one guard alone.
        snapshot.changes = {{.label = "", .config = {{"guard", "guard " + std::to_string(i)}}}};
        writer->add(snapshot);
        writer->add(snapshot);
    }
    writer->end();
    std::set<std::string> guards;
    for (const auto& sample : Decoder(out.str()).profile.samples)
        guards.insert(sample.labels.at("guard"));
    EXPECT_EQ(guards.size(), io::limits::kProfileGuards + 1);
    EXPECT_EQ(guards.count("other guards"), 1U);
}

} // namespace
} // namespace lockscope::exporters
