// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exporters/data_writer.h"

#include "core/exporters/data_writers.h"

#include <algorithm>

namespace lockscope::exporters {

namespace {

struct Row
{
    std::string_view name;
    std::string_view suffix;
    std::string_view description;
    std::unique_ptr<DataWriter> (*make)(std::ostream& out);
};

/// In the order of kDataFormats.
constexpr std::array<Row, kDataFormats.size()> kRows{{
    {"csv", ".csv", "a table: one row for each thread and snapshot", &makeCsvWriter},
    {"jsonl", ".jsonl", "JSON lines: the facts, then one object a snapshot", &makeJsonLinesWriter},
    {"trace", ".trace.json", "trace events for Perfetto and chrome://tracing", &makeTraceWriter},
    {"pprof", ".pb.gz", "contentions and delay for go tool pprof", &makePprofWriter},
    {"openmetrics", ".openmetrics", "totals with units, for Prometheus", &makeOpenMetricsWriter},
    {"prometheus",
     ".prom",
     "totals for the node exporter's textfile collector",
     &makePrometheusWriter},
}};

const Row& rowOf(DataFormat format)
{
    return kRows[static_cast<std::size_t>(format)];
}

} // namespace

std::string_view formatName(DataFormat format)
{
    return rowOf(format).name;
}

std::string_view formatSuffix(DataFormat format)
{
    return rowOf(format).suffix;
}

std::string_view formatDescription(DataFormat format)
{
    return rowOf(format).description;
}

std::optional<DataFormat> formatNamed(std::string_view name)
{
    const auto found =
        std::find_if(kDataFormats.begin(), kDataFormats.end(), [name](DataFormat format) {
            return formatName(format) == name;
        });
    return found == kDataFormats.end() ? std::nullopt : std::optional(*found);
}

std::unique_ptr<DataWriter> makeDataWriter(DataFormat format, std::ostream& out)
{
    return rowOf(format).make(out);
}

} // namespace lockscope::exporters
