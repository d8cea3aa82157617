// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/recording/header.h"

#include "core/guards/registry.h"
#include "core/io/limits.h"
#include "core/lab/settings.h"
#include "core/measure/histogram_buckets.h"
#include "core/recording/snapshot_codec.h"
#include "core/report/json.h"

#include <algorithm>
#include <array>
#include <limits>

namespace lockscope::recording {

namespace {

std::optional<std::string> optionalText(const Cbor& map, const char* field)
{
    return unlessNull(entry(map, field), [field](const Cbor& json) { return textOf(json, field); });
}

std::optional<int> optionalInt(const Cbor& map, const char* field)
{
    return unlessNull(entry(map, field), [field](const Cbor& json) {
        return static_cast<int>(asUnsigned(json, field, io::limits::kCpus));
    });
}

std::string textOrEmpty(const Cbor& map, const char* field)
{
    return optionalText(map, field).value_or("");
}

measure::CpuQuota quotaFrom(const Cbor& json)
{
    if (json.is_string() && textOf(json, "cpu_quota") == "none")
        return {};
    const double cpus = numberOf(json, "cpu_quota");
    if (!(cpus > 0))
        throw PayloadError("cpu_quota is not in its range");
    return {.cpus = cpus};
}

/// What report::toJson(HostFacts) wrote.
measure::HostFacts hostFrom(const Cbor& map)
{
    objectOf(map, "host");
    const auto schedstat = unlessNull(entry(map, "schedstat"),
                                      [](const Cbor& json) { return asBool(json, "schedstat"); });
    return {.cpuModel = optionalText(map, "cpu_model"),
            .cpus = optionalInt(map, "cpus").value_or(0),
            .cpusOnline = optionalInt(map, "cpus_online"),
            .cpuQuota = unlessNull(entry(map, "cpu_quota"), &quotaFrom),
            .cores = optionalInt(map, "cores"),
            .packages = optionalInt(map, "packages"),
            .numaNodes = optionalInt(map, "numa_nodes"),
            .memoryBytes =
                unlessNull(entry(map, "memory_bytes"),
                           [](const Cbor& json) { return asUnsigned(json, "memory_bytes"); }),
            .operatingSystem = optionalText(map, "operating_system"),
            .kernel = optionalText(map, "kernel"),
            .hypervisor = optionalText(map, "hypervisor"),
            .architecture = textOrEmpty(map, "architecture"),
            .compiler = textOrEmpty(map, "compiler"),
            .buildType = textOrEmpty(map, "build_type"),
            .version = textOrEmpty(map, "version"),
            .clock = textOrEmpty(map, "clock"),
            .schedstat = schedstat.value_or(false)};
}

/// Of what the recording holds. Early ones said "recorded" of a simulation that was recorded once
/// more; its host tells.
measure::Provenance provenanceFrom(const Cbor& json, const measure::HostFacts& host)
{
    const std::string name = textOf(json, "source");
    if (name != originName(measure::Origin::Measured)
        && name != originName(measure::Origin::Simulated) && name != "recorded")
        throw PayloadError("source is neither live nor simulated");
    const bool simulated =
        name == originName(measure::Origin::Simulated) || host.architecture == "simulated";
    return simulated ? measure::kSimulated : measure::kLive;
}

std::vector<std::string> availableGuards()
{
    std::vector<std::string> ids;
    for (const guards::GuardRow& row : guards::registry())
        if (row.available)
            ids.emplace_back(row.id);
    return ids;
}

std::optional<std::vector<std::string>> guardsFrom(const Cbor& json)
{
    return unlessNull(json, [](const Cbor& list) {
        std::vector<std::string> ids;
        for (const Cbor& id : listOf(list, "guards", io::limits::kGuards))
            ids.push_back(textOf(id, "a guard"));
        return ids;
    });
}

} // namespace

RecordingHeader headerOf(const measure::Source& source, std::chrono::nanoseconds time)
{
    RecordingHeader header{.source = source.facts(),
                           .config = std::nullopt,
                           .startedAt = std::chrono::system_clock::now(),
                           .startedTime = time,
                           .toolVersion = measure::readHostFacts().version,
                           .guards = std::nullopt};
    if (header.source.provenance.isMeasuredHere()) // another host's are not known here
        header.guards = availableGuards();
    header.config = labConfigOf(header.source.config);
    return header;
}

std::optional<lab::LabConfig> labConfigOf(const measure::ConfigFacts& facts)
{
    lab::ConfigTexts texts;
    for (const lab::Setting& setting : lab::settings()) {
        const std::string key = lab::keyOf(setting);
        const auto fact = std::find_if(
            facts.begin(), facts.end(), [&key](const auto& each) { return each.first == key; });
        if (fact == facts.end())
            return std::nullopt;
        texts[std::string(setting.id)] = fact->second;
    }
    try {
        return lab::configFromTexts(texts,
                                    {},
                                    {.cpus = io::limits::kCpus,
                                     .workers = io::limits::kThreadsInAll,
                                     .guardsInstalled = false});
    } catch (const lab::ConfigError&) {
        return std::nullopt; // the facts still say what it was
    }
}

std::string encodeHeader(const RecordingHeader& header)
{
    using std::chrono::duration_cast;
    using std::chrono::nanoseconds;
    return encodePayload(
        {{"schema", kSchema},
         {"version", kFormatVersion},
         {"tool", {{"name", "lockscope"}, {"version", header.toolVersion}}},
         {"source", originName(header.source.provenance.origin)},
         {"started_unix_ns",
          std::max<std::int64_t>(
              0, duration_cast<nanoseconds>(header.startedAt.time_since_epoch()).count())},
         {"clock", header.source.host.clock},
         {"host", report::toJson(header.source.host)},
         {"config", header.config ? report::toJson(*header.config) : OrderedCbor()},
         {"facts", factsToCbor(header.source.config)},
         {"probe", probeToCbor(header.source.probe)},
         {"guards", orNull(header.guards)},
         {"snapshot_fields", kSnapshotFields},
         {"totals_fields", kTotalsFields},
         {"thread_fields", kThreadFields},
         {"change_fields", kChangeFields},
         {"disturbance_fields", kDisturbanceFields},
         {"states",
          [] {
              OrderedCbor names = OrderedCbor::array();
              for (const measure::State state : measure::kStates)
                  names.push_back(stateName(state));
              return names;
          }()},
         {"histogram",
          {{"sub_bits", measure::buckets::kSubBits}, {"max_bits", measure::buckets::kMaxBits}}}});
}

RecordingHeader decodeHeader(const Frame& frame)
{
    const Cbor map = decodePayload(frame.payload);
    objectOf(map, "the header");
    if (textOf(entry(map, "schema"), "schema") != kSchema)
        throw PayloadError("schema is another one");
    const Cbor& histogram = objectOf(entry(map, "histogram"), "histogram");
    if (asUnsigned(entry(histogram, "sub_bits"), "sub_bits") != measure::buckets::kSubBits
        || asUnsigned(entry(histogram, "max_bits"), "max_bits") != measure::buckets::kMaxBits)
        throw PayloadError("histogram has other buckets");
    RecordingHeader header;
    header.source.host = hostFrom(entry(map, "host"));
    header.source.provenance = provenanceFrom(entry(map, "source"), header.source.host);
    header.source.config = factsFromCbor(entry(map, "facts"));
    header.source.probe = probeFromCbor(entry(map, "probe"));
    header.config = labConfigOf(header.source.config);
    header.startedAt = std::chrono::system_clock::time_point(
        std::chrono::duration_cast<std::chrono::system_clock::duration>(
            std::chrono::nanoseconds(static_cast<std::int64_t>(
                asUnsigned(entry(map, "started_unix_ns"),
                           "started_unix_ns",
                           std::uint64_t{std::numeric_limits<std::int64_t>::max()})))));
    header.startedTime = frame.time;
    header.guards = guardsFrom(entry(map, "guards"));
    header.toolVersion = textOrEmpty(objectOf(entry(map, "tool"), "tool"), "version");
    return header;
}

OrderedCbor probeToCbor(const std::optional<measure::ProbeCost>& probe)
{
    if (!probe)
        return nullptr;
    return {{"ns_per_call", probe->nsPerCall},
            {"ns_per_call_low", probe->nsPerCallLow},
            {"ns_per_call_high", probe->nsPerCallHigh},
            {"share", probe->share},
            {"pairs", probe->pairs}};
}

std::optional<measure::ProbeCost> probeFromCbor(const Cbor& json)
{
    if (json.is_null())
        return std::nullopt;
    objectOf(json, "probe");
    const auto number = [&json](const char* field) { return numberOf(entry(json, field), field); };
    return measure::ProbeCost{.nsPerCall = number("ns_per_call"),
                              .nsPerCallLow = number("ns_per_call_low"),
                              .nsPerCallHigh = number("ns_per_call_high"),
                              .share = number("share"),
                              .pairs = int32Of(entry(json, "pairs"), "pairs")};
}

} // namespace lockscope::recording
