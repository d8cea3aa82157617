// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exporters/config_track.h"
#include "core/exporters/data_writer.h"
#include "core/exporters/metric_family.h"
#include "core/exporters/worker_sums.h"

#include <functional>
#include <map>
#include <ostream>
#include <string>

#include <fmt/format.h>

/// How snapshots become metrics: totals at the end of the source, as a textfile collector serves
/// the last file that it finds. Every sample says which kind of source it is of, so that a
/// simulation never adds up with measurements. Units are the base units of the field, seconds and
/// ratios. The same metrics in both text formats: names and types are those that both have.
namespace lockscope::exporters {

namespace {

/// Divided, not multiplied: 255 ns is then 2.55e-07, without a tail of rounding.
double secondsOf(std::uint64_t ns)
{
    constexpr double kNsPerSecond = 1e9;
    return static_cast<double>(ns) / kNsPerSecond;
}

class MetricsWriter final : public DataWriter
{
public:
    MetricsWriter(std::ostream& out, MetricSyntax syntax)
        : m_out(out)
        , m_syntax(syntax)
    {}

    void begin(const measure::SourceInfo& facts) override
    {
        m_subject = facts.subject;
        m_facts = facts;
        m_config = ConfigTrack(facts.config);
        m_source = nameOf(facts.provenance);
    }

    void add(const measure::Snapshot& snapshot) override;
    void end() override;

private:
    [[nodiscard]] Labels labels(Labels more = {}) const;
    [[nodiscard]] MetricFamily family(FamilyText text) const;

    void writeFacts();
    void writeTotals();
    void writeWaits();
    void writeWorkers();
    /// A counter for each worker; workers whose value is not known are left out.
    void writeWorkerCounter(const FamilyText& text,
                            const std::function<std::optional<double>(const WorkerSums&)>& valueOf);
    void writeStates();
    void writeSwitches();

