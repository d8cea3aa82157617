// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exporters/config_track.h"
#include "core/exporters/data_writer.h"
#include "core/io/text_fit.h"
#include "core/measure/program_names.h"
#include "core/report/json.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <map>
#include <nlohmann/json.hpp>
#include <ostream>
#include <string>

#include <fmt/format.h>

/// How snapshots become a trace. A worker's track has a slice for each interval, named by its
/// sequence number, with the worker's figures. In it lie the states, each as long as its share of
/// the interval: the lengths are true to a microsecond, so sums over a selection are, but the order
/// is that of the states' list, because a snapshot does not know in which order they came. Slices
/// of a state have no arguments: speedscope takes slices for the same thing only where name and
/// arguments are the same, so the shares stand with the interval. Counters
/// hold from the beginning of the interval that they are of. The format cannot end a counter, so
/// where snapshots were dropped a slice on the first track covers the time that nothing is known
/// of. Threads of a watched program lie below their process. Live changes are instant events, and
/// asynchronous slices from the request until they were in force: two changes may overlap, and
/// slices of one track must not.
///
/// All times are whole microseconds, and the end of a slice that lies within another comes from the
/// same rounded boundaries. A viewer adds a slice's beginning and its length as doubles. Whole
/// numbers add up exactly there, up to 2^53 us, which is 285 years. Fractions do not, and a child
/// that ends after its parent makes a staircase of all that follow.
namespace lockscope::exporters {

namespace {

using Json = nlohmann::ordered_json;
using std::chrono::microseconds;
using std::chrono::nanoseconds;

/// Where viewers lay slices.
struct Track
{
    int process = 1; ///< of the trace: Lockscope, then each process of a watched program
    int number = 1;
};

constexpr Track kChangesTrack{}; ///< changes and gaps
constexpr int kFirstWorkerTrack = 2;

constexpr const char* kHowToRead =
    "Slices of states within an interval are as long as the state's share of it; their order "
    "within "
    "it is not known. Counters hold for the interval that begins with them; where a slice says 'no "
    "snapshots', they are not known. A slice 'lock: PLACE' of a watched program is named by the "
    "lock that the thread waits for when the interval ends.";

/// A point in time as the trace has it. Always this function, so that one point is one number, and
/// what is later is never an earlier one.
microseconds boundary(nanoseconds time)
{
    return std::chrono::round<microseconds>(time);
}

std::string text(const Json& json)
{
    return io::forTerminalJson(json.dump(-1, ' ', false, Json::error_handler_t::replace));
}

/// Between two boundaries, the second never before the first.
struct TimeRange
{
    microseconds from;
    microseconds until;

    [[nodiscard]] microseconds length() const { return until - from; }
};

class TraceWriter final : public DataWriter
{
public:
    explicit TraceWriter(std::ostream& out)
        : m_out(out)
    {}

    void begin(const measure::SourceInfo& facts) override;
    void add(const measure::Snapshot& snapshot) override;
    void end() override { m_out << "\n]}\n"; }

private:
    void event(const std::string& fields);
    void describe(const char* what, Track track, const Json& args);
    /// Nothing where it would have no length; no arguments where they are null.
    void slice(Track track, const std::string& name, TimeRange range, const Json& args);
    /// One that may overlap others, on a track that the viewer makes for its number.
    void asynchronous(const std::string& name, TimeRange range, std::uint64_t id, const Json& args);
    void instant(const std::string& name, microseconds at, const Json& args);
    void counter(const char* name, const char* unit, microseconds at, double value);

    void writeGap(TimeRange gap, std::uint64_t dropped);
    void writeCounters(const measure::Snapshot& snapshot, microseconds from);
    void writeChanges(const measure::Snapshot& snapshot);
    [[nodiscard]] Track trackOf(const measure::ThreadSnapshot& thread);
    [[nodiscard]] std::string trackName(const measure::ThreadSnapshot& thread) const;
    [[nodiscard]] std::string waitedFor(const measure::ThreadSnapshot& thread,
                                        const measure::Snapshot& snapshot,
                                        bool locksAlone) const;
    void writeThread(const measure::ThreadSnapshot& thread,
                     const measure::Snapshot& snapshot,
                     TimeRange interval);
    void writeStates(Track track,
                     const measure::StateShares& states,
                     const std::string& lock,
                     TimeRange interval);

