// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exporters/config_track.h"
#include "core/exporters/data_writer.h"
#include "core/exporters/lock_csv_writer.h"
#include "core/io/text_fit.h"

#include <ostream>
#include <string>

#include <fmt/format.h>

namespace lockscope::exporters {

namespace {

/// An empty cell for what is not known.
std::string cell(const auto& value)
{
    return value ? fmt::format("{}", *value) : "";
}

/// Exact: a double would lose nanoseconds after a few months.
std::string seconds(std::chrono::nanoseconds time)
{
    constexpr std::int64_t kSecond = 1'000'000'000;
    const std::int64_t ns = std::abs(time.count());
    return fmt::format("{}{}.{:09}", time.count() < 0 ? "-" : "", ns / kSecond, ns % kSecond);
}

class CsvWriter final : public DataWriter
{
public:
    explicit CsvWriter(std::ostream& out)
        : m_out(out)
    {}

    void begin(const measure::SourceInfo& facts) override
    {
        if (facts.subject == measure::Subject::Program) {
            m_ofProgram = makeLockCsvWriter(m_out);
            return m_ofProgram->begin(facts);
        }
        m_config = ConfigTrack(facts.config);
        m_source = nameOf(facts.provenance);
        std::string header = "source,guard,fast_path,cpus,workers,config_changed,sequence,time_s,"
                             "interval_s,thread,tid,cpu,calls,calls_per_s,contended,waits_exact,"
                             "wait_total_ns,wait_p99_ns,on_cpu_ns";
        for (const measure::State state : measure::kStates)
            header += fmt::format(",{}_share", stateName(state));
        m_out << header
              << ",voluntary_switches_total,involuntary_switches_total,wait_so_far_ns\r\n";
    }

    void add(const measure::Snapshot& snapshot) override
    {
        if (m_ofProgram)
            return m_ofProgram->add(snapshot);
        m_config.follow(snapshot);
        const double length = std::chrono::duration<double>(snapshot.interval).count();
        std::string common = m_source;
        for (const char* name : {"guard", "fast_path", "cpus", "workers"})
            common.append(",").append(io::forSpreadsheet(m_config.setting(name).value_or("")));
        common += fmt::format(",{},{},{},{}",
                              m_config.changed() ? "yes" : "no",
                              snapshot.sequence,
                              seconds(snapshot.time),
                              seconds(snapshot.interval));
        for (const measure::ThreadSnapshot& thread : snapshot.threads)
            m_out << common << row(thread, length, snapshot) << "\r\n";
    }

    void end() override {}

private:
    static std::string row(const measure::ThreadSnapshot& thread,
                           double length,
                           const measure::Snapshot& snapshot)
    {
        const bool known = waitsKnown(snapshot.delta);
        // A simulated thread has no number of the kernel's.
        std::string text = fmt::format(",{},{},{},{},{},{},{},{},{},{}",
                                       thread.index,
                                       thread.tid != 0 ? fmt::format("{}", thread.tid) : "",
                                       cell(thread.cpu),
                                       thread.calls,
                                       static_cast<double>(thread.calls) / length,
                                       known ? fmt::format("{}", thread.contended) : "",
                                       !known                    ? ""
                                           : snapshot.waitsExact ? "yes"
                                                                 : "no",
                                       known ? fmt::format("{}", thread.waitNs) : "",
                                       cell(thread.p99WaitNs),
                                       cell(thread.cpuNs));
        for (const measure::State state : measure::kStates)
            text += thread.states ? fmt::format(",{}", (*thread.states)[state]) : ",";
        return text + ","
            + fmt::format("{},{},{}",
                          cell(thread.voluntarySwitches),
                          cell(thread.involuntarySwitches),
                          cell(thread.waitSoFarNs));
    }

    std::ostream& m_out;
    ConfigTrack m_config;
    std::string m_source;
    std::unique_ptr<DataWriter> m_ofProgram; ///< a table of its own, of locks
};

} // namespace

std::unique_ptr<DataWriter> makeCsvWriter(std::ostream& out)
{
    return std::make_unique<CsvWriter>(out);
}

} // namespace lockscope::exporters
