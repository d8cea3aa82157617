// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exporters/config_track.h"
#include "core/exporters/data_writer.h"
#include "core/exporters/lock_samples.h"
#include "core/exporters/pprof_profile.h"
#include "core/io/gzip.h"
#include "core/io/limits.h"
#include "core/io/text_fit.h"

#include <map>
#include <ostream>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

/// How snapshots become a profile. An experiment has no call stack, so one is made of what is
/// known: the worker calls the phase `guard`, the only one in which locks are waited for, and that
/// calls the guard. The samples are summed over the whole source, by guard, worker and whether
/// waits were measured or sampled; the same stands in labels, for -tagfocus. A simulation has one
/// frame more, at the root, and its name where pprof prints that of a program, so that no table of
/// it passes for a measured one. Of a watched program stacks are known (lock_samples.h).
namespace lockscope::exporters {

namespace {

struct Key
{
    std::string guard;
    std::uint32_t worker = 0;
    bool exact = true;
    // NOLINTNEXTLINE(modernize-use-nullptr): what it means is not in the text
    friend auto operator<=>(const Key&, const Key&) = default;
};

struct Sums
{
    std::uint64_t contentions = 0;
    std::uint64_t delayNs = 0;
};

class PprofWriter final : public DataWriter
{
public:
    explicit PprofWriter(std::ostream& out)
        : m_out(out)
    {}

    void begin(const measure::SourceInfo& facts) override
    {
        m_facts = facts;
        m_config = ConfigTrack(facts.config);
    }

    void add(const measure::Snapshot& snapshot) override
    {
        m_config.follow(snapshot);
        m_covered += snapshot.interval;
        m_total = snapshot.total;
        if (m_facts.subject == measure::Subject::Program)
            return m_locks.add(snapshot);
        const std::string guard = io::shortened(m_config.guard(), kLongestGuard);
        for (const measure::ThreadSnapshot& thread : snapshot.threads) {
            if (thread.contended == 0 && thread.waitNs == 0)
                continue;
            Sums& sums = sumsOf({guard, thread.index, snapshot.waitsExact});
            sums.contentions += thread.contended;
            sums.delayNs += thread.waitNs;
        }
    }

    void account(const std::shared_ptr<const measure::ProgramAccount>& account) override
    {
        m_locks.account(account);
    }

    void end() override
    {
        const std::string packed = io::gzipped(profile());
        m_out.write(packed.data(), static_cast<std::streamsize>(packed.size()));
    }

private:
    static constexpr std::size_t kLongestGuard = 120; ///< characters; one for each sample

    /// A recording may name a new guard in every snapshot; a profile of that is of no use.
    [[nodiscard]] Sums& sumsOf(Key key)
    {
        const bool tooManyGuards =
            m_guards.size() >= io::limits::kProfileGuards && !m_guards.contains(key.guard);
        if (tooManyGuards
            || (m_samples.size() >= io::limits::kProfileSamples && !m_samples.contains(key)))
            key.guard = "other guards";
        else
            m_guards.insert(key.guard);
        return m_samples[std::move(key)];
    }

    [[nodiscard]] std::string profile();
    void addSample(PprofProfile& profile, const Key& key, const Sums& sums) const;
    void addComments(PprofProfile& profile) const;

    std::ostream& m_out;
    measure::SourceInfo m_facts;
    ConfigTrack m_config;
    std::chrono::nanoseconds m_covered{};
    measure::Totals m_total;
    std::map<Key, Sums> m_samples;
    std::set<std::string> m_guards; ///< of the samples
    LockSamples m_locks; ///< of a watched program
};

void PprofWriter::addSample(PprofProfile& profile, const Key& key, const Sums& sums) const
{
    std::vector<std::uint64_t> stack{profile.frame(key.guard), // innermost first
                                     profile.frame("guard (phase)"),
                                     profile.frame(fmt::format("worker {}", key.worker))};
    if (m_facts.provenance.isSimulated())
        stack.push_back(profile.frame("SIMULATED"));
    profile.sample(stack,
                   {sums.contentions, sums.delayNs},
                   {{"guard", key.guard},
                    {"phase", "guard"},
                    {"worker", fmt::format("worker {}", key.worker)}, // pprof takes "1" for a range
                    {"waits", key.exact ? "exact" : "sampled"},
                    {"source", nameOf(m_facts.provenance)}});
}

void PprofWriter::addComments(PprofProfile& profile) const
{
    profile.comment(
        fmt::format("Lockscope {}, {}", m_facts.host.version, nameOf(m_facts.provenance)));
    profile.comment(fmt::format(
        "host: {}, {} CPUs", m_facts.host.cpuModel.value_or("unknown"), m_facts.host.cpus));
    if (!waitsKnown(m_total))
        profile.comment("waits are not known: the run was not watched");
    for (const auto& [setting, value] : m_config.now())
        profile.comment(fmt::format("{}: {}", setting, value));
}

std::string PprofWriter::profile()
{
    const bool isProgram = m_facts.subject == measure::Subject::Program;
    // As Go's mutex profile has them.
    PprofProfile profile(
        isProgram ? LockSamples::types()
                  : PprofProfile::Types{{"contentions", "count"}, {"delay", "nanoseconds"}},
        "delay",
        m_facts.provenance);
    profile.duration(m_covered);
    for (const auto& [key, sums] : m_samples)
        addSample(profile, key, sums);
    if (isProgram)
        m_locks.write(profile, nameOf(m_facts.provenance));
    addComments(profile);
    return profile.bytes();
}

} // namespace

std::unique_ptr<DataWriter> makePprofWriter(std::ostream& out)
{
    return std::make_unique<PprofWriter>(out);
}

} // namespace lockscope::exporters
