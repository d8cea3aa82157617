// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/simulation/machine_file.h"

#include "core/io/checked_json.h"
#include "core/lab/lab_config.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h> // join

namespace lockscope::simulation {

using Json = nlohmann::ordered_json;

namespace {

constexpr std::string_view kSchema = "lockscope.machine/1";

/// Reads the parts of a machine and refuses in sentences that say where it was found.
class Reader
{
public:
    /// `place`: a file's name and a space, or nothing.
    explicit Reader(std::string place)
        : m_place(std::move(place))
    {}

    [[nodiscard]] Machine machine(const Json& json) const;

private:
    [[noreturn]] void refuse(const std::string& given, const std::string& allowed) const
    {
        throw lab::ConfigError("machine", m_place + "with " + given, allowed);
    }
    void checkNames(const Json& json,
                    const std::string& what,
                    const std::vector<std::string_view>& names) const;
    [[nodiscard]] std::string textIn(const Json& json, const char* name) const;
    [[nodiscard]] int countOf(const Json& json, std::string_view name) const;
    [[nodiscard]] Topology topology(const Json& json) const;
    [[nodiscard]] Costs costs(const Json& json) const;
    [[nodiscard]] std::optional<Accuracy> accuracy(const Json& json) const;

    std::string m_place;
};

/// Refuses fields that are not among these.
void Reader::checkNames(const Json& json,
                        const std::string& what,
                        const std::vector<std::string_view>& names) const
{
    if (!json.is_object())
        refuse(fmt::format("{} {}", what, json.dump()), "a JSON object");
    for (const auto& [name, value] : json.items())
        if (std::find(names.begin(), names.end(), name) == names.end())
            refuse(fmt::format("{} \"{}\"", what, name), fmt::format("{}", fmt::join(names, ", ")));
}

std::string Reader::textIn(const Json& json, const char* name) const
{
    if (!json.contains(name))
        return {};
    if (!json.at(name).is_string())
        refuse(fmt::format("{} {}", name, json.at(name).dump()), "a text");
    return json.at(name).get<std::string>();
}

int Reader::countOf(const Json& json, std::string_view name) const
{
    // A number beyond an int would be cut off to one that looks allowed.
    if (!json.is_number_integer() || json.get<double>() < 1 || json.get<double>() > kMaxCpus)
        refuse(fmt::format("{} {}", name, json.dump()),
               fmt::format("a whole number of {}, 1 to {}", name, kMaxCpus));
    return json.get<int>();
}

Topology Reader::topology(const Json& json) const
{
    std::vector<std::string_view> names{"cpus"};
    for (const TopologyField& field : topologyFields())
        names.push_back(field.name);
    checkNames(json, "topology field", names);
    Topology topology;
    std::int64_t product = 1;
    for (const TopologyField& field : topologyFields()) {
        const std::string name(field.name);
        if (json.contains(name))
            topology.*field.member = countOf(json.at(name), field.name);
        product *= topology.*field.member;
    }
    if (json.contains("cpus") && countOf(json.at("cpus"), "cpus") != product)
        refuse(fmt::format("cpus {} in a topology of {}", json.at("cpus").dump(), product),
               fmt::format("cpus {}, the product of boards, sockets, caches, cores and threads",
                           product));
    return topology;
}

Costs Reader::costs(const Json& json) const
{
    std::vector<std::string_view> names;
    for (const CostField& field : costFields())
        names.push_back(field.name);
    checkNames(json, "cost", names);
    Costs costs;
    for (const CostField& field : costFields()) {
        const std::string name(field.name);
        if (!json.contains(name))
            continue;
        if (!json.at(name).is_number())
            refuse(fmt::format("{} {}", name, json.at(name).dump()), "a number");
        costs.*field.member = json.at(name).get<double>();
    }
    return costs;
}

std::optional<Accuracy> Reader::accuracy(const Json& json) const
{
    const bool hasScatter = json.contains("scatter") && !json.at("scatter").is_null();
    const bool hasMissed = json.contains("missed") && !json.at("missed").is_null();
    if (!hasScatter && !hasMissed)
        return std::nullopt;
    const auto number = [this](const std::string& name, const Json& value) {
        if (!value.is_number())
            refuse(fmt::format("{} {}", name, value.dump()), "a number");
        return value.get<double>();
    };
    Accuracy accuracy;
    if (hasScatter) {
        std::vector<std::string_view> names;
        for (const CostField& field : costFields())
            names.push_back(field.name);
        checkNames(json.at("scatter"), "scatter", names);
        for (const auto& [name, value] : json.at("scatter").items())
            accuracy.scatter[name] = number("scatter " + name, value);
    }
    if (hasMissed)
        accuracy.missed = number("missed", json.at("missed"));
    return accuracy;
}

Machine Reader::machine(const Json& json) const
{
    checkNames(json,
               "field",
               {"schema",
                "id",
                "label",
                "source",
                "topology",
                "costs",
                "free_lock_is_near",
                "scatter",
                "missed",
                "measured"});
    if (const std::string schema = textIn(json, "schema"); schema != kSchema)
        refuse(fmt::format("schema \"{}\"", schema), std::string(kSchema));
    Machine machine;
    machine.id = textIn(json, "id");
    machine.label = textIn(json, "label");
    machine.source = textIn(json, "source");
    if (json.contains("topology"))
        machine.topology = topology(json.at("topology"));
    if (json.contains("costs"))
        machine.costs = costs(json.at("costs"));
    if (json.contains("free_lock_is_near")) {
        if (!json.at("free_lock_is_near").is_boolean())
            refuse(fmt::format("free_lock_is_near {}", json.at("free_lock_is_near").dump()),
                   "true or false");
        machine.freeLockIsNear = json.at("free_lock_is_near").get<bool>();
    }
    machine.accuracy = accuracy(json);
    validate(machine, m_place);
    return machine;
}

} // namespace

Json toJson(const Machine& machine)
{
    Json topology = Json::object();
    for (const TopologyField& field : topologyFields())
        topology[std::string(field.name)] = machine.topology.*field.member;
    topology["cpus"] = machine.topology.cpus();
    Json costs = Json::object();
    for (const CostField& field : costFields())
        costs[std::string(field.name)] = machine.costs.*field.member;
    Json json{{"schema", kSchema},
              {"id", machine.id},
              {"label", machine.label},
              {"source", machine.source},
              {"topology", topology},
              {"costs", costs},
              {"free_lock_is_near", machine.freeLockIsNear}};
    if (machine.accuracy) {
        json["scatter"] = Json::object();
        for (const auto& [name, share] : machine.accuracy->scatter)
            json["scatter"][name] = share;
        json["missed"] = machine.accuracy->missed ? Json(*machine.accuracy->missed) : Json();
    }
    return json;
}

Machine machineFromJson(const Json& json)
{
    return Reader("").machine(json);
}

Machine readMachine(const std::filesystem::path& file)
{
    std::error_code ignored; // what cannot be looked at cannot be read either
    if (!std::filesystem::is_regular_file(file, ignored)) // a pipe would be waited for
        throw lab::ConfigError("machine", file.string(), "a file that can be read");
    std::ifstream stream(file, std::ios::binary);
    std::string text(io::limits::kMachineBytes + 1, '\0'); // one more tells that it is too long
    stream.read(text.data(), static_cast<std::streamsize>(text.size()));
    if (stream.bad() || (stream.fail() && !stream.eof()))
        throw lab::ConfigError("machine", file.string(), "a file that can be read");
    text.resize(static_cast<std::size_t>(stream.gcount()));
    try {
        return Reader(file.string() + " ")
            .machine(io::readJson(text, {.bytes = io::limits::kMachineBytes}));
    } catch (const io::JsonError& error) {
        throw lab::ConfigError("machine",
                               fmt::format("{}, which {}", file.string(), error.what()),
                               "a file of JSON that describes a machine");
    }
}

std::optional<std::filesystem::path> thisMachineFile()
{
    const auto variable = [](const char* name) {
        const char* value = std::getenv(name); // NOLINT(concurrency-mt-unsafe): nobody changes it
        return value == nullptr ? std::filesystem::path() : std::filesystem::path(value);
    };
    std::filesystem::path data = variable("XDG_DATA_HOME");
    if (!data.is_absolute()) { // the specification has relative ones ignored
        data = variable("HOME");
        if (!data.is_absolute())
            return std::nullopt;
        data = data / ".local" / "share";
    }
    return data / "lockscope" / "machine.json";
}

std::filesystem::path placeForThisMachine()
{
    if (auto file = thisMachineFile())
        return std::move(*file);
    throw std::runtime_error(
        "there is no place to keep a calibration in: neither XDG_DATA_HOME nor HOME is set to a "
        "path from the root; `lockscope-cli host --calibrate FILE` writes it to a file");
}

Machine machineNamed(const std::string& name)
{
    if (name == "this") {
        const auto file = thisMachineFile();
        if (!file || !std::filesystem::exists(*file))
            throw lab::ConfigError(
                "machine",
                name,
                file ? "a machine that has been calibrated, which `lockscope-cli host --calibrate` "
                       "does in a few seconds"
                     : "a JSON file of a machine, or this where HOME or XDG_DATA_HOME is set to a "
                       "path from the "
                       "root: there is no place where a calibration could be");
        return readMachine(*file);
    }
    if (const Machine* preset = findPreset(name))
        return *preset;
    if (std::filesystem::is_regular_file(name))
        return readMachine(name);
    std::string ids;
    for (const Machine& preset : presets())
        ids += preset.id + ", ";
    throw lab::ConfigError(
        "machine", name, fmt::format("one of {}this, or a JSON file of a machine", ids));
}

} // namespace lockscope::simulation
