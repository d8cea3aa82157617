// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/recording/run_summary_builder.h"

#include "core/measure/worker_tracker.h"
#include "core/recording/recording.h"

#include <algorithm>

namespace lockscope::recording {

void RunSummaryBuilder::add(const measure::Snapshot& snapshot)
{
    m_run.add(snapshot);
    const double seconds = std::chrono::duration<double>(snapshot.interval).count();
    m_seconds += seconds;
    m_mostThreads = std::max(m_mostThreads, snapshot.threads.size());
    for (const measure::ThreadSnapshot& now : snapshot.threads) {
        const auto [found, isNew] = m_threads.try_emplace(now.index);
        measure::ThreadSummary& sums = found->second.sums;
        if (isNew)
            sums.cpuNs = 0;
        sums.index = now.index;
        sums.tid = now.tid;
        sums.calls += now.calls;
        sums.contended += now.contended;
        sums.waitNs += now.waitNs;
        sums.waitSoFarNs = now.waitSoFarNs;
        if (sums.cpuNs && now.cpuNs)
            *sums.cpuNs += *now.cpuNs;
        else
            sums.cpuNs.reset();
        sums.voluntarySwitches = now.voluntarySwitches;
        sums.involuntarySwitches = now.involuntarySwitches;
        if (now.states)
            for (std::size_t s = 0; s < measure::kStateCount; ++s)
                found->second.stateSeconds[s] +=
                    static_cast<double>(now.states->share[s]) * seconds;
    }
}

measure::RunSummary RunSummaryBuilder::summary() const
{
    measure::RunSummary summary = m_run.summary();
    std::array<double, measure::kStateCount> states{};
    for (const auto& [index, thread] : m_threads) {
        summary.threads.push_back(thread.sums);
        summary.threads.back().states = measure::sharesOf(thread.stateSeconds);
        for (std::size_t s = 0; s < measure::kStateCount; ++s)
            states[s] += thread.stateSeconds[s];
    }
    summary.states = measure::sharesOf(states);
    return summary;
}

measure::Quality RunSummaryBuilder::quality(const RecordingHeader& header) const
{
    if (header.source.provenance.isSimulated())
        return {};
    measure::CpuDemand demand;
    demand.subject = header.source.subject;
    demand.add(static_cast<int>(m_mostThreads), header.config ? header.config->cpus : 0, m_seconds);
    const measure::HostFacts& host = header.source.host;
    return measure::qualityOf(
        summary().states, m_run.disturbance(), demand, host.cpuQuota, host.cpus);
}

measure::RunSummary summaryOf(const Recording& recording)
{
    if (recording.recordedSummary())
        return *recording.recordedSummary();
    RunSummaryBuilder builder;
    for (std::size_t i = 0; i < recording.size(); ++i)
        builder.add(*recording.snapshot(i));
    measure::RunSummary summary = builder.summary();
    summary.host = recording.header().source.host;
    summary.probe = recording.header().source.probe;
    summary.quality = builder.quality(recording.header());
    return summary;
}

} // namespace lockscope::recording
