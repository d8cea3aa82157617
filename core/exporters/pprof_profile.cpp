// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exporters/pprof_profile.h"

#include "core/exporters/pprof_fields.h"

#include <protozero/pbf_builder.hpp>

#include <fmt/format.h>

namespace lockscope::exporters {

namespace pprof = pprof_fields;

namespace {

using ProfileBuilder = protozero::pbf_builder<pprof::Profile>;

} // namespace

PprofProfile::PprofProfile(const Types& types,
                           const char* shownFirst,
                           const measure::Provenance& provenance)
{
    (void)text(""); // the first is empty, as the format wants it
    ProfileBuilder profile(m_bytes);
    for (const auto& [type, unit] : types)
        profile.add_message(pprof::Profile::SampleType, valueType(type, unit));
    profile.add_message(pprof::Profile::PeriodType, valueType(types[0].first, types[0].second));
    profile.add_int64(pprof::Profile::Period, 1);
    profile.add_int64(pprof::Profile::DefaultSampleType, text(shownFirst));
    addMapping(provenance);
}

std::int64_t PprofProfile::text(const std::string& text)
{
    const auto [place, isNew] = m_numbers.emplace(text, static_cast<std::int64_t>(m_texts.size()));
    if (isNew)
        m_texts.push_back(text);
    return place->second;
}

std::string PprofProfile::valueType(const char* type, const char* unit)
{
    std::string bytes;
    protozero::pbf_builder<pprof::ValueType> value(bytes);
    value.add_int64(pprof::ValueType::Type, text(type));
    value.add_int64(pprof::ValueType::Unit, text(unit));
    return bytes;
}

void PprofProfile::addMapping(const measure::Provenance& provenance)
{
    std::string bytes;
    protozero::pbf_builder<pprof::Mapping> mapping(bytes);
    mapping.add_uint64(pprof::Mapping::Id, 1);
    mapping.add_int64(pprof::Mapping::Filename,
                      text(fmt::format("lockscope ({})", nameOf(provenance))));
    // Names are all there is: nobody should look for a program to take more from.
    for (const auto has : {pprof::Mapping::HasFunctions,
                           pprof::Mapping::HasFilenames,
                           pprof::Mapping::HasLineNumbers,
                           pprof::Mapping::HasInlineFrames})
        mapping.add_bool(has, true);
    ProfileBuilder(m_bytes).add_message(pprof::Profile::Mapping, bytes);
}

std::uint64_t PprofProfile::frame(const std::string& name,
                                  const std::string& file,
                                  std::uint32_t line)
{
    const auto [place, isNew] = m_frames.emplace(std::tuple(name, file, line), m_frames.size() + 1);
    const std::uint64_t id = place->second;
    if (!isNew)
        return id;
    ProfileBuilder profile(m_bytes);
    std::string bytes;
    protozero::pbf_builder<pprof::Function> function(bytes);
    function.add_uint64(pprof::Function::Id, id);
    function.add_int64(pprof::Function::Name, text(name));
    function.add_int64(pprof::Function::SystemName, text(name));
    if (!file.empty())
        function.add_int64(pprof::Function::Filename, text(file));
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

void PprofProfile::sample(const std::vector<std::uint64_t>& stack,
                          const std::vector<std::uint64_t>& values,
                          const Labels& labels)
{
    std::string bytes;
    protozero::pbf_builder<pprof::Sample> sample(bytes);
    sample.add_packed_uint64(pprof::Sample::LocationId, stack.begin(), stack.end());
    sample.add_packed_int64(pprof::Sample::Value, values.begin(), values.end());
    for (const auto& [name, value] : labels) {
        std::string labelBytes;
        protozero::pbf_builder<pprof::Label> builder(labelBytes);
        builder.add_int64(pprof::Label::Key, text(name));
        builder.add_int64(pprof::Label::Str, text(value));
        sample.add_message(pprof::Sample::Label, labelBytes);
    }
    ProfileBuilder(m_bytes).add_message(pprof::Profile::Sample, bytes);
}

void PprofProfile::comment(const std::string& text)
{
    ProfileBuilder(m_bytes).add_int64(pprof::Profile::Comment, this->text(text));
}

void PprofProfile::duration(std::chrono::nanoseconds length)
{
    ProfileBuilder(m_bytes).add_int64(pprof::Profile::DurationNanos, length.count());
}

std::string PprofProfile::bytes()
{
    ProfileBuilder profile(m_bytes);
    for (const std::string& each : m_texts)
        profile.add_string(pprof::Profile::StringTable, each);
    return std::move(m_bytes);
}

} // namespace lockscope::exporters