    measure::Subject m_subject = measure::Subject::Experiment;
    measure::ProgramNames m_names;
    std::ostream& m_out;
    bool m_first = true;
    std::map<std::uint32_t, Track> m_tracks; ///< of workers, by index; they have their names
    std::map<std::uint32_t, int> m_processes; ///< of the trace, by pid
    std::optional<std::uint64_t> m_lastSequence;
    microseconds m_lastEnd = microseconds::min(); ///< where the interval before ends
    std::uint64_t m_changes = 0;
    double m_waitSoFarNs = 0; ///< of all workers, at the end of the last snapshot
};

void TraceWriter::event(const std::string& fields)
{
    m_out << (m_first ? "\n{" : ",\n{") << fields << "}";
    m_first = false;
}

void TraceWriter::describe(const char* what, Track track, const Json& args)
{
    event(fmt::format(R"("ph":"M","pid":{},"tid":{},"name":"{}","args":{})",
                      track.process,
                      track.number,
                      what,
                      text(args)));
}

void TraceWriter::slice(Track track, const std::string& name, TimeRange range, const Json& args)
{
    if (range.length() <= microseconds::zero())
        return;
    event(fmt::format(R"("ph":"X","pid":{},"tid":{},"ts":{},"dur":{},"name":{}{})",
                      track.process,
                      track.number,
                      range.from.count(),
                      range.length().count(),
                      text(name),
                      args.is_null() ? std::string() : R"(,"args":)" + text(args)));
}

void TraceWriter::asynchronous(const std::string& name,
                               TimeRange range,
                               std::uint64_t id,
                               const Json& args)
{
    const auto half = [&](char phase, microseconds at, const std::string& more) {
        event(
            fmt::format(R"("ph":"{}","cat":"change","id":{},"pid":{},"tid":{},"ts":{},"name":{}{})",
                        phase,
                        id,
                        kChangesTrack.process,
                        kChangesTrack.number,
                        at.count(),
                        text(name),
                        more));
    };
    half('b', range.from, R"(,"args":)" + text(args));
    half('e', range.until, "");
}

void TraceWriter::instant(const std::string& name, microseconds at, const Json& args)
{
    event(fmt::format(R"("ph":"i","s":"g","pid":{},"tid":{},"ts":{},"name":{},"args":{})",
                      kChangesTrack.process,
                      kChangesTrack.number,
                      at.count(),
                      text(name),
                      text(args)));
}

void TraceWriter::counter(const char* name, const char* unit, microseconds at, double value)
{
    event(fmt::format(R"("ph":"C","pid":{},"ts":{},"name":"{}","args":{{"{}":{}}})",
                      kChangesTrack.process,
                      at.count(),
                      name,
                      unit,
                      value));
}

void TraceWriter::begin(const measure::SourceInfo& facts)
{
    m_subject = facts.subject;
    Json config = Json::object();
    for (const auto& [setting, value] : facts.config)
        config[setting] = value;
    const Json other{{"schema", "lockscope.trace/1"},
                     {"source", nameOf(facts.provenance)},
                     {"simulated", facts.provenance.isSimulated()},
                     {"how_to_read", kHowToRead},
                     {"host", report::toJson(facts.host)},
                     {"config", config}};
    m_out << R"({"displayTimeUnit":"ns","otherData":)" << text(other) << R"(,"traceEvents":[)";
    describe("process_name",
             kChangesTrack,
             {{"name", fmt::format("Lockscope, {}", nameOf(facts.provenance))}});
    describe("thread_name", kChangesTrack, {{"name", "changes and gaps"}});
}

void TraceWriter::add(const measure::Snapshot& snapshot)
{
    // Intervals follow one another. Should a recording have two that overlap, the later one begins
    // where the earlier one ends.
    const microseconds from = std::max(boundary(snapshot.time - snapshot.interval), m_lastEnd);
    const TimeRange interval{from, std::max(boundary(snapshot.time), from)};
    if (m_lastSequence && snapshot.sequence > *m_lastSequence + 1)
        writeGap({m_lastEnd, from}, snapshot.sequence - *m_lastSequence - 1);
    m_names.follow(snapshot);
    m_lastSequence = snapshot.sequence;
    m_lastEnd = interval.until;
    writeCounters(snapshot, from);
    writeChanges(snapshot);
    for (const measure::ThreadSnapshot& thread : snapshot.threads)
        writeThread(thread, snapshot, interval);
}

void TraceWriter::writeGap(TimeRange gap, std::uint64_t dropped)
{
    const Json args{{"dropped", dropped}};
    if (gap.length() > microseconds::zero())
        slice(kChangesTrack, "no snapshots", gap, args);
    else
        instant("no snapshots", gap.from, args);
}

void TraceWriter::writeCounters(const measure::Snapshot& snapshot, microseconds from)
{
    const double seconds = std::chrono::duration<double>(snapshot.interval).count();
    counter("throughput",
            m_subject == measure::Subject::Program ? "acquisitions/s" : "calls/s",
            from,
            snapshot.throughput());
    if (!waitsKnown(snapshot.delta))
        return;
    double soFar = 0; // a wait counts in the intervals that it lasts, not where it ends
    for (const measure::ThreadSnapshot& thread : snapshot.threads)
        soFar += static_cast<double>(thread.waitSoFarNs.value_or(0));
    counter("contended passes",
            "passes/s",
            from,
            static_cast<double>(snapshot.delta.contended) / seconds);
    counter("waiting for the lock",
            "workers",
            from,
            std::max(0.0, static_cast<double>(snapshot.delta.waitNs) + soFar - m_waitSoFarNs) * 1e-9
                / seconds);
    m_waitSoFarNs = soFar;
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
        const microseconds inForce = boundary(change.time);
        const microseconds asked = std::min(boundary(change.time - change.gap), inForce);
        asynchronous("change: " + change.label, {asked, inForce}, ++m_changes, args);
        instant(change.label, inForce, args);
    }
    for (const std::string& violation : snapshot.violations)
        instant("broken invariant: " + violation, boundary(snapshot.time), Json::object());
}

/// With its name, and its process' name, the first time.
Track TraceWriter::trackOf(const measure::ThreadSnapshot& thread)
{
    const auto known = m_tracks.find(thread.index);
    if (known != m_tracks.end())
        return known->second;
    Track track{.number = kFirstWorkerTrack + static_cast<int>(thread.index)};
    // A thread whose process was not told of is Lockscope's to show.
    if (const measure::ThreadInfo* const info = m_names.threadInfo(thread.index)) {
        const int next = kChangesTrack.process + 1 + static_cast<int>(m_processes.size());
        const auto [process, isNew] = m_processes.emplace(info->pid, next);
        track.process = process->second;
        if (isNew) {
            describe("process_name", track, {{"name", fmt::format("process {}", info->pid)}});
            describe("process_sort_index", track, {{"sort_index", track.process}});
        }
    }
    describe("thread_name", track, {{"name", trackName(thread)}});
    describe("thread_sort_index", track, {{"sort_index", track.number}});
    return m_tracks.emplace(thread.index, track).first->second;
}

std::string TraceWriter::trackName(const measure::ThreadSnapshot& thread) const
{
    const std::string given = m_names.thread(thread.index);
    const std::string name = m_subject == measure::Subject::Program
        ? (given.empty() ? "thread" : given)
        : fmt::format("worker {}", thread.index);
    return thread.tid != 0 ? fmt::format("{} (thread {})", name, thread.tid) : name;
}

/// The lock that a program's thread waits for at the end of the interval, or else the condition;
/// empty for none.
std::string TraceWriter::waitedFor(const measure::ThreadSnapshot& thread,
                                   const measure::Snapshot& snapshot,
                                   bool locksAlone) const
{
    if (!snapshot.program || snapshot.program->waitingFor.size() != snapshot.threads.size())
        return {};
    const auto place = static_cast<std::size_t>(&thread - snapshot.threads.data());
    const std::uint32_t id = snapshot.program->waitingFor[place];
    const measure::LockInfo* const lock = m_names.lock(id);
    if (locksAlone && (!lock || !isLock(*lock)))
        return {};
    return id == 0 ? std::string() : lock ? placeOf(*lock) : fmt::format("lock {}", id);
}

void TraceWriter::writeThread(const measure::ThreadSnapshot& thread,
                              const measure::Snapshot& snapshot,
                              TimeRange interval)
{
    const Track track = trackOf(thread);
    Json args{{m_subject == measure::Subject::Program ? "acquisitions" : "calls", thread.calls}};
    if (const std::string lock = waitedFor(thread, snapshot, false); !lock.empty())
        args["waits_for"] = lock;
    if (waitsKnown(snapshot.delta))
        args.update({{"contended", thread.contended},
                     {"wait_total_ns", thread.waitNs},
                     {"waits", snapshot.waitsExact ? "exact" : "sampled"}});
    if (thread.waitSoFarNs)
        args["wait_so_far_ns"] = *thread.waitSoFarNs;
    if (thread.p99WaitNs)
        args["wait_p99_ns"] = *thread.p99WaitNs;
    if (thread.cpu)
        args["cpu"] = *thread.cpu;
    if (thread.cpuNs)
        args["cpu_ns"] = *thread.cpuNs;
    if (thread.states)
        for (const measure::State state : measure::kStates)
            if (hasState(state, m_subject))
                args["shares"][std::string(stateName(state, m_subject))] = (*thread.states)[state];
    slice(track, fmt::format("interval {}", snapshot.sequence), interval, args);
    if (thread.states)
        writeStates(track, *thread.states, waitedFor(thread, snapshot, true), interval);
}

void TraceWriter::writeStates(Track track,
                              const measure::StateShares& states,
                              const std::string& lock,
                              TimeRange interval)
{
    // Ends are rounded, not lengths, so that the slices fill the interval and never leave it.
    const auto length = static_cast<double>(interval.length().count());
    double share = 0;
    microseconds at = interval.from;
    for (const measure::State state : measure::kStates) {
        share += static_cast<double>(states[state]);
        const microseconds until =
            std::min(interval.until, interval.from + microseconds(std::llround(share * length)));
        if (hasState(state, m_subject)) {
            std::string name(stateName(state, m_subject));
            if (state == measure::kWaitsForLock && !lock.empty())
                name += ": " + lock;
            slice(track, name, {at, until}, nullptr);
        }
        at = std::max(at, until);
    }
}

} // namespace

std::unique_ptr<DataWriter> makeTraceWriter(std::ostream& out)
{
    return std::make_unique<TraceWriter>(out);
}

} // namespace lockscope::exporters
