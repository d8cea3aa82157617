// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/worker_tracker.h"

#include <numeric>

namespace lockscope::measure {

WorkerTracker::WorkerTracker(std::uint32_t index, const WorkerRecord& record, bool countHardware)
    : m_index(index)
    , m_record(record)
    , m_countHardware(countHardware)
{
}

void WorkerTracker::samplePhase()
{
    // Relaxed: the phase alone is wanted, as of now.
    const Phase phase = m_record.slot.phase.load(std::memory_order_relaxed);
    ++m_phases[static_cast<std::size_t>(phase)];
}

void WorkerTracker::followThread()
{
    const auto tid = m_record.slot.tid.load(std::memory_order_relaxed); // a number on its own
    if (m_reader && m_reader->tid() == tid)
        return;
    m_reader.reset();
    m_estimator = {};
    m_switches = {};
    m_uncountedSwitches = {0, 0};
    m_runNsBegin.reset();
    m_counters.reset();
    if (tid == 0)
        return;
    m_reader.emplace(tid);
    if (m_countHardware)
        m_counters.emplace(tid);
}

void WorkerTracker::begin()
{
    followThread();
    m_phases = {};
    if (m_reader) {
        const KernelTimes times = m_reader->read();
        m_begin = times.at;
        m_runNsBegin = times.runNs;
        m_estimator.restart(times);
    }
}

ThreadSnapshot WorkerTracker::end(bool readSwitches, HistogramCounts& waits)
{
    followThread();
    m_delta = m_counted - m_last;
    m_last = m_counted;

    ThreadSnapshot snapshot;
    snapshot.index = m_index;
    snapshot.calls = m_delta.calls;
    snapshot.contended = m_delta.contended;
    snapshot.waitNs = m_delta.waitNs;
    if (m_delta.contended > 0) {
        HistogramCounts own;
        m_record.waits.collect(m_seen, own);
        if (const auto p99 = own.sparse().quantile(0.99))
            snapshot.p99WaitNs = static_cast<float>(*p99);
        waits.merge(own);
    }
    if (m_reader) {
        snapshot.tid = m_reader->tid();
        KernelTimes times = m_reader->read();
        if (readSwitches || m_estimator.asksForSwitches(times)) {
            m_switches = m_reader->readSwitches();
            times.voluntarySwitches = m_switches.voluntary;
        }
        snapshot.cpu = times.cpu;
        if (times.runNs && m_runNsBegin)
            snapshot.cpuNs = *times.runNs - *m_runNsBegin;
        m_runNsBegin = times.runNs;
        snapshot.states = m_estimator.update(times, m_phases);
        if (snapshot.states) {
            const double seconds = std::chrono::duration<double>(times.at - m_begin).count();
            for (std::size_t i = 0; i < kStateCount; ++i)
                m_stateSeconds[i] += static_cast<double>(snapshot.states->share[i]) * seconds;
        }
        m_begin = times.at;
    }
    if (m_cpuNs && snapshot.cpuNs)
        *m_cpuNs += *snapshot.cpuNs;
    else
        m_cpuNs.reset();
    snapshot.voluntarySwitches = m_switches.voluntary;
    snapshot.involuntarySwitches = m_switches.involuntary;
    m_phases = {};
    return snapshot;
}

void WorkerTracker::countFromHere()
{
    m_uncounted = m_last;
    m_uncountedWaitNs = m_record.waits.maxNs();
    m_stateSeconds = {};
    m_cpuNs = 0;
    if (!m_reader)
        return;
    m_uncountedSwitches = m_reader->readSwitches();
    if (m_counters)
        m_counters.emplace(m_reader->tid());
}

std::optional<std::uint64_t> WorkerTracker::longestWaitNs() const
{
    const std::uint64_t longest = m_record.waits.maxNs();
    return longest > m_uncountedWaitNs ? std::optional(longest) : std::nullopt;
}

ThreadSummary WorkerTracker::summary() const
{
    const auto since = [](const auto& newest, const auto& uncounted) {
        return newest && uncounted ? std::optional(*newest - *uncounted) : std::nullopt;
    };
    const Totals counted = m_last - m_uncounted;
    const ContextSwitches switches = m_reader ? m_reader->readSwitches() : ContextSwitches {};
    // Relaxed: a number on its own. 0: no batch was done, or there is no probe.
    const std::uint64_t longestTurn = m_record.slot.longestTurnNs.load(std::memory_order_relaxed);
    return {.index = m_index,
            .tid = m_reader ? m_reader->tid() : 0,
            .calls = counted.calls,
            .contended = counted.contended,
            .waitNs = counted.waitNs,
            .states = sharesOf(m_stateSeconds),
            .cpuNs = m_cpuNs,
            .voluntarySwitches = since(switches.voluntary, m_uncountedSwitches.voluntary),
            .involuntarySwitches = since(switches.involuntary, m_uncountedSwitches.involuntary),
            .longestTurnNs = longestTurn > 0 ? std::optional(longestTurn) : std::nullopt,
            .counts = m_counters ? m_counters->read() : HardwareCounts {}};
}

std::optional<StateShares> sharesOf(const std::array<double, kStateCount>& seconds)
{
    const double sum = std::accumulate(seconds.begin(), seconds.end(), 0.0);
    if (sum <= 0)
        return std::nullopt;
    StateShares shares;
    for (std::size_t i = 0; i < kStateCount; ++i)
        shares.share[i] = static_cast<float>(seconds[i] / sum);
    return shares;
}

} // namespace lockscope::measure
