// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exporters/config_track.h"
#include "core/exporters/data_writer.h"
#include "core/io/text_fit.h"
#include "core/measure/program_names.h"
#include "core/report/json.h"
#include "core/report/json_values.h"

#include <algorithm>
#include <cctype>
#include <nlohmann/json.hpp>
#include <ostream>

namespace lockscope::exporters {

using Json = nlohmann::ordered_json;

namespace {

/// A setting as the other JSON files have it: yes or no as true or false, numbers as numbers.
Json settingJson(const std::string& text)
{
    constexpr std::size_t kDigitsOfANumber = 18; // what surely fits 64 bits
    if (text == "on" || text == "off")
        return text == "on";
    const bool digits =
        std::all_of(text.begin(), text.end(), [](unsigned char c) { return std::isdigit(c) != 0; });
    if (digits && !text.empty() && text.size() <= kDigitsOfANumber)
        return std::stoll(text);
    return text;
}

Json configJson(const measure::ConfigFacts& config)
{
    Json json = Json::object();
    for (const auto& [name, text] : config)
        json[name] = settingJson(text);
    return json;
}

/// A count of the probe's, which is not known without one.
Json countOrNull(std::uint64_t count, bool known)
{
    return known ? Json(count) : Json();
}

Json totalsJson(const measure::Totals& totals)
{
    const bool known = waitsKnown(totals);
    return {{"tasks", totals.tasks},
            {"calls", totals.calls},
            {"callbacks", totals.callbacks},
            {"passes", countOrNull(totals.passes, known)},
            {"contended", countOrNull(totals.contended, known)},
            {"wait_total_ns", countOrNull(totals.waitNs, known)}};
}

/// Lowest and highest wait of a bucket, ns, and how many there were.
Json histogramJson(const measure::SparseHistogram& waits)
{
    namespace buckets = measure::buckets;
    Json json = Json::array();
    for (const auto& [bucket, count] : waits.entries()) {
        const std::uint64_t lowest = buckets::lowerBound(bucket);
        json.push_back({lowest, lowest + buckets::width(bucket) - 1, count});
    }
    return json;
}

Json waitsJson(const measure::Snapshot& snapshot)
{
    return {{"mean", report::orNull(snapshot.meanWaitNs())},
            {"p50", report::orNull(snapshot.waits.quantile(0.5))},
            {"p90", report::orNull(snapshot.waits.quantile(0.9))},
            {"p99", report::orNull(snapshot.waits.quantile(0.99))},
            {"p999", report::orNull(snapshot.waits.quantile(0.999))},
            {"max", report::orNull(snapshot.waits.maxNs())}};
}

Json threadJson(const measure::ThreadSnapshot& thread, bool known, measure::Subject subject)
{
    return {{"index", thread.index},
            {"tid", thread.tid != 0 ? Json(thread.tid) : Json()}, // simulated threads have none
            {"cpu", report::orNull(thread.cpu)},
            {"calls", thread.calls},
            {"contended", countOrNull(thread.contended, known)},
            {"wait_total_ns", countOrNull(thread.waitNs, known)},
            {"wait_so_far_ns", report::orNull(thread.waitSoFarNs)},
            {"wait_p99_ns", report::orNull(thread.p99WaitNs)},
            {"states", report::statesJson(thread.states, subject)},
            {"cpu_ns", report::orNull(thread.cpuNs)},
            {"voluntary_switches", report::orNull(thread.voluntarySwitches)},
            {"involuntary_switches", report::orNull(thread.involuntarySwitches)}};
}

Json changeJson(const measure::ConfigChange& change)
{
    return {{"revision", change.revision},
            {"time_ns", change.time.count()},
            {"gap_ns", change.gap.count()},
            {"initialising_ns", change.initialising.count()},
            {"label", change.label},
            {"config", configJson(change.config)}};
}

Json newLockJson(const measure::LockInfo& lock)
{
    return {{"id", lock.id},
            {"kind", lock.kind},
            {"address", fmt::format("{:#x}", lock.address)},
            {"pid", lock.pid},
            {"place", placeOf(lock)},
            {"function", lock.function},
            {"file", lock.file},
            {"line", report::orNull(lock.line)},
            {"module", lock.module}};
}

/// A watched program's locks. What is told of one stands in the first line that has it.
Json programJson(const measure::ProgramSnapshot& program, bool exact)
{
    Json locks = Json::array();
    for (const measure::LockSnapshot& lock : program.locks)
        locks.push_back({{"id", lock.id},
                         {"acquisitions", countOrNull(lock.acquisitions, exact)},
                         {"contended", countOrNull(lock.contended, exact)},
                         {"wait_ns", lock.waitNs},
                         {"wait_so_far_ns", lock.waitSoFarNs},
                         {"wait_caused_ns", countOrNull(lock.causedNs, exact)},
                         {"waiters", lock.waiters},
                         {"owner_tid", lock.ownerTid != 0 ? Json(lock.ownerTid) : Json()}});
    Json infos = Json::array();
    for (const measure::LockInfo& lock : program.newLocks)
        infos.push_back(newLockJson(lock));
    Json threads = Json::array();
    for (const measure::ThreadInfo& thread : program.newThreads)
        threads.push_back({{"index", thread.index},
                           {"pid", thread.pid},
                           {"tid", thread.tid},
                           {"name", thread.name}});
    return {{"locks", locks},
            {"lock_names", infos},
            {"thread_names", threads},
            {"waiting_for", program.waitingFor}};
}

Json snapshotJson(const measure::Snapshot& snapshot, measure::Subject subject)
{
    Json threads = Json::array();
    for (const auto& thread : snapshot.threads)
        threads.push_back(threadJson(thread, waitsKnown(snapshot.delta), subject));
    Json changes = Json::array();
    for (const auto& change : snapshot.changes)
        changes.push_back(changeJson(change));
    Json json{{"sequence", snapshot.sequence},
              {"time_ns", snapshot.time.count()},
              {"interval_ns", snapshot.interval.count()},
              {"throughput", snapshot.throughput()},
              {"delta", totalsJson(snapshot.delta)},
              {"total", totalsJson(snapshot.total)},
              {"wait_ns", waitsJson(snapshot)},
              {"waits", histogramJson(snapshot.waits)},
              {"exact", snapshot.waitsExact},
              {"states", report::statesJson(snapshot.states, subject)},
              {"states_known_of",
               {{"known", snapshot.statesKnown()}, {"workers", snapshot.threads.size()}}},
              {"cpu_ns_per_call", report::orNull(snapshot.cpuNsPerCall())},
              {"threads", threads},
              {"changes", changes},
              {"violations", snapshot.violations}};
    if (snapshot.program)
        json["program"] = programJson(*snapshot.program, snapshot.waitsExact);
    return json;
}

class JsonLinesWriter final : public DataWriter
{
public:
    explicit JsonLinesWriter(std::ostream& out)
        : m_out(out)
    {}

