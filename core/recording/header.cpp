// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/recording/header.h"

#include "core/guards/registry.h"
#include "core/io/limits.h"
#include "core/lab/settings.h"
#include "core/measure/histogram_buckets.h"
#include "core/recording/account_codec.h"
#include "core/recording/program_codec.h"
#include "core/recording/snapshot_codec.h"
#include "core/report/json.h"
#include "core/report/json_values.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace lockscope::recording {

using io::CheckedValue;
using report::orNull;

namespace {

std::string textOrEmpty(const CheckedValue& value)
{
    return value.isNull() ? std::string() : value.text();
}

/// Of what the recording holds. Early ones said "recorded" of a simulation that was recorded once
/// more; its host tells.
measure::Provenance provenanceFrom(const CheckedValue& source, const measure::HostFacts& host)
{
    const std::string& name = source.text();
    if (name != originName(measure::Origin::Measured)
        && name != originName(measure::Origin::Simulated) && name != "recorded")
        source.refuse("live or simulated");
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

std::vector<std::string> guardsFrom(const CheckedValue& list)
{
    std::vector<std::string> ids;
    for (const CheckedValue& id : list.items(io::limits::kGuards))
        ids.push_back(id.text());
    return ids;
}

/// Of recordings from before programs were watched it is not said.
measure::Subject subjectFrom(const CheckedValue& value)
{
    if (value.isNull() || value.text() == "experiment")
        return measure::Subject::Experiment;
    if (value.text() != "program")
        value.refuse("experiment or program");
    return measure::Subject::Program;
}

void checkFormat(const CheckedValue& map)
{
    if (map.find("schema").text() != kSchema)
        map.find("schema").refuse(std::string(kSchema));
    const CheckedValue histogram = map.find("histogram");
    for (const auto& [key, bits] : {std::pair{"sub_bits", measure::buckets::kSubBits},
                                    {"max_bits", measure::buckets::kMaxBits}})
        if (histogram.find(key).count() != bits)
            histogram.refuse("the buckets of this version");
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

lab::LabConfig readableConfigOf(const measure::ConfigFacts& facts)
{
    if (const auto whole = labConfigOf(facts))
        return *whole;
    lab::LabConfig config;
    for (const lab::Setting& setting : lab::settings())
        for (const auto& [name, value] : facts) {
            if (name != lab::keyOf(setting))
                continue;
            try {
                lab::setFromText(setting, value, config);
            } catch (const lab::ConfigError&) {
                continue; // of a later program
            }
        }
    return config;
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
         {"subject", header.source.subject == measure::Subject::Program ? "program" : "experiment"},
         {"started_unix_ns",
          std::max<std::int64_t>(
              0, duration_cast<nanoseconds>(header.startedAt.time_since_epoch()).count())},
         {"clock", header.source.host.clock},
         {"host", report::toJson(header.source.host)},
         {"config", header.config ? report::toJson(*header.config) : Cbor()},
         {"facts", factsToCbor(header.source.config)},
         {"probe", probeToCbor(header.source.probe)},
         {"guards", orNull(header.guards)},
         {"snapshot_fields", kSnapshotFields},
         {"totals_fields", kTotalsFields},
         {"thread_fields", kThreadFields},
         {"change_fields", kChangeFields},
         {"disturbance_fields", kDisturbanceFields},
         {"program_fields", kProgramFields},
         {"lock_fields", kLockFields},
         {"new_lock_fields", kNewLockFields},
         {"new_thread_fields", kNewThreadFields},
         {"account_lock_fields", kAccountLockFields},
         {"account_thread_fields", kAccountThreadFields},
         {"process_fields", kProcessFields},
         {"frame_fields", kFrameFields},
         {"site_fields", kSiteFields},
         {"states",
          [] {
              Cbor names = Cbor::array();
              for (const measure::State state : measure::kStates)
                  names.push_back(stateName(state));
              return names;
          }()},
         {"histogram",
          {{"sub_bits", measure::buckets::kSubBits}, {"max_bits", measure::buckets::kMaxBits}}}});
}

RecordingHeader decodeHeader(const Frame& frame)
{
    return readPayload(frame.payload, "the header", [&frame](const CheckedValue& map) {
        checkFormat(map);
        RecordingHeader header;
        header.source.host = report::hostFrom(map.find("host"));
        header.source.provenance = provenanceFrom(map.find("source"), header.source.host);
        header.source.subject = subjectFrom(map.find("subject"));
        header.source.config = factsFrom(map.find("facts"));
        header.source.probe = probeFrom(map.find("probe"));
        header.config = labConfigOf(header.source.config);
        const std::chrono::nanoseconds started(static_cast<std::int64_t>(
            map.find("started_unix_ns")
                .count(std::uint64_t{std::numeric_limits<std::int64_t>::max()})));
        header.startedAt = std::chrono::system_clock::time_point(
            std::chrono::duration_cast<std::chrono::system_clock::duration>(started));
        header.startedTime = frame.time;
        header.guards = map.find("guards").unlessNull(&guardsFrom);
        header.toolVersion = textOrEmpty(map.find("tool").find("version"));
        return header;
    });
}

Cbor probeToCbor(const std::optional<measure::ProbeCost>& probe)
{
    if (!probe)
        return nullptr;
    return {{"ns_per_call", probe->nsPerCall},
            {"ns_per_call_low", probe->nsPerCallLow},
            {"ns_per_call_high", probe->nsPerCallHigh},
            {"share", probe->share},
            {"pairs", probe->pairs}};
}

std::optional<measure::ProbeCost> probeFrom(const CheckedValue& value)
{
    return value.unlessNull([](const CheckedValue& map) {
        const auto number = [&map](std::string_view key) { return map.find(key).number(); };
        return measure::ProbeCost{.nsPerCall = number("ns_per_call"),
                                  .nsPerCallLow = number("ns_per_call_low"),
                                  .nsPerCallHigh = number("ns_per_call_high"),
                                  .share = number("share"),
                                  .pairs = map.find("pairs").whole()};
    });
}

} // namespace lockscope::recording
