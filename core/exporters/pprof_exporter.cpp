// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exporters/config_track.h"
#include "core/exporters/data_writer.h"
#include "core/exporters/pprof_fields.h"
#include "core/io/gzip.h"
#include "core/io/limits.h"
#include "core/io/text_fit.h"
#include "core/measure/program_names.h"

#include <array>
#include <map>
#include <ostream>
#include <protozero/pbf_builder.hpp>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include <fmt/format.h>

/// How snapshots become a profile. There is no call stack, so one is made of what is known: the
/// worker calls the phase `guard`, the only one in which locks are waited for, and that calls the
/// guard. The samples are summed over the whole source, by guard, worker and whether waits were
/// measured or sampled; the same stands in labels, for -tagfocus. A simulation has one frame more,
/// at the root, and its name where pprof prints that of a program, so that no table of it passes
/// for a measured one.
namespace lockscope::exporters {

namespace {

namespace pprof = pprof_fields;

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

/// Every text once, by its number; the first is empty, as the format wants it.
class StringTable
{
public:
    StringTable() { (void)add(""); }

    std::int64_t add(const std::string& text)
    {
        const auto [place, isNew] =
            m_numbers.emplace(text, static_cast<std::int64_t>(m_texts.size()));
        if (isNew)
            m_texts.push_back(text);
        return place->second;
    }

    [[nodiscard]] const std::vector<std::string>& texts() const { return m_texts; }

private:
    std::map<std::string, std::int64_t> m_numbers;
    std::vector<std::string> m_texts;
};

using ProfileBuilder = protozero::pbf_builder<pprof::Profile>;

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
        m_names.follow(snapshot);
        if (m_facts.subject == measure::Subject::Program)
            return addLocks(snapshot);
        const std::string guard = io::shortened(m_config.guard(), kLongestGuard);
        for (const measure::ThreadSnapshot& thread : snapshot.threads) {
            if (thread.contended == 0 && thread.waitNs == 0)
                continue;
            Sums& sums = sumsOf({guard, thread.index, snapshot.waitsExact});
            sums.contentions += thread.contended;
            sums.delayNs += thread.waitNs;
        }
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
    void addValueType(ProfileBuilder& profile,
                      pprof::Profile field,
                      const char* type,
                      const char* unit);
    /// Of a watched program: by lock, with the place where it is taken for a stack.
    void addLocks(const measure::Snapshot& snapshot);
    void addSample(ProfileBuilder& profile, const Key& key, const Sums& sums);
    void addLockSample(ProfileBuilder& profile, std::uint32_t lock, const Sums& sums);
    void addSampleOf(ProfileBuilder& profile,
                     const std::vector<std::uint64_t>& stack,
                     const Sums& sums,
                     const std::vector<std::pair<const char*, std::string>>& labels);
    void addMapping(ProfileBuilder& profile);
    void addComments(ProfileBuilder& profile);
    [[nodiscard]] std::uint64_t frame(ProfileBuilder& profile,
                                      const std::string& name,
                                      const std::string& file = {},
                                      std::uint32_t line = 0);