    std::ostream& m_out;
    MetricSyntax m_syntax;
    measure::SourceInfo m_facts;
    ConfigTrack m_config;
    measure::Subject m_subject = measure::Subject::Experiment;
    std::string m_source;
    std::uint64_t m_snapshots = 0;
    std::uint64_t m_dropped = 0;
    std::uint64_t m_changes = 0;
    std::uint64_t m_violations = 0;
    std::uint64_t m_lastSequence = 0;
    bool m_waitsExact = true;
    double m_lastThroughput = 0;
    measure::Totals m_total;
    std::uint64_t m_waitNs = 0; ///< of the snapshots that came, as the histogram
    measure::HistogramCounts m_waits;
    std::map<std::uint32_t, WorkerSums> m_workers;
};

void MetricsWriter::add(const measure::Snapshot& snapshot)
{
    m_config.follow(snapshot);
    if (m_snapshots > 0 && snapshot.sequence > m_lastSequence + 1)
        m_dropped += snapshot.sequence - m_lastSequence - 1;
    m_lastSequence = snapshot.sequence;
    ++m_snapshots;
    m_changes += snapshot.changes.size();
    m_violations += snapshot.violations.size();
    m_waitsExact = m_waitsExact && snapshot.waitsExact;
    m_lastThroughput = snapshot.throughput();
    m_total = snapshot.total;
    m_waitNs += snapshot.delta.waitNs;
    m_waits.merge(snapshot.waits);
    const double seconds = std::chrono::duration<double>(snapshot.interval).count();
    for (const measure::ThreadSnapshot& thread : snapshot.threads)
        m_workers[thread.index].add(thread, seconds);
}

Labels MetricsWriter::labels(Labels more) const
{
    more.insert(more.begin(), {"source", m_source});
    return more;
}

MetricFamily MetricsWriter::family(FamilyText text) const
{
    return {m_out, m_syntax, std::move(text)};
}

void MetricsWriter::end()
{
    writeFacts();
    if (m_snapshots > 0) {
        writeTotals();
        writeWaits();
        writeWorkers();
        writeStates();
        writeSwitches();
    }
    if (m_syntax == MetricSyntax::OpenMetrics)
        m_out << "# EOF\n";
}

void MetricsWriter::writeFacts()
{
    Labels facts{{"simulated", m_facts.provenance.isSimulated() ? "yes" : "no"},
                 {"version", m_facts.host.version},
                 {"cpu_model", m_facts.host.cpuModel.value_or("unknown")},
                 {"host_cpus", fmt::format("{}", m_facts.host.cpus)},
                 {"waits", m_waitsExact ? "exact" : "sampled"}};
    for (const char* name : {"guard", "fast_path", "cpus", "workers", "workload"})
        facts.emplace_back(name, m_config.setting(name).value_or("unknown"));
    // A gauge, not an info: the older text format has no info.
    family({"lockscope_source", "gauge", "", "What was measured, at the end; always 1."})
        .sample("", labels(std::move(facts)), 1);
}

void MetricsWriter::writeTotals()
{
    const auto counter =
        [this](const char* name, const char* unit, const char* help, double value) {
            family({name, "counter", unit, help}).sample("_total", labels(), value);
        };
    const auto count = [](std::uint64_t value) { return static_cast<double>(value); };
    counter("lockscope_tasks", "", "Tasks taken.", count(m_total.tasks));
    counter("lockscope_calls", "", "Calls returned to the native side.", count(m_total.calls));
    counter("lockscope_callbacks", "", "Callbacks carried out.", count(m_total.callbacks));
    if (waitsKnown(m_total)) {
        counter("lockscope_guard_passes", "", "Passes through the guard.", count(m_total.passes));
        counter("lockscope_guard_contended",
                "",
                "Passes whose first attempt to take the lock failed.",
                count(m_total.contended));
        counter("lockscope_guard_wait_seconds",
                "seconds",
                "Lock-wait time of the contended passes.",
                secondsOf(m_total.waitNs));
    }
    counter("lockscope_snapshots", "", "Snapshots that were read.", count(m_snapshots));
    counter("lockscope_dropped_snapshots",
            "",
            "Snapshots that are missing between those read.",
            count(m_dropped));
    counter("lockscope_config_changes", "", "Live changes that came into force.", count(m_changes));
    counter("lockscope_violations", "", "Broken invariants.", count(m_violations));
    family({"lockscope_throughput", "gauge", "", "Calls per second in the last interval."})
        .sample("", labels(), m_lastThroughput);
}

void MetricsWriter::writeWaits()
{
    if (!waitsKnown(m_total))
        return;
    MetricFamily histogram =
        family({"lockscope_wait_seconds",
                "histogram",
                "seconds",
                "Lock-wait times of the contended passes in the snapshots that were read."});
    // Powers of two are edges of the histogram's own buckets, so that the counts are exact: what is
    // under 2^k ns is, in whole ns, at most 2^k - 1.
    namespace buckets = measure::buckets;
    std::uint64_t count = 0;
    std::size_t bucket = 0;
    for (const unsigned bits : {6U, 8U, 10U, 12U, 14U, 16U, 18U, 20U, 22U, 24U, 26U, 28U, 30U, 32U})
    {
        const std::uint64_t edge = std::uint64_t{1} << bits;
        for (; bucket < buckets::indexOf(edge); ++bucket)
            count += m_waits.at(bucket);
        const double seconds = secondsOf(edge - 1);
        histogram.sample(
            "_bucket", labels({{"le", fmt::format("{}", seconds)}}), static_cast<double>(count));
    }
    for (; bucket < buckets::kCount; ++bucket)
        count += m_waits.at(bucket);
    histogram.sample("_bucket", labels({{"le", "+Inf"}}), static_cast<double>(count));
    histogram.sample("_sum", labels(), secondsOf(m_waitNs));
    histogram.sample("_count", labels(), static_cast<double>(count));
}

void MetricsWriter::writeWorkerCounter(
    const FamilyText& text, const std::function<std::optional<double>(const WorkerSums&)>& valueOf)
{
    MetricFamily counter = family(text);
    for (const auto& [index, sums] : m_workers)
        if (const auto value = valueOf(sums))
            counter.sample("_total", labels({{"worker", fmt::format("{}", index)}}), *value);
}

void MetricsWriter::writeWorkers()
{
    writeWorkerCounter(
        {"lockscope_worker_calls", "counter", "", "Calls in the snapshots that were read."},
        [](const WorkerSums& sums) { return static_cast<double>(sums.calls); });
    writeWorkerCounter({"lockscope_worker_cpu_seconds",
                        "counter",
                        "seconds",
                        "Time on a CPU in the snapshots that were read."},
                       [](const WorkerSums& sums) -> std::optional<double> {
                           if (!sums.cpuNs)
                               return std::nullopt;
                           return secondsOf(*sums.cpuNs);
                       });
    if (!waitsKnown(m_total))
        return;
    writeWorkerCounter({"lockscope_worker_contended",
                        "counter",
                        "",
                        "Contended passes in the snapshots that were read."},
                       [](const WorkerSums& sums) { return static_cast<double>(sums.contended); });
    writeWorkerCounter({"lockscope_worker_wait_seconds",
                        "counter",
                        "seconds",
                        "Lock-wait time in the snapshots that were read."},
                       [](const WorkerSums& sums) { return secondsOf(sums.waitNs); });
}

void MetricsWriter::writeStates()
{
    MetricFamily seconds = family({"lockscope_worker_state_seconds",
                                   "counter",
                                   "seconds",
                                   "Time in each state in the snapshots that were read."});
    for (const auto& [index, sums] : m_workers)
        if (sums.stateSeconds)
            for (const measure::State state : measure::kStates)
                if (hasState(state, m_subject))
                    seconds.sample("_total",
                                   labels({{"worker", fmt::format("{}", index)},
                                           {"state", std::string(stateName(state, m_subject))}}),
                                   (*sums.stateSeconds)[static_cast<std::size_t>(state)]);
}

void MetricsWriter::writeSwitches()
{
    MetricFamily switches = family(
        {"lockscope_worker_switches", "counter", "", "Context switches since the thread began."});
    const auto write =
        [&](std::uint32_t index, const char* kind, std::optional<std::uint64_t> value) {
            if (value)
                switches.sample("_total",
                                labels({{"worker", fmt::format("{}", index)}, {"kind", kind}}),
                                static_cast<double>(*value));
        };
    for (const auto& [index, sums] : m_workers) {
        write(index, "voluntary", sums.voluntarySwitches);
        write(index, "involuntary", sums.involuntarySwitches);
    }
}

} // namespace

std::unique_ptr<DataWriter> makeOpenMetricsWriter(std::ostream& out)
{
    return std::make_unique<MetricsWriter>(out, MetricSyntax::OpenMetrics);
}

std::unique_ptr<DataWriter> makePrometheusWriter(std::ostream& out)
{
    return std::make_unique<MetricsWriter>(out, MetricSyntax::Prometheus);
}

} // namespace lockscope::exporters
