// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/host_json.h"

#include "core/io/limits.h"
#include "core/report/json_values.h"

#include <nlohmann/json.hpp>
#include <string>

namespace lockscope::report {

using Json = nlohmann::ordered_json;
using io::CheckedValue;

namespace {

template<class T>
Json factJson(const T& fact)
{
    return fact;
}

template<class T>
Json factJson(const std::optional<T>& fact)
{
    return orNull(fact);
}

/// CPUs, "none", or null where it is not known.
Json factJson(const std::optional<measure::CpuQuota>& quota)
{
    if (!quota)
        return nullptr;
    return quota->cpus ? Json(*quota->cpus) : Json("none");
}

void read(const CheckedValue& value, std::string& fact)
{
    fact = value.text();
}

void read(const CheckedValue& value, bool& fact)
{
    fact = value.yesOrNo();
}

void read(const CheckedValue& value, int& fact)
{
    fact = value.whole(0, io::limits::kCpus); // every number of a host's is of such things
}

void read(const CheckedValue& value, std::uint64_t& fact)
{
    fact = value.count();
}

void read(const CheckedValue& value, measure::CpuQuota& quota)
{
    if (value.isText()) {
        if (value.text() != "none")
            value.refuse("a number of CPUs, \"none\" or null");
        quota = {};
        return;
    }
    constexpr double kLeast = 1e-6;
    constexpr double kMost = 1e9;
    quota.cpus = value.number(kLeast, kMost);
}

template<class T>
void read(const CheckedValue& value, std::optional<T>& fact)
{
    read(value, fact.emplace());
}

} // namespace

Json toJson(const measure::HostFacts& host)
{
    Json json = Json::object();
    forEachFact(host, [&json](const char* key, const auto& fact) { json[key] = factJson(fact); });
    return json;
}

measure::HostFacts hostFrom(const CheckedValue& value)
{
    measure::HostFacts host;
    forEachFact(host, [&value](const char* key, auto& fact) {
        if (const CheckedValue written = value.find(key); !written.isNull())
            read(written, fact);
    });
    return host;
}

} // namespace lockscope::report
