// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/export/data_words.h"
#include "core/export/data_writers.h"
#include "core/export/json.h"
#include "core/io/text_fit.h"

#include <cmath>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <ostream>
#include <set>
#include <string>

#include <fmt/format.h>

/// How snapshots become a trace. A worker's track has a slice for each interval, named by its
/// sequence number, with the worker's figures. In it lie the states, each as long as its share of
/// the interval: the lengths are true, so sums over a selection are, but the order is that of the
/// states' list, because a snapshot does not know in which order they came. Counters hold from the
/// beginning of the interval that they are of. The format cannot end a counter, so where snapshots
/// were dropped a slice on the first track covers the stretch that nothing is known of. Live
/// changes are instant events, and slices from the request until they were in force.
namespace lockscope::exporting {

namespace {

using Json = nlohmann::ordered_json;
using std::chrono::nanoseconds;

constexpr int kProcess = 1;
constexpr int kChangesTrack = 1; ///< changes and gaps
constexpr int kFirstWorkerTrack = 2;

constexpr const char* kHowToRead =
    "Slices of states within an interval are as long as the state's share of it; their order "
    "within "
    "it is not known. Counters hold for the interval that begins with them; where a slice says 'no "
    "snapshots', they are not known.";

/// Microseconds with three decimals, exact: what the format counts in.
std::string microseconds(nanoseconds time)
{
    constexpr std::int64_t kMicrosecond = 1000;
    const std::int64_t ns = std::abs(time.count());
    return fmt::format(
        "{}{}.{:03}", time.count() < 0 ? "-" : "", ns / kMicrosecond, ns % kMicrosecond);
}

std::string text(const Json& json)
{
    return io::forTerminalJson(json.dump(-1, ' ', false, Json::error_handler_t::replace));
}

class TraceWriter final : public DataWriter
{
public:
    explicit TraceWriter(std::ostream& out)
        : m_out(out)
    {}

    void begin(const measure::SourceFacts& facts) override;
    void add(const measure::Snapshot& snapshot) override;
    void end() override { m_out << "\n]}\n"; }

private:
    void event(const std::string& fields);
    void name(const char* what, int track, const std::string& name);
    void slice(
        int track, const std::string& name, nanoseconds from, nanoseconds until, const Json& args);
    void instant(const std::string& name, nanoseconds at, const Json& args);
    void counter(const char* name, const char* unit, nanoseconds at, double value);

    void writeGap(nanoseconds from, const measure::Snapshot& snapshot);
    void writeCounters(const measure::Snapshot& snapshot, nanoseconds from);
    void writeChanges(const measure::Snapshot& snapshot);
    void writeThread(const measure::ThreadSnapshot& thread,
                     const measure::Snapshot& snapshot,
                     nanoseconds from);
    void writeStates(int track,
                     const measure::StateShares& states,
                     nanoseconds from,
                     nanoseconds length);