    std::ostream& m_out;
    measure::SourceInfo m_facts;
    ConfigTrack m_config;
    std::chrono::nanoseconds m_covered{};
    measure::Totals m_total;
    std::map<Key, Sums> m_samples;
    std::set<std::string> m_guards; ///< of the samples
    StringTable m_strings;
    /// Location and function, by name, file and line.
    std::map<std::tuple<std::string, std::string, std::uint32_t>, std::uint64_t> m_frames;
    measure::ProgramNames m_names;
    std::map<std::uint32_t, Sums> m_locks; ///< of a watched program, by id
    bool m_sampled = false; ///< waits of it
};

void PprofWriter::addValueType(ProfileBuilder& profile,
                               pprof::Profile field,
                               const char* type,
                               const char* unit)
{
    std::string bytes;
    protozero::pbf_builder<pprof::ValueType> value(bytes);
    value.add_int64(pprof::ValueType::Type, m_strings.add(type));
    value.add_int64(pprof::ValueType::Unit, m_strings.add(unit));
    profile.add_message(field, bytes);
}

std::uint64_t PprofWriter::frame(ProfileBuilder& profile,
                                 const std::string& name,
                                 const std::string& file,
                                 std::uint32_t line)
{
    const auto [place, isNew] = m_frames.emplace(std::tuple(name, file, line), m_frames.size() + 1);
    const std::uint64_t id = place->second;
    if (!isNew)
        return id;
    std::string bytes;
    protozero::pbf_builder<pprof::Function> function(bytes);
    function.add_uint64(pprof::Function::Id, id);
    function.add_int64(pprof::Function::Name, m_strings.add(name));
    function.add_int64(pprof::Function::SystemName, m_strings.add(name));
    if (!file.empty())
        function.add_int64(pprof::Function::Filename, m_strings.add(file));
    profile.add_message(pprof::Profile::Function, bytes);

    std::string lineBytes;
    protozero::pbf_builder<pprof::Line> lineOfCode(lineBytes);
    lineOfCode.add_uint64(pprof::Line::FunctionId, id);
    if (line != 0)
        lineOfCode.add_int64(pprof::Line::Number, line);
    std::string locationBytes;
    protozero::pbf_builder<pprof::Location> location(locationBytes);
    location.add_uint64(pprof::Location::Id, id);
    location.add_uint64(pprof::Location::MappingId, 1);
    location.add_message(pprof::Location::Line, lineBytes);
    profile.add_message(pprof::Profile::Location, locationBytes);
    return id;
}

void PprofWriter::addSample(ProfileBuilder& profile, const Key& key, const Sums& sums)
{
    std::vector<std::uint64_t> stack{frame(profile, key.guard), // innermost first
                                     frame(profile, "guard (phase)"),
                                     frame(profile, fmt::format("worker {}", key.worker))};
    if (m_facts.provenance.isSimulated())
        stack.push_back(frame(profile, "SIMULATED"));
    addSampleOf(profile,
                stack,
                sums,
                {{"guard", key.guard},
                 {"phase", "guard"},
                 {"worker", fmt::format("worker {}", key.worker)}, // pprof takes "1" for a range
                 {"waits", key.exact ? "exact" : "sampled"},
                 {"source", nameOf(m_facts.provenance)}});
}

void PprofWriter::addSampleOf(ProfileBuilder& profile,
                              const std::vector<std::uint64_t>& stack,
                              const Sums& sums,
                              const std::vector<std::pair<const char*, std::string>>& labels)
{
    const std::array values{static_cast<std::int64_t>(sums.contentions),
                            static_cast<std::int64_t>(sums.delayNs)};
    std::string bytes;
    protozero::pbf_builder<pprof::Sample> sample(bytes);
    sample.add_packed_uint64(pprof::Sample::LocationId, stack.begin(), stack.end());
    sample.add_packed_int64(pprof::Sample::Value, values.begin(), values.end());
    for (const auto& [name, value] : labels) {
        std::string labelBytes;
        protozero::pbf_builder<pprof::Label> builder(labelBytes);
        builder.add_int64(pprof::Label::Key, m_strings.add(name));
        builder.add_int64(pprof::Label::Str, m_strings.add(value));
        sample.add_message(pprof::Sample::Label, labelBytes);
    }
    profile.add_message(pprof::Profile::Sample, bytes);
}

void PprofWriter::addLocks(const measure::Snapshot& snapshot)
{
    m_sampled = m_sampled || !snapshot.waitsExact;
    if (!snapshot.program)
        return;
    for (const measure::LockSnapshot& lock : snapshot.program->locks) {
        if (lock.contended == 0 && lock.waitNs == 0)
            continue;
        // Beyond that many they are one, without a name.
        const bool kept = m_locks.contains(lock.id) || m_locks.size() < io::limits::kProfileSamples;
        Sums& sums = m_locks[kept ? lock.id : 0];
        sums.contentions += lock.contended;
        sums.delayNs += lock.waitNs;
    }
}

/// Conditions are left out: waiting for them is no contention.
void PprofWriter::addLockSample(ProfileBuilder& profile, std::uint32_t lock, const Sums& sums)
{
    const measure::LockInfo* const info = m_names.lock(lock);
    if (info && !isLock(*info))
        return;
    const std::string kind = info ? info->kind : "other locks";
    std::vector<std::uint64_t> stack;
    if (info && !info->function.empty())
        stack.push_back(frame(profile, info->function, info->file, info->line.value_or(0)));
    else
        stack.push_back(frame(profile, info ? placeOf(*info) : kind));
    addSampleOf(profile,
                stack,
                sums,
                {{"kind", kind},
                 {"lock", fmt::format("lock {}", lock)},
                 {"waits", m_sampled ? "sampled" : "exact"},
                 {"source", nameOf(m_facts.provenance)}});
}

void PprofWriter::addMapping(ProfileBuilder& profile)
{
    std::string bytes;
    protozero::pbf_builder<pprof::Mapping> mapping(bytes);
    mapping.add_uint64(pprof::Mapping::Id, 1);
    mapping.add_int64(pprof::Mapping::Filename,
                      m_strings.add(fmt::format("lockscope ({})", nameOf(m_facts.provenance))));
    // Names are all there is: nobody should look for a program to take more from.
    for (const auto has : {pprof::Mapping::HasFunctions,
                           pprof::Mapping::HasFilenames,
                           pprof::Mapping::HasLineNumbers,
                           pprof::Mapping::HasInlineFrames})
        mapping.add_bool(has, true);
    profile.add_message(pprof::Profile::Mapping, bytes);
}

void PprofWriter::addComments(ProfileBuilder& profile)
{
    std::vector<std::string> comments{
        fmt::format("Lockscope {}, {}", m_facts.host.version, nameOf(m_facts.provenance)),
        fmt::format(
            "host: {}, {} CPUs", m_facts.host.cpuModel.value_or("unknown"), m_facts.host.cpus)};
    if (!waitsKnown(m_total))
        comments.emplace_back("waits are not known: the run was not watched");
    for (const auto& [setting, value] : m_config.now())
        comments.push_back(fmt::format("{}: {}", setting, value));
    for (const std::string& comment : comments)
        profile.add_int64(pprof::Profile::Comment, m_strings.add(comment));
}

std::string PprofWriter::profile()
{
    std::string bytes;
    ProfileBuilder profile(bytes);
    // As Go's mutex profile has them.
    addValueType(profile, pprof::Profile::SampleType, "contentions", "count");
    addValueType(profile, pprof::Profile::SampleType, "delay", "nanoseconds");
    addValueType(profile, pprof::Profile::PeriodType, "contentions", "count");
    profile.add_int64(pprof::Profile::Period, 1);
    profile.add_int64(pprof::Profile::DurationNanos, m_covered.count());
    profile.add_int64(pprof::Profile::DefaultSampleType, m_strings.add("delay"));
    addMapping(profile);
    for (const auto& [key, sums] : m_samples)
        addSample(profile, key, sums);
    for (const auto& [lock, sums] : m_locks)
        addLockSample(profile, lock, sums);
    addComments(profile);
    for (const std::string& text : m_strings.texts())
        profile.add_string(pprof::Profile::StringTable, text);
    return bytes;
}

} // namespace

std::unique_ptr<DataWriter> makePprofWriter(std::ostream& out)
{
    return std::make_unique<PprofWriter>(out);
}

} // namespace lockscope::exporters
