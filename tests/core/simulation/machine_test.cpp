// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lab/lab_config.h"
#include "core/measure/host_facts.h"
#include "core/simulation/calibration.h"
#include "core/simulation/cpu_map.h"
#include "core/simulation/machine_file.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include <unistd.h>

namespace lockscope::simulation {
namespace {

using Json = nlohmann::ordered_json;

TEST(Machine, PresetsAreAllowedAndSayWhereTheirCostsAreFrom)
{
    for (const Machine& preset : presets()) {
        EXPECT_NO_THROW(validate(preset)) << preset.id;
        EXPECT_EQ(findPreset(preset.id), &preset);
        EXPECT_TRUE(preset.source.ends_with('.')) << preset.id;
        EXPECT_FALSE(preset.label.empty());
    }
    EXPECT_EQ(findPreset("8x28")->topology.cpus(), 8 * 28 * 2);
    EXPECT_EQ(findPreset("2x16")->topology.cpus(), 32);
    EXPECT_EQ(findPreset("1x64")->topology.cpus(), 128);
    EXPECT_EQ(findPreset("uniform")->topology.cpus(), 1024);
}

TEST(Machine, GoesThroughJsonUnchanged)
{
    for (const Machine& preset : presets())
        EXPECT_EQ(machineFromJson(toJson(preset)), preset) << preset.id;
}

struct BadMachine
{
    const char* name;
    const char* patch; ///< merged into the JSON of a preset
    const char* named; ///< must stand in the sentence
    const char* allowed; ///< likewise
};

void PrintTo(const BadMachine& bad, std::ostream* out)
{
    *out << bad.patch;
}

class MachineFileRefuses : public testing::TestWithParam<BadMachine>
{};

TEST_P(MachineFileRefuses, InOneSentenceThatNamesTheFile)
{
    const BadMachine& bad = GetParam();
    Json json = toJson(*findPreset("2x16"));
    json.merge_patch(Json::parse(bad.patch));
    const auto file = std::filesystem::path(testing::TempDir())
        / ("lockscope-machine-" + std::to_string(getpid()) + ".json");
    std::ofstream(file) << json.dump();
    try {
        (void)machineNamed(file.string());
        ADD_FAILURE() << "not refused";
    } catch (const lab::ConfigError& error) {
        const std::string sentence = error.what();
        EXPECT_NE(sentence.find(file.string()), std::string::npos) << sentence;
        EXPECT_NE(sentence.find(bad.named), std::string::npos) << sentence;
        EXPECT_NE(sentence.find(bad.allowed), std::string::npos) << sentence;
        EXPECT_EQ(sentence.find('\n'), std::string::npos);
        EXPECT_EQ(error.field(), "machine");
    }
    std::filesystem::remove(file);
}

INSTANTIATE_TEST_SUITE_P(
    Machine,
    MachineFileRefuses,
    testing::Values(
        BadMachine{"no_cores", R"({"topology": {"cores": 0}})", "cores 0", "1 to 1024"},
        BadMachine{"many", R"({"topology": {"cores": 1000000000}})", "1000000000", "1 to 1024"},
        BadMachine{"beyond_int",
                   R"({"topology": {"cores": 99999999999999}})",
                   "99999999999999",
                   "1 to 1024"},
        BadMachine{
            "product", R"({"topology": {"cores": 1000, "cpus": null}})", "2000 CPUs", "1 to 1024"},
        BadMachine{"contradiction", R"({"topology": {"cpus": 64}})", "cpus 64", "cpus 32"},
        BadMachine{"half", R"({"topology": {"cores": 1.5}})", "1.5", "whole number"},
        BadMachine{"part", R"({"topology": {"hats": 1}})", "hats", "boards"},
        BadMachine{"negative", R"({"costs": {"wake_ns": -1}})", "wake_ns -1", "0 to"},
        BadMachine{"no_number", R"({"costs": {"wake_ns": "dear"}})", "dear", "a number"},
        BadMachine{"cost", R"({"costs": {"wakening_ns": 1}})", "wakening_ns", "wake_ns"},
        BadMachine{"slice", R"({"costs": {"time_slice_ns": 0}})", "time_slice_ns 0", "1000 to"},
        BadMachine{"field", R"({"colour": "red"})", "colour", "topology"},
        BadMachine{
            "schema", R"({"schema": "lockscope.run/1"})", "lockscope.run/1", "lockscope.machine/1"},
        BadMachine{"flag", R"({"free_lock_is_near": 1})", "free_lock_is_near", "true or false"},
        BadMachine{"label", R"({"label": 5})", "label 5", "a text"}),
    [](const auto& each) { return each.param.name; });

TEST(MachineFile, RefusesWhatIsNoJsonOfAMachine)
{
    const auto file = std::filesystem::path(testing::TempDir())
        / ("lockscope-broken-machine-" + std::to_string(getpid()) + ".json");
    const std::vector<std::pair<std::string, std::string>> broken{
        {"[", "no JSON, or was cut short, at byte 2"},
        {std::string(200'000, '['), "more than 32 deep"},
        {std::string(2'000'000, ' '), "longer than 1000000 bytes"},
        {R"({"costs": {"wake_ns": 1e999}})", "out of range"},
        {R"({"schema": "lockscope.machine/1", "id": "a", "id": "b"})", "\"id\" twice"}};
    for (const auto& [text, reason] : broken) {
        std::ofstream(file) << text;
        try {
            (void)readMachine(file);
            ADD_FAILURE() << reason;
        } catch (const lab::ConfigError& error) {
            const std::string sentence = error.what();
            EXPECT_NE(sentence.find(reason), std::string::npos) << sentence;
            EXPECT_NE(sentence.find(file.string()), std::string::npos) << sentence;
        }
    }
    std::filesystem::remove(file);
    EXPECT_THROW((void)readMachine("/dev/zero"), lab::ConfigError) << "no file";
}

TEST(MachineFile, SaysWhatThereIsWhenNothingHasThatName)
{
    for (const char* name : {"no-such", "/no/such/file.json"})
        try {
            (void)machineNamed(name);
            ADD_FAILURE() << name;
        } catch (const lab::ConfigError& error) {
            EXPECT_NE(std::string(error.what()).find("2x16"), std::string::npos) << error.what();
        }
}

TEST(MachineFile, ThisIsWhatWasCalibratedUnderTheUsersData)
{
    const auto data =
        std::filesystem::path(testing::TempDir()) / ("lockscope-data-" + std::to_string(getpid()));
    setenv("XDG_DATA_HOME",
           data.c_str(),
           1); // NOLINT(concurrency-mt-unsafe): no other thread is there
    EXPECT_EQ(thisMachineFile(), data / "lockscope" / "machine.json");
    try {
        (void)machineNamed("this");
        ADD_FAILURE() << "nothing was calibrated";
    } catch (const lab::ConfigError& error) {
        EXPECT_NE(std::string(error.what()).find("host --calibrate"), std::string::npos);
    }
    std::filesystem::create_directories(placeForThisMachine().parent_path());
    std::ofstream(placeForThisMachine()) << toJson(*findPreset("8x28")).dump();
    EXPECT_EQ(machineNamed("this"), *findPreset("8x28"));

    // What says that it was measured on this computer is taken; on another, as in a home folder
    // that both use, it is refused.
    const std::string here = measure::readHostFacts().cpuModel.value_or("unknown here");
    auto machine = toJson(*findPreset("8x28"));
    machine["measured"]["host"]["cpu_model"] = here;
    std::ofstream(placeForThisMachine()) << machine.dump();
    EXPECT_EQ(machineNamed("this"), *findPreset("8x28"));
    machine["measured"]["host"]["cpu_model"] = "Abacus 3000";
    std::ofstream(placeForThisMachine()) << machine.dump();
    EXPECT_EQ(readMachine(placeForThisMachine()), *findPreset("8x28")) << "named as a file";
    if (measure::readHostFacts().cpuModel)
        try {
            (void)machineNamed("this");
            ADD_FAILURE() << "it is of another machine";
        } catch (const lab::ConfigError& error) {
            const std::string sentence = error.what();
            EXPECT_NE(sentence.find("Abacus 3000"), std::string::npos) << sentence;
            EXPECT_NE(sentence.find(here), std::string::npos) << sentence;
            EXPECT_NE(sentence.find("host --calibrate"), std::string::npos) << sentence;
        }
    std::filesystem::remove_all(data);
}

TEST(MachineFile, WithoutAHomeThereIsNoPlaceForIt)
{
    const std::string home =
        std::getenv("HOME") == nullptr ? "" : std::getenv("HOME"); // NOLINT: one thread
    for (const char* data : {"", "relative/data"})
        for (const char* ownHome : {"", "relative"}) {
            setenv("XDG_DATA_HOME",
                   data,
                   1); // NOLINT(concurrency-mt-unsafe): no other thread is there
            setenv("HOME", ownHome, 1); // NOLINT(concurrency-mt-unsafe): no other thread is there
            EXPECT_EQ(thisMachineFile(), std::nullopt) << data << ", " << ownHome;
            EXPECT_THROW((void)placeForThisMachine(), std::runtime_error);
            EXPECT_THROW((void)machineNamed("this"), lab::ConfigError);
        }
    setenv("HOME", "/somebody", 1); // NOLINT(concurrency-mt-unsafe): no other thread is there
    EXPECT_EQ(thisMachineFile(), "/somebody/.local/share/lockscope/machine.json");
    unsetenv("XDG_DATA_HOME"); // NOLINT(concurrency-mt-unsafe): no other thread is there
    setenv("HOME", home.c_str(), 1); // NOLINT(concurrency-mt-unsafe): no other thread is there
}

/// CPUs of a host, `threads` to a core, `cores` to a cache, `caches` to each of the packages.
std::vector<measure::CpuPlace> hostOf(int packages, int caches, int cores, int threads)
{
    std::vector<measure::CpuPlace> cpus;
    for (int i = 0; i < packages * caches * cores * threads; ++i)
        cpus.push_back({.cpu = i,
                        .core = i / threads,
                        .cache = i / threads / cores,
                        .package = i / threads / cores / caches,
                        .numaNode = std::nullopt});
    return cpus;
}

TEST(TopologyOf, KeepsTheHostsCpusAsNearAsTheyAreAndAddsMoreOfTheirKind)
{
    EXPECT_EQ(topologyOf(hostOf(1, 1, 2, 1)),
              (Topology{.boards = 1, .sockets = 1, .caches = 1, .cores = 16, .threads = 1}));
    EXPECT_EQ(topologyOf(hostOf(1, 2, 1, 1)),
              (Topology{.boards = 1, .sockets = 1, .caches = 16, .cores = 1, .threads = 1}));
    EXPECT_EQ(topologyOf(hostOf(2, 2, 4, 2)),
              (Topology{.boards = 1, .sockets = 2, .caches = 4, .cores = 4, .threads = 2}));
    EXPECT_EQ(topologyOf(hostOf(2, 1, 28, 2)),
              (Topology{.boards = 1, .sockets = 2, .caches = 1, .cores = 28, .threads = 2}));
}

TEST(TopologyOf, TwoCpusWithACacheEachAreSimulatedWithTheCostThatWasMeasuredBetweenThem)
{
    Machine machine = *findPreset("2x16");
    machine.topology = topologyOf(hostOf(1, 2, 1, 1));
    machine.costs.lineSocket = 5; // where the measured one stands
    for (const auto placement : {lab::Placement::Compact, lab::Placement::None})
        EXPECT_EQ(CpuMap(machine, 2, placement).transfer(0, 1), ticksOf(5));
}

TEST(CpuMap, LinesTakeWhatTheTopologySays)
{
    Machine machine;
    machine.topology = {.boards = 2, .sockets = 2, .caches = 2, .cores = 2, .threads = 2};
    machine.costs.lineCore = 1;
    machine.costs.lineCache = 2;
    machine.costs.lineSocket = 3;
    machine.costs.lineAcross = 4;
    machine.costs.lineFar = 5;
    machine.costs.siblingFactor = 1.5;
    const CpuMap map(machine, 32, lab::Placement::Compact);
    const auto ns = [&map](std::uint32_t a, std::uint32_t b) { return nsOf(map.transfer(a, b)); };
    EXPECT_EQ(ns(0, 0), 0);
    EXPECT_EQ(ns(0, 1), 1); // siblings
    EXPECT_EQ(ns(0, 2), 2);
    EXPECT_EQ(ns(0, 4), 3);
    EXPECT_EQ(ns(0, 8), 4);
    EXPECT_EQ(ns(0, 16), 5);
    EXPECT_EQ(ns(16, 0), 5);
    double sum = 0;
    for (std::uint32_t a = 0; a < 32; ++a)
        for (std::uint32_t b = 0; b < 32; ++b)
            sum += ns(a, b);
    EXPECT_NEAR(nsOf(map.meanTransfer()), sum / (32 * 31), 0.001);
    EXPECT_EQ(map.slowdown(5), 1.5);
}

TEST(CpuMap, SpreadTakesSocketsInTurnAndCoresBeforeTheirSecondThreads)
{
    const Machine& machine = *findPreset("e5-2660");
    const CpuMap half(machine, 16, lab::Placement::Spread);
    EXPECT_EQ(half.transfer(0, 1), ticksOf(machine.costs.lineAcross));
    EXPECT_EQ(half.transfer(0, 2), ticksOf(machine.costs.lineCache));
    for (std::uint32_t cpu = 0; cpu < 16; ++cpu)
        EXPECT_EQ(half.slowdown(cpu), 1) << "each core for itself";
    const CpuMap all(machine, 32, lab::Placement::None);
    EXPECT_EQ(all.slowdown(0), machine.costs.siblingFactor);
    EXPECT_EQ(all.transfer(0, 16), ticksOf(machine.costs.lineCore));
}

TEST(CpuMap, WhereTheKernelChoosesTheFirstTwoAreOnOneSocketAndThenSocketsTakeTurns)
{
    const Machine& machine = *findPreset("e5-2660");
    const auto same = ticksOf(machine.costs.lineCache);
    const auto across = ticksOf(machine.costs.lineAcross);
    const CpuMap two(machine, 2, lab::Placement::None);
    EXPECT_EQ(two.transfer(0, 1), same);
    EXPECT_EQ(two.meanTransfer(), same);
    EXPECT_EQ(two.slowdown(0), 1) << "on cores of their own";
    const CpuMap four(machine, 4, lab::Placement::None);
    EXPECT_EQ(four.transfer(0, 1), same);
    EXPECT_EQ(four.transfer(2, 3), same);
    for (const std::uint32_t a : {0U, 1U})
        for (const std::uint32_t b : {2U, 3U})
            EXPECT_EQ(four.transfer(a, b), across);
}

TEST(CpuMap, EveryCpuIsUsedOnceWhateverThePlacement)
{
    Machine machine;
    machine.topology = {.boards = 1, .sockets = 4, .caches = 1, .cores = 3, .threads = 1};
    machine.costs.lineCore = machine.costs.lineCache = 1;
    machine.costs.lineSocket = machine.costs.lineAcross = machine.costs.lineFar = 1;
    machine.costs.siblingFactor = 2;
    for (const auto placement :
         {lab::Placement::Compact, lab::Placement::Spread, lab::Placement::None}) {
        const CpuMap map(machine, 12, placement);
        for (std::uint32_t cpu = 0; cpu < 12; ++cpu)
            EXPECT_EQ(map.slowdown(cpu), 1) << "two workers on the core of CPU " << cpu;
    }
}

TEST(CpuMap, CpusBeyondTheMachineAreOnFurtherBoards)
{
    Machine machine = *findPreset("2x16");
    machine.costs.lineFar = 500;
    const CpuMap map(machine, 1024, lab::Placement::Compact);
    EXPECT_EQ(map.cpus(), 1024);
    EXPECT_EQ(map.transfer(0, 31), ticksOf(machine.costs.lineAcross));
    EXPECT_EQ(map.transfer(0, 1023), ticksOf(500));
    EXPECT_EQ(map.transfer(992, 1007), ticksOf(machine.costs.lineCache));
}

} // namespace
} // namespace lockscope::simulation
