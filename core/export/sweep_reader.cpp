// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/export/json.h"
#include "core/export/sweep_json.h"

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <cstring>
#include <fstream>
#include <limits>
#include <nlohmann/json.hpp>
#include <string>

#include <fmt/format.h>

namespace lockscope::exporting {

using Json = nlohmann::ordered_json;
using scaling::Sweep;
using scaling::SweepPlan;
using scaling::SweepPoint;
using scaling::SweepRun;

namespace {

[[noreturn]] void refuse(const std::string& where,
                         const std::string& given,
                         const std::string& allowed)
{
    throw SweepFileError(fmt::format("{} is {}; allowed: {}", where, given, allowed));
}

/// A value of the file with the way to it, "points[3].cpus", for sentences.
class Field
{
public:
    Field(const Json& json, std::string where)
        : m_json(json)
        , m_where(std::move(where))
    {}

    [[nodiscard]] Field at(const std::string& key) const
    {
        if (!m_json.is_object())
            refuseFor("an object");
        const auto found = m_json.find(key);
        const std::string where = m_where.empty() ? key : m_where + "." + key;
        if (found == m_json.end())
            refuse(where, "missing", "a file that sweep --json has written");
        return {*found, where};
    }

    [[nodiscard]] std::vector<Field> items() const
    {
        if (!m_json.is_array())
            refuseFor("a list");
        std::vector<Field> fields;
        for (std::size_t i = 0; i < m_json.size(); ++i)
            fields.emplace_back(m_json[i], fmt::format("{}[{}]", m_where, i));
        return fields;
    }

    [[nodiscard]] bool isNull() const { return m_json.is_null(); }
    [[nodiscard]] const Json& json() const { return m_json; }

    [[nodiscard]] std::string text() const
    {
        if (!m_json.is_string())
            refuseFor("a text");
        return m_json.get<std::string>();
    }

    [[nodiscard]] bool yesOrNo() const
    {
        if (!m_json.is_boolean())
            refuseFor("true or false");
        return m_json.get<bool>();
    }

    [[nodiscard]] double number(double low, double high) const
    {
        const double value =
            m_json.is_number() ? m_json.get<double>() : std::numeric_limits<double>::quiet_NaN();
        if (!(value >= low && value <= high))
            refuseFor(fmt::format("a number, {:g} to {:g}", low, high));
        return value;
    }

    [[nodiscard]] int whole(int low, int high) const
    {
        const double value = number(low, high);
        if (value != std::floor(value))
            refuseFor("a whole number");
        return static_cast<int>(value);
    }

    [[nodiscard]] std::uint64_t seed() const
    {
        if (!m_json.is_number_unsigned())
            refuseFor("a whole number, not negative");
        return m_json.get<std::uint64_t>();
    }