    std::ostream& m_out;
    bool m_first = true;
    std::set<std::uint32_t> m_named; ///< workers whose tracks have a name
    std::optional<std::uint64_t> m_lastSequence;
    nanoseconds m_lastEnd{};
};

void TraceWriter::event(const std::string& fields)
{
    m_out << (m_first ? "\n{" : ",\n{") << fields << "}";
    m_first = false;
}

void TraceWriter::name(const char* what, int track, const std::string& name)
{
    event(fmt::format(R"("ph":"M","pid":{},"tid":{},"name":"{}","args":{})",
                      kProcess,
                      track,
                      what,
                      text({{"name", name}})));
}

void TraceWriter::slice(
    int track, const std::string& name, nanoseconds from, nanoseconds until, const Json& args)
{
    event(fmt::format(R"("ph":"X","pid":{},"tid":{},"ts":{},"dur":{},"name":{},"args":{})",
                      kProcess,
                      track,
                      microseconds(from),
                      microseconds(until - from),
                      text(name),
                      text(args)));
}

void TraceWriter::instant(const std::string& name, nanoseconds at, const Json& args)
{
    event(fmt::format(R"("ph":"i","s":"g","pid":{},"tid":{},"ts":{},"name":{},"args":{})",
                      kProcess,
                      kChangesTrack,
                      microseconds(at),
                      text(name),
                      text(args)));
}

void TraceWriter::counter(const char* name, const char* unit, nanoseconds at, double value)
{
    event(fmt::format(R"("ph":"C","pid":{},"ts":{},"name":"{}","args":{{"{}":{}}})",
                      kProcess,
                      microseconds(at),
                      name,
                      unit,
                      value));
}

void TraceWriter::begin(const measure::SourceFacts& facts)
{
    Json config = Json::object();
    for (const auto& [setting, value] : facts.config)
        config[setting] = value;
    const Json other{{"schema", "lockscope.trace/1"},
                     {"source", sourceName(facts)},
                     {"simulated", isSimulated(facts)},
                     {"how_to_read", kHowToRead},
                     {"host", toJson(facts.host)},
                     {"config", config}};
    m_out << R"({"displayTimeUnit":"ns","otherData":)" << text(other) << R"(,"traceEvents":[)";
    name("process_name", kChangesTrack, fmt::format("Lockscope, {}", sourceName(facts)));
    name("thread_name", kChangesTrack, "changes and gaps");
}

void TraceWriter::add(const measure::Snapshot& snapshot)
{
    const nanoseconds from = snapshot.time - snapshot.interval;
    if (m_lastSequence && snapshot.sequence > *m_lastSequence + 1)
        writeGap(from, snapshot);
    m_lastSequence = snapshot.sequence;
    m_lastEnd = snapshot.time;
    writeCounters(snapshot, from);
    writeChanges(snapshot);
    for (const measure::ThreadSnapshot& thread : snapshot.threads)
        writeThread(thread, snapshot, from);
}

void TraceWriter::writeGap(nanoseconds from, const measure::Snapshot& snapshot)
{
    slice(kChangesTrack,
          "no snapshots",
          m_lastEnd,
          std::max(from, m_lastEnd),
          {{"dropped", snapshot.sequence - *m_lastSequence - 1}});
}

void TraceWriter::writeCounters(const measure::Snapshot& snapshot, nanoseconds from)
{
    const double seconds = std::chrono::duration<double>(snapshot.interval).count();
    counter("throughput", "calls/s", from, snapshot.throughput());
    if (!waitsKnown(snapshot.delta))
        return;
    counter("contended passes",
            "passes/s",
            from,
            static_cast<double>(snapshot.delta.contended) / seconds);
    counter("waiting for the lock",
            "workers",
            from,
            static_cast<double>(snapshot.delta.waitNs) * 1e-9 / seconds);
}

void TraceWriter::writeChanges(const measure::Snapshot& snapshot)
{
    for (const measure::ConfigChange& change : snapshot.changes) {
        Json config = Json::object();
        for (const auto& [setting, value] : change.config)
            config[setting] = value;
        const Json args{{"revision", change.revision},
                        {"gap_ns", change.gap.count()},
                        {"initialising_ns", change.initialising.count()},
                        {"config", config}};
        slice(
            kChangesTrack, "change: " + change.label, change.time - change.gap, change.time, args);
        instant(change.label, change.time, args);
    }
    for (const std::string& violation : snapshot.violations)
        instant("broken invariant: " + violation, snapshot.time, Json::object());
}

void TraceWriter::writeThread(const measure::ThreadSnapshot& thread,
                              const measure::Snapshot& snapshot,
                              nanoseconds from)
{
    const int track = kFirstWorkerTrack + static_cast<int>(thread.index);
    if (m_named.insert(thread.index).second) {
        name("thread_name",
             track,
             thread.tid != 0 ? fmt::format("worker {} (thread {})", thread.index, thread.tid)
                             : fmt::format("worker {}", thread.index));
        event(fmt::format(R"("ph":"M","pid":{},"tid":{},"name":"thread_sort_index","args":{})",
                          kProcess,
                          track,
                          text({{"sort_index", track}})));
    }
    Json args{{"calls", thread.calls}};
    if (waitsKnown(snapshot.delta))
        args.update({{"contended", thread.contended},
                     {"wait_total_ns", thread.waitNs},
                     {"waits", snapshot.waitsExact ? "exact" : "sampled"}});
    if (thread.p99WaitNs)
        args["wait_p99_ns"] = *thread.p99WaitNs;
    if (thread.cpu)
        args["cpu"] = *thread.cpu;
    if (thread.cpuNs)
        args["cpu_ns"] = *thread.cpuNs;
    slice(track, fmt::format("interval {}", snapshot.sequence), from, snapshot.time, args);
    if (thread.states)
        writeStates(track, *thread.states, from, snapshot.interval);
}

void TraceWriter::writeStates(int track,
                              const measure::StateShares& states,
                              nanoseconds from,
                              nanoseconds length)
{
    // Ends are rounded, not lengths, so that the slices fill the interval and never leave it.
    double share = 0;
    nanoseconds at = from;
    for (const measure::State state : measure::kStates) {
        share += static_cast<double>(states[state]);
        const auto offset = std::min<std::int64_t>(
            length.count(), std::llround(share * static_cast<double>(length.count())));
        const nanoseconds until = from + nanoseconds(offset);
        if (until > at)
            slice(track, std::string(stateName(state)), at, until, {{"share", states[state]}});
        at = std::max(at, until);
    }
}

} // namespace

std::unique_ptr<DataWriter> makeTraceWriter(std::ostream& out)
{
    return std::make_unique<TraceWriter>(out);
}

} // namespace lockscope::exporting
