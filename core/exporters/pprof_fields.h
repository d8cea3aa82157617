// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <protozero/types.hpp>

/// The fields of pprof's profile.proto (github.com/google/pprof, proto/profile.proto) that we
/// write, by their numbers there.
namespace lockscope::exporters::pprof_fields {

enum class Profile : protozero::pbf_tag_type
{
    SampleType = 1,
    Sample = 2,
    Mapping = 3,
    Location = 4,
    Function = 5,
    StringTable = 6,
    DurationNanos = 10,
    PeriodType = 11,
    Period = 12,
    Comment = 13,
    DefaultSampleType = 14
};

enum class ValueType : protozero::pbf_tag_type
{
    Type = 1,
    Unit = 2
};

enum class Sample : protozero::pbf_tag_type
{
    LocationId = 1,
    Value = 2,
    Label = 3
};

enum class Label : protozero::pbf_tag_type
{
    Key = 1,
    Str = 2
};

enum class Mapping : protozero::pbf_tag_type
{
    Id = 1,
    Filename = 5,
    HasFunctions = 7,
    HasFilenames = 8,
    HasLineNumbers = 9,
    HasInlineFrames = 10
};

enum class Location : protozero::pbf_tag_type
{
    Id = 1,
    MappingId = 2,
    Line = 4
};

enum class Line : protozero::pbf_tag_type
{
    FunctionId = 1,
    Number = 2
};

enum class Function : protozero::pbf_tag_type
{
    Id = 1,
    Name = 2,
    SystemName = 3,
    Filename = 4
};

} // namespace lockscope::exporters::pprof_fields
