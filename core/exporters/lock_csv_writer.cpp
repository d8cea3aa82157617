// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exporters/lock_csv_writer.h"

#include "core/io/text_fit.h"
#include "core/measure/program_names.h"

#include <chrono>
#include <string>

#include <fmt/format.h>

namespace lockscope::exporters {

namespace {

/// Seconds with all nanoseconds.
std::string secondsText(std::chrono::nanoseconds time)
{
    constexpr std::int64_t kSecond = 1'000'000'000;
    return fmt::format("{}.{:09}", time.count() / kSecond, time.count() % kSecond);
}

class LockCsvWriter final : public DataWriter
{
public:
    explicit LockCsvWriter(std::ostream& out)
        : m_out(out)
    {}

    void begin(const measure::SourceInfo& facts) override
    {
        m_source = nameOf(facts.provenance);
        m_out << "source,sequence,time_s,interval_s,lock,kind,place,function,file,line,module,"
                 "address,pid,"
                 "acquisitions,contended,counts_exact,wait_ns,wait_so_far_ns,wait_caused_ns,"
                 "waiters,owner_tid\r\n";
    }

    void add(const measure::Snapshot& snapshot) override
    {
        m_names.follow(snapshot);
        if (!snapshot.program)
            return;
        const std::string common = fmt::format("{},{},{},{}",
                                               m_source,
                                               snapshot.sequence,
                                               secondsText(snapshot.time),
                                               secondsText(snapshot.interval));
        for (const measure::LockSnapshot& lock : snapshot.program->locks)
            m_out << common << row(lock, snapshot.waitsExact) << "\r\n";
    }

    void end() override {}

private:
    [[nodiscard]] std::string row(const measure::LockSnapshot& lock, bool exact) const
    {
        const measure::LockInfo* const known = m_names.lock(lock.id);
        const measure::LockInfo info = known ? *known : measure::LockInfo{};
        std::string text = fmt::format(",{}", lock.id);
        for (const std::string& cell : {info.kind,
                                        known ? placeOf(info) : std::string(),
                                        info.function,
                                        info.file,
                                        info.line ? fmt::format("{}", *info.line) : std::string(),
                                        info.module,
                                        known ? fmt::format("{:#x}", info.address) : std::string(),
                                        known ? fmt::format("{}", info.pid) : std::string()})
            text += ',' + io::forSpreadsheet(cell);
        // Of a program that is attached to nothing was counted.
        return text
            + fmt::format(",{},{},{},{},{},{},{},{}",
                          exact ? fmt::format("{}", lock.acquisitions) : "",
                          exact ? fmt::format("{}", lock.contended) : "",
                          exact ? "yes" : "no",
                          lock.waitNs,
                          lock.waitSoFarNs,
                          exact ? fmt::format("{}", lock.causedNs) : "",
                          lock.waiters,
                          lock.ownerTid != 0 ? fmt::format("{}", lock.ownerTid) : "");
    }

    std::ostream& m_out;
    std::string m_source;
    measure::ProgramNames m_names;
};

} // namespace

std::unique_ptr<DataWriter> makeLockCsvWriter(std::ostream& out)
{
    return std::make_unique<LockCsvWriter>(out);
}

} // namespace lockscope::exporters
