// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/simulation/machine_file.h"

#include "core/io/checked_json.h"
#include "core/io/checked_value.h"
#include "core/lab/lab_config.h"
#include "core/measure/host_facts.h"

#include <array>
#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>
#include <optional>
#include <span>
#include <stdexcept>
#include <utility>
#include <vector>

#include <fmt/format.h>

namespace lockscope::simulation {

using Json = nlohmann::ordered_json;
using io::CheckedValue;

namespace {

constexpr std::string_view kSchema = "lockscope.machine/1";

template<class Field>
std::vector<std::string_view> namesOf(std::span<const Field> fields)
{
    std::vector<std::string_view> names;
    for (const Field& field : fields)
        names.push_back(field.name);
    return names;
}

Topology topologyFrom(const CheckedValue& value)
{
    std::vector<std::string_view> names = namesOf(topologyFields());
    names.emplace_back("cpus");
    value.checkMembers(names);
    const auto count = [](const CheckedValue& number) { return number.whole(1, kMaxCpus); };
    Topology topology;
    std::int64_t product = 1;
    for (const TopologyField& field : topologyFields()) {
        if (const CheckedValue part = value.find(field.name); !part.isMissing())
            topology.*field.member = count(part);
        product *= topology.*field.member;
    }
    const CheckedValue cpus = value.find("cpus");
    if (!cpus.isMissing() && count(cpus) != product)
        cpus.refuse(
            fmt::format("{} in a topology of {}", count(cpus), product),
            fmt::format("cpus {}, the product of boards, sockets, caches, cores and threads",
                        product));
    return topology;
}

Costs costsFrom(const CheckedValue& value)
{
    value.checkMembers(namesOf(costFields()));
    Costs costs;
    for (const CostField& field : costFields())
        if (const CheckedValue cost = value.find(field.name); !cost.isMissing())
            costs.*field.member = cost.number();
    return costs;
}

std::optional<Accuracy> accuracyFrom(const CheckedValue& value)
{
    const CheckedValue scatter = value.find("scatter");
    const CheckedValue missed = value.find("missed");
    if (scatter.isNull() && missed.isNull())
        return std::nullopt;
    Accuracy accuracy;
    if (!scatter.isNull()) {
        scatter.checkMembers(namesOf(costFields()));
        for (const CostField& field : costFields())
            if (const CheckedValue share = scatter.find(field.name); !share.isMissing())
                accuracy.scatter[std::string(field.name)] = share.number();
    }
    accuracy.missed = missed.unlessNull([](const CheckedValue& share) { return share.number(); });
    return accuracy;
}

Machine machineFrom(const CheckedValue& value)
{
    constexpr std::array<std::string_view, 10> kFields{"schema",
                                                       "id",
                                                       "label",
                                                       "source",
                                                       "topology",
                                                       "costs",
                                                       "free_lock_is_near",
                                                       "scatter",
                                                       "missed",
                                                       "measured"};
    value.checkMembers(kFields);
    if (const CheckedValue schema = value.find("schema");
        schema.isMissing() || schema.text() != kSchema)
        schema.refuse(std::string(kSchema));
    const auto text = [&value](std::string_view key) {
        const CheckedValue member = value.find(key);
        return member.isMissing() ? std::string() : member.text();
    };
    Machine machine;
    machine.id = text("id");
    machine.label = text("label");
    machine.source = text("source");
    if (const CheckedValue topology = value.find("topology"); !topology.isMissing())
        machine.topology = topologyFrom(topology);
    if (const CheckedValue costs = value.find("costs"); !costs.isMissing())
        machine.costs = costsFrom(costs);
    if (const CheckedValue near = value.find("free_lock_is_near"); !near.isMissing())
        machine.freeLockIsNear = near.yesOrNo();
    machine.accuracy = accuracyFrom(value);
    return machine;
}

/// What a file says of a machine.
struct MachineFile
{
    Machine machine;
    std::optional<std::string> cpuModel; ///< of the host that it was measured on
};

std::optional<std::string> measuredModelIn(const CheckedValue& value)
{
    CheckedValue found = value;
    for (const char* name : {"measured", "host", "cpu_model"})
        if (found = found.find(name); found.isNull())
            return std::nullopt;
    return found.text();
}

/// `place`: a file's name and a space, or nothing; it stands in the sentences of errors.
MachineFile machineAt(const std::string& place, const Json& json)
{
    try {
        const CheckedValue value(json);
        MachineFile file{.machine = machineFrom(value), .cpuModel = measuredModelIn(value)};
        validate(file.machine, place);
        return file;
    } catch (const io::ValueError& error) {
        throw lab::ConfigError("machine",
                               fmt::format("{}with {} {}", place, error.where(), error.given()),
                               error.allowed());
    }
}

MachineFile readFile(const std::filesystem::path& file)
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
        return machineAt(file.string() + " ",
                         io::readJson(text, {.bytes = io::limits::kMachineBytes}));
    } catch (const io::JsonError& error) {
        throw lab::ConfigError("machine",
                               fmt::format("{}, which {}", file.string(), error.what()),
                               "a file of JSON that describes a machine");
    }
}

/// This host's calibration. One of another host, say in a home folder that both use, is none.
Machine thisMachine(const std::filesystem::path& file)
{
    MachineFile kept = readFile(file);
    const std::optional<std::string> here = measure::readHostFacts().cpuModel;
    if (kept.cpuModel && here && kept.cpuModel != here)
        throw lab::ConfigError(
            "machine",
            fmt::format("this, of which {} was measured on another machine ({})",
                        file.string(),
                        *kept.cpuModel),
            fmt::format("one that was measured on this machine ({}), as `lockscope-cli host "
                        "--calibrate` does",
                        *here));
    return std::move(kept.machine);
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
    return machineAt("", json).machine;
}

Machine readMachine(const std::filesystem::path& file)
{
    return readFile(file).machine;
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
        return thisMachine(*file);
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