    void begin(const measure::SourceInfo& facts) override
    {
        m_subject = facts.subject;
        write({{"schema", "lockscope.snapshots/1"},
               {"kind", nameOf(facts.provenance)},
               {"simulated", facts.provenance.isSimulated()},
               {"subject", facts.subject == measure::Subject::Program ? "program" : "experiment"},
               {"host", report::toJson(facts.host)},
               {"config", configJson(facts.config)},
               {"probe",
                facts.probe && facts.probe->toldFromNoise()
                    ? Json{{"ns_per_call", facts.probe->nsPerCall}, {"share", facts.probe->share}}
                    : Json()}});
    }

    void add(const measure::Snapshot& snapshot) override
    {
        write(snapshotJson(snapshot, m_subject));
    }

    void end() override {}

private:
    void write(const Json& json)
    {
        // A text out of a file may be no UTF-8; one odd letter is better than no export.
        m_out << io::forTerminalJson(json.dump(-1, ' ', false, Json::error_handler_t::replace))
              << '\n';
    }

    std::ostream& m_out;
    measure::Subject m_subject = measure::Subject::Experiment;
};

} // namespace

std::unique_ptr<DataWriter> makeJsonLinesWriter(std::ostream& out)
{
    return std::make_unique<JsonLinesWriter>(out);
}

} // namespace lockscope::exporters
