// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/exporters/formats.h"

#include <sstream>
#include <string>
#include <vector>

/// A short source with everything in it that is hard to write down, and what an exporter makes of
/// it.
namespace lockscope::test {

inline measure::SourceInfo someFacts(measure::Provenance provenance = measure::kLive)
{
    measure::SourceInfo facts;
    facts.provenance = provenance;
    facts.host.cpuModel = "A \"fast\" CPU, 2 \\ GHz\n";
    facts.host.cpus = 4;
    facts.host.architecture = "x86_64";
    facts.host.version = "0.1";
    facts.config = {{"guard", "mutex"},
                    {"fast_path", "off"},
                    {"cpus", "2"},
                    {"workers", "2"},
                    {"native_ns", "300"}};
    return facts;
}

/// Two workers over 50 ms each: all is known; then worker 1 is not, and the fast path is switched
/// on; then, after two dropped snapshots, nobody waits and waits were sampled.
inline std::vector<measure::Snapshot> someSnapshots()
{
    using std::chrono::milliseconds;
    const auto snapshot = [](std::uint64_t sequence) {
        measure::Snapshot made;
        made.sequence = sequence;
        made.interval = milliseconds(50);
        made.time = milliseconds(50) * (sequence + 1);
        for (std::uint32_t i = 0; i < 2; ++i) {
            measure::ThreadSnapshot thread;
            thread.index = i;
            thread.tid = static_cast<std::int32_t>(4000 + i);
            thread.calls = 1000 + i;
            made.threads.push_back(thread);
        }
        made.delta = {.tasks = 2001, .calls = 2001, .callbacks = 2001, .passes = 2001};
        for (std::uint64_t i = 0; i <= sequence; ++i)
            made.total += made.delta;
        return made;
    };
    std::vector<measure::Snapshot> snapshots{snapshot(0), snapshot(1), snapshot(4)};

    measure::HistogramCounts waits;
    waits.add(100, 3);
    waits.add(1'000'000, 1);
    for (int i : {0, 1}) {
        measure::Snapshot& one = snapshots[static_cast<std::size_t>(i)];
        one.waits = waits.sparse();
        one.delta.contended = 4;
        one.delta.waitNs = 1'000'300;
        one.threads[0].contended = 3;
        one.threads[0].waitNs = 300;
        one.threads[0].p99WaitNs = 100.F;
        one.threads[1].contended = 1;
        one.threads[1].waitNs = 1'000'000;
    }
    snapshots[1].total.contended = snapshots[2].total.contended = 8;
    snapshots[1].total.waitNs = snapshots[2].total.waitNs = 2'000'600;
    for (measure::Snapshot& one : snapshots) {
        for (measure::ThreadSnapshot& thread : one.threads) {
            thread.cpu = 1;
            thread.cpuNs = 40'000'000;
            thread.voluntarySwitches = 7;
            thread.involuntarySwitches = 9;
            thread.states.emplace().share = {0.3F, 0.1F, 0.1F, 0.25F, 0.F, 0.25F};
        }
        one.states = one.threads[0].states;
    }
    measure::ThreadSnapshot& unknown = snapshots[1].threads[1];
    unknown.cpu.reset();
    unknown.cpuNs.reset();
    unknown.states.reset();
    unknown.voluntarySwitches.reset();
    unknown.involuntarySwitches.reset();
    measure::ConfigFacts after = someFacts().config;
    after[1].second = "on";
    snapshots[1].changes.push_back({.revision = 1,
                                    .time = milliseconds(80),
                                    .gap = milliseconds(4),
                                    .label = "fast path \"on\"",
                                    .config = after});
    snapshots[2].waitsExact = false;
    return snapshots;
}

/// The same without a probe: nobody counted passes, nor timed waits.
inline std::vector<measure::Snapshot> unwatchedSnapshots()
{
    std::vector<measure::Snapshot> snapshots = someSnapshots();
    for (measure::Snapshot& snapshot : snapshots) {
        for (measure::Totals* counts : {&snapshot.delta, &snapshot.total})
            counts->passes = counts->contended = counts->waitNs = 0;
        snapshot.waits = {};
        for (measure::ThreadSnapshot& thread : snapshot.threads) {
            thread.contended = thread.waitNs = 0;
            thread.p99WaitNs.reset();
        }
    }
    return snapshots;
}

/// In the format of that name, which there is.
inline std::string exported(std::string_view format,
                            const measure::SourceInfo& facts = someFacts(),
                            const std::vector<measure::Snapshot>& snapshots = someSnapshots())
{
    std::ostringstream out;
    const auto writer = exporters::formatNamed(format)->make(out);
    writer->begin(facts);
    for (const measure::Snapshot& snapshot : snapshots)
        writer->add(snapshot);
    writer->end();
    return out.str();
}

} // namespace lockscope::test
