// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/checked_json.h"
#include "core/io/input.h"
#include "core/io/limits.h"
#include "core/report/host_json.h"
#include "core/report/sweep_json.h"
#include "core/report/sweep_parts.h"

#include <limits>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>

#include <fmt/format.h>

namespace lockscope::report {

using Json = nlohmann::ordered_json;
using io::CheckedValue;
using study::Sweep;

namespace {

constexpr const char* kSweepSchema = "lockscope.sweep/1";
constexpr const char* kMergeSchema = "lockscope.merge/1";

void refuseAnotherMachine(const CheckedValue& host, const measure::HostFacts& here)
{
    const CheckedValue model = host.at("cpu_model");
    const int cpus = host.at("cpus").whole(1, std::numeric_limits<int>::max());
    const std::string there = model.isNull() ? "unknown" : model.text();
    if (there != here.cpuModel.value_or("unknown") || cpus != here.cpus)
        host.refuse(fmt::format("'{}' with {} CPUs", there, cpus),
                    fmt::format("a sweep of this machine, '{}' with {} CPUs",
                                here.cpuModel.value_or("unknown"),
                                here.cpus));
}

/// What a sweep may hold that was measured on another machine, with guards that may be missing
/// here.
lab::ConfigLimits limitsOf(const measure::HostFacts& host)
{
    return {.cpus = host.cpus, .workers = lab::kMaxWorkers, .guardsInstalled = false};
}

/// Parses and has `read` take what it is; the sentence of an error is one of a sweep's.
template<class Read>
auto readText(std::string_view text, const Read& read)
{
    try {
        const Json json = io::readJson(text);
        return read(CheckedValue(json));
    } catch (const io::ValueError& error) {
        throw SweepFileError(error.what());
    } catch (const io::JsonError& error) {
        throw SweepFileError(
            fmt::format("it {}; allowed: a file that sweep --json has written", error.what()));
    } catch (const lab::ConfigError& error) {
        throw SweepFileError(fmt::format("config: {}", error.what()));
    }
}

/// Has `read` take what is in a file or a pipe; the sentence of an error begins with its name.
template<class Read>
auto readFile(const std::filesystem::path& path, io::InputKind kind, const Read& read)
{
    std::string text;
    try {
        text = io::readInput(path, io::limits::kJsonBytes, kind);
    } catch (const io::InputError& error) {
        throw SweepFileError(
            fmt::format("{}; allowed: a file that sweep --json has written", error.what()));
    }
    try {
        return read(text);
    } catch (const SweepFileError& error) {
        throw SweepFileError(fmt::format("{}: {}", io::inputName(path), error.what()));
    }
}

void refuseOtherSchemas(const CheckedValue& file)
{
    if (file.at("schema").text() != kSweepSchema)
        file.at("schema").refuse(std::string(kSweepSchema));
}

/// A sweep was measured on at least one CPU.
measure::HostFacts measuredHost(const CheckedValue& value)
{
    (void)value.at("cpus").whole(1, io::limits::kCpus);
    return hostFrom(value);
}

study::HostSweep hostSweepFrom(const CheckedValue& file)
{
    study::HostSweep read;
    read.host = measuredHost(file.at("host"));
    read.sweep = sweepFrom(file, file.at("points").items(), limitsOf(read.host));
    return read;
}

/// A merge holds each machine's plan, and the points by curve: they are put together again. Names
/// are those of the files that were merged.
std::vector<study::HostSweep> hostSweepsFrom(const CheckedValue& file)
{
    const std::vector<CheckedValue> hosts = file.at("hosts").items(io::limits::kMergedHosts);
    std::vector<std::vector<CheckedValue>> points(hosts.size());
    for (const CheckedValue& curve : file.at("curves").items()) {
        const CheckedValue host = curve.at("host");
        if (hosts.empty())
            host.refuse("an index into hosts");
        auto& its =
            points[static_cast<std::size_t>(host.whole(0, static_cast<int>(hosts.size()) - 1))];
        for (const CheckedValue& point : curve.at("points").items())
            its.push_back(point);
    }
    std::vector<study::HostSweep> sweeps;
    for (std::size_t i = 0; i < hosts.size(); ++i) {
        study::HostSweep& read = sweeps.emplace_back();
        read.name = hosts[i].at("name").text();
        read.host = measuredHost(hosts[i].at("host"));
        read.sweep = sweepFrom(hosts[i], points[i], limitsOf(read.host));
    }
    return sweeps;
}

} // namespace

Sweep readSweep(std::string_view text, const measure::HostFacts& here)
{
    return readText(text, [&here](const CheckedValue& file) {
        refuseOtherSchemas(file);
        refuseAnotherMachine(file.at("host"), here);
        return sweepFrom(file, file.at("points").items(), lab::labLimits());
    });
}

Sweep readSweepFile(const std::filesystem::path& path, const measure::HostFacts& here)
{
    return readFile(path, io::InputKind::Anything, [&here](const std::string& text) {
        return readSweep(text, here);
    });
}

study::HostSweep readHostSweep(std::string_view text)
{
    return readText(text, [](const CheckedValue& file) {
        refuseOtherSchemas(file);
        return hostSweepFrom(file);
    });
}

study::HostSweep readHostSweepFile(const std::filesystem::path& path)
{
    study::HostSweep read = readFile(
        path, io::InputKind::Anything, [](const std::string& text) { return readHostSweep(text); });
    read.name = io::inputName(path);
    return read;
}

std::vector<study::HostSweep> readHostSweeps(std::string_view text)
{
    return readText(text, [](const CheckedValue& file) {
        const CheckedValue schema = file.at("schema");
        if (schema.text() == kMergeSchema)
            return hostSweepsFrom(file);
        if (schema.text() != kSweepSchema)
            schema.refuse(fmt::format("{} or {}", kSweepSchema, kMergeSchema));
        return std::vector{hostSweepFrom(file)};
    });
}

std::vector<study::HostSweep> readHostSweepsFile(const std::filesystem::path& path,
                                                 io::InputKind kind)
{
    auto sweeps =
        readFile(path, kind, [](const std::string& text) { return readHostSweeps(text); });
    for (study::HostSweep& each : sweeps)
        if (each.name.empty())
            each.name = io::inputName(path);
    return sweeps;
}

} // namespace lockscope::report
