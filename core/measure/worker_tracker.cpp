// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/worker_tracker.h"

#include <algorithm>
#include <numeric>
#include <utility>

namespace lockscope::measure {

WorkerTracker::WorkerTracker(std::uint32_t index, WorkerRecord& record, bool countHardware)
    : m_index(index)
    , m_record(record)
    , m_countHardware(countHardware)
{}

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
    m_runNsKnown.reset();
    m_cpuNsOver = 0;
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
    m_cpuNsOver = 0;
    if (m_reader) {
        const KernelTimes times = m_reader->read();
        m_begin = times.at;
        m_runNsBegin = times.runNs;
        m_runNsKnown = times.runNs;
        m_estimator.restart(times);
    }
}

void WorkerTracker::count(bool atRest)
{
    // The calls and the CPU time that went into them: of one moment, or the CPU time is not known.
    // Where the sampler loses its CPU between the readings, one of them may be milliseconds older,
    // a tenth of an interval.
    constexpr std::chrono::microseconds kOneMoment{50};
    constexpr int kAttempts = 3;
    const ThreadSlot& slot = m_record.slot;
    const auto tid = slot.tid.load(std::memory_order_relaxed); // a number on its own
    for (int attempt = 1; attempt <= kAttempts; ++attempt) {
        const auto begin = SteadyClock::now();
        const std::uint64_t now = WaitClock::now(); // before the rest, see waitUnderWay()
        m_counted = slot.totals();
        m_waitSoFarNs = slot.waitUnderWay(now).ns;
        m_runNsCounted = m_reader && m_reader->tid() == tid ? cpuTimeOf(tid) : std::nullopt;
        const bool waitEnded =
            slot.totals().waitNs != m_counted.waitNs; // in between: it may be in neither
        if (atRest)
            return;
        if (SteadyClock::now() - begin > kOneMoment)
            m_runNsCounted.reset();
        else if (!waitEnded)
            return;
    }
}

std::optional<std::uint64_t> WorkerTracker::takeCpuTime(std::chrono::nanoseconds interval)
{
    const auto begin = std::exchange(m_runNsBegin, m_runNsCounted);
    if (!m_runNsCounted)
        return std::nullopt;
    if (m_runNsKnown && m_cpuNs)
        *m_cpuNs += *m_runNsCounted - *m_runNsKnown;
    else
        m_cpuNs.reset();
    m_runNsKnown = m_runNsCounted;
    if (!begin)
        return std::nullopt;
    // A thread has one CPU: what was read beyond the interval's end, some microseconds, belongs to
    // the next.
    const std::uint64_t ns = m_cpuNsOver + (*m_runNsCounted - *begin);
    const auto most = static_cast<std::uint64_t>(interval.count());
    m_cpuNsOver = ns - std::min(ns, most);
    return std::min(ns, most);
}

ThreadSnapshot WorkerTracker::end(bool readSwitches,
                                  HistogramCounts& waits,
                                  std::chrono::nanoseconds interval)
{
    m_delta = m_counted - m_last;
    m_last = m_counted;

    ThreadSnapshot snapshot;
    snapshot.index = m_index;
    snapshot.calls = m_delta.calls;
    snapshot.contended = m_delta.contended;
    snapshot.waitNs = m_delta.waitNs;
    snapshot.waitSoFarNs = m_waitSoFarNs;
    snapshot.cpuNs = takeCpuTime(interval);
    followThread();
    if (m_delta.contended > 0 || m_delta.waitNs > 0) {
        HistogramCounts own;
        m_record.waits.collect(m_seen, own);
        if (const auto p99 = own.sparse().quantile(0.99))
            snapshot.p99WaitNs = floatUpTo(*p99);
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
        snapshot.states = m_estimator.update(times, m_phases);
        if (snapshot.states) {
            const double seconds = std::chrono::duration<double>(times.at - m_begin).count();
            for (std::size_t i = 0; i < kStateCount; ++i)
                m_stateSeconds[i] += static_cast<double>(snapshot.states->share[i]) * seconds;
        }
        m_begin = times.at;
    }
    snapshot.voluntarySwitches = m_switches.voluntary;
    snapshot.involuntarySwitches = m_switches.involuntary;
    m_phases = {};
    return snapshot;
}

void WorkerTracker::countFromHere(std::uint64_t now)
{
    m_uncounted = m_last;
    m_record.turns.countFrom(now);
    m_stateSeconds = {};
    m_cpuNs = 0;
    m_runNsKnown = m_runNsBegin;
    if (!m_reader)
        return;
    m_uncountedSwitches = m_reader->readSwitches();
    if (m_counters)
        m_counters.emplace(m_reader->tid());
}

ThreadSummary WorkerTracker::summary() const
{
    const auto since = [](const auto& newest, const auto& uncounted) {
        return newest && uncounted ? std::optional(*newest - *uncounted) : std::nullopt;
    };
    const Totals counted = m_last - m_uncounted;
    const ContextSwitches switches = m_reader ? m_reader->readSwitches() : ContextSwitches{};
    return {.index = m_index,
            .tid = m_reader ? m_reader->tid() : 0,
            .calls = counted.calls,
            .contended = counted.contended,
            .waitNs = counted.waitNs,
            .waitSoFarNs = m_waitSoFarNs,
            .states = sharesOf(m_stateSeconds),
            .cpuNs = m_runNsBegin ? m_cpuNs : std::nullopt,
            .voluntarySwitches = since(switches.voluntary, m_uncountedSwitches.voluntary),
            .involuntarySwitches = since(switches.involuntary, m_uncountedSwitches.involuntary),
            .longestTurnNs = m_record.turns.ns(),
            .counts = m_counters ? m_counters->read() : HardwareCounts{}};
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