    [[noreturn]] void refuseFor(const std::string& allowed) const
    {
        constexpr std::size_t kLongest = 40;
        std::string given = m_json.dump(-1, ' ', true, Json::error_handler_t::replace);
        if (given.size() > kLongest)
            given = given.substr(0, kLongest) + "...";
        refuse(m_where.empty() ? "it" : m_where, given, allowed);
    }

private:
    const Json& m_json;
    std::string m_where;
};

constexpr double kHighestRate = 1e15; // calls/s; no machine comes near
constexpr double kLongestTime = 1e15; // ns, eleven days

std::optional<double> timeOrNull(const Field& field)
{
    return field.isNull() ? std::nullopt : std::optional(field.number(0, kLongestTime));
}

std::optional<measure::StateShares> statesOrNull(const Field& field)
{
    if (field.isNull())
        return std::nullopt;
    measure::StateShares states;
    float sum = 0;
    for (const measure::State state : measure::kStates) {
        states[state] = static_cast<float>(field.at(std::string(stateName(state))).number(0, 1));
        sum += states[state];
    }
    constexpr float kRounding = 1e-3F;
    if (std::abs(sum - 1) > kRounding)
        field.refuseFor("shares that sum to 1");
    return states;
}

lab::Contender contenderFrom(const Field& field)
{
    return {.guard = field.at("guard").text(), .fastPath = field.at("fast_path").yesOrNo()};
}

/// The flags of the experiment, those aside that a sweep has of its own.
lab::LabConfig configFrom(const Field& field)
{
    Json flags = field.json();
    for (const char* own : {"cpus", "workers", "workers_per_cpu", "contenders"})
        flags.erase(own);
    lab::LabConfig base = lab::defaultConfig();
    base.cpus = base.workers = 1;
    return configFromJson(flags, base);
}

SweepPlan planFrom(const Field& file)
{
    SweepPlan plan;
    const Field config = file.at("config");
    for (const Field& field : config.at("contenders").items())
        plan.contenders.push_back(contenderFrom(field));
    for (const Field& field : config.at("cpus").items())
        plan.cpus.push_back(field.whole(1, lab::availableCpus()));
    if (const Field workers = config.at("workers"); !workers.isNull())
        plan.workers = workers.whole(1, lab::kMaxWorkers);
    plan.workersPerCpu = config.at("workers_per_cpu").whole(1, lab::kMaxWorkers);
    plan.config = configFrom(config);
    plan.repeats = file.at("repeats").whole(1, lab::kMaxRepeats);
    plan.maxRepeats = file.at("max_repeats").whole(plan.repeats, lab::kMaxRepeats);
    plan.tolerance = file.at("tolerance").number(scaling::kTightest, scaling::kLoosest);
    plan.length =
        std::chrono::milliseconds(std::lround(1000 * file.at("seconds").number(0.01, 3600)));
    plan.seed = file.at("seed").seed();
    scaling::validate(plan);
    return plan;
}

SweepPoint pointFrom(const Field& field)
{
    SweepPoint point{.cell = {.contender = contenderFrom(field),
                              .cpus = field.at("cpus").whole(1, lab::availableCpus()),
                              .workers = field.at("workers").whole(1, lab::kMaxWorkers)},
                     .runs = {}};
    const auto runs = field.at("runs").items();
    if (runs.size() > lab::kMaxRepeats)
        refuse("runs of a point",
               fmt::format("a list of {}", runs.size()),
               fmt::format("{}", lab::kMaxRepeats));
    for (const Field& run : runs)
        point.runs.push_back({.throughput = run.at("throughput").number(0, kHighestRate),
                              .waitMeanNs = timeOrNull(run.at("wait_mean_ns")),
                              .cpuNsPerCall = timeOrNull(run.at("cpu_ns_per_call")),
                              .states = statesOrNull(run.at("states")),
                              .waitsExact = run.at("exact").yesOrNo()});
    return point;
}

void refuseAnotherMachine(const Field& host, const measure::HostFacts& here)
{
    const Field model = host.at("cpu_model");
    const int cpus = host.at("cpus").whole(1, std::numeric_limits<int>::max());
    const std::string there = model.isNull() ? "unknown" : model.text();
    if (there != here.cpuModel.value_or("unknown") || cpus != here.cpus)
        refuse("host",
               fmt::format("'{}' with {} CPUs", there, cpus),
               fmt::format("a sweep of this machine, '{}' with {} CPUs",
                           here.cpuModel.value_or("unknown"),
                           here.cpus));
}

Sweep sweepFrom(const Field& file, const measure::HostFacts& here)
{
    if (file.at("schema").text() != "lockscope.sweep/1")
        file.at("schema").refuseFor("lockscope.sweep/1");
    refuseAnotherMachine(file.at("host"), here);
    Sweep sweep{.plan = planFrom(file), .points = {}};
    for (const Field& field : file.at("points").items()) {
        SweepPoint point = pointFrom(field);
        if (std::any_of(sweep.points.begin(),
                        sweep.points.end(),
                        [&point](const SweepPoint& other) { return other.cell == point.cell; }))
            field.refuseFor("each guard, fast path and number of CPUs once");
        sweep.points.push_back(std::move(point));
    }
    return sweep;
}

} // namespace

Sweep readSweep(std::string_view text, const measure::HostFacts& here)
{
    const Json json = Json::parse(text, nullptr, false);
    if (json.is_discarded())
        throw SweepFileError(
            "it is no JSON, or was cut short; allowed: a file that sweep --json has written");
    try {
        return sweepFrom(Field(json, ""), here);
    } catch (const lab::ConfigError& error) {
        throw SweepFileError(fmt::format("config: {}", error.what()));
    }
}

Sweep readSweepFile(const std::filesystem::path& path, const measure::HostFacts& here)
{
    constexpr std::size_t kMaxBytes = 100'000'000;
    std::ifstream file(path, std::ios::binary);
    if (!file)
        throw SweepFileError(
            fmt::format("{}: cannot be read ({}); allowed: a file that sweep --json has written",
                        path.string(),
                        std::strerror(errno)));
    std::error_code ignored;
    if (std::filesystem::file_size(path, ignored) > kMaxBytes)
        throw SweepFileError(
            fmt::format("{}: larger than {} MB, or no file; allowed: a file that sweep --json has "
                        "written",
                        path.string(),
                        kMaxBytes / 1'000'000));
    try {
        return readSweep(std::string(std::istreambuf_iterator<char>(file), {}), here);
    } catch (const SweepFileError& error) {
        throw SweepFileError(fmt::format("{}: {}", path.string(), error.what()));
    }
}

} // namespace lockscope::exporting
