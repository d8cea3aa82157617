// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/snapshot.h"
#include "core/measure/source.h"

#include <array>
#include <cstdint>
#include <iosfwd>
#include <memory>
#include <optional>
#include <string_view>

/// Snapshots in the formats of other tools. In each of them a source that is not a live one is
/// marked, what is not known is left out or null, and never 0, and waits that were sampled say so.
namespace lockscope::exporters {

enum class DataFormat : std::uint8_t
{
    Csv, ///< a row for each thread and snapshot
    JsonLines, ///< a line of facts, then a line for each snapshot
    Trace, ///< Chrome's trace events, which Perfetto reads too
    Pprof, ///< contentions and delay, for `go tool pprof`
    OpenMetrics, ///< totals, for Prometheus
    Prometheus ///< the same in the older text format, for the node exporter's textfile collector
};

inline constexpr std::array kDataFormats{DataFormat::Csv,
                                         DataFormat::JsonLines,
                                         DataFormat::Trace,
                                         DataFormat::Pprof,
                                         DataFormat::OpenMetrics,
                                         DataFormat::Prometheus};

/// As it stands on the command line: "csv", "jsonl", "trace", "pprof", "openmetrics",
/// "prometheus".
[[nodiscard]] std::string_view formatName(DataFormat format);
/// What a file's name ends with, dot included: ".csv", ".pb.gz".
[[nodiscard]] std::string_view formatSuffix(DataFormat format);
/// One line for a list to choose from.
[[nodiscard]] std::string_view formatDescription(DataFormat format);
/// The format of that name; none for another text.
[[nodiscard]] std::optional<DataFormat> formatNamed(std::string_view name);

/// Writes the snapshots of one source to a stream: begin() once, add() for each in their order,
/// end() once. Nothing is complete before end().
///
/// CSV, JSON lines and trace events go out as they come; pprof and both kinds of metrics keep sums,
/// whose size depends on threads and configurations, not on the length. So a recording of any
/// length will do. Whether the stream takes what is written is for its owner to see to: ask it, or
/// have it throw. One thread.
class DataWriter
{
public:
    DataWriter() = default;
    DataWriter(const DataWriter&) = delete;
    DataWriter& operator=(const DataWriter&) = delete;
    virtual ~DataWriter() = default;

    /// `facts.config` is the configuration in force at the first snapshot; from there on the
    /// snapshots say what changes.
    virtual void begin(const measure::SourceInfo& facts) = 0;
    virtual void add(const measure::Snapshot& snapshot) = 0;
    /// Throws std::runtime_error when compressing fails.
    virtual void end() = 0;
};

/// The stream must outlive the writer.
[[nodiscard]] std::unique_ptr<DataWriter> makeDataWriter(DataFormat format, std::ostream& out);

} // namespace lockscope::exporters
