// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exporters/formats.h"

#include <algorithm>
#include <array>

namespace lockscope::exporters {

// Each is defined in a file of its own, NAME_exporter.cpp.
/// RFC 4180: a header, then a row for each thread and snapshot.
std::unique_ptr<DataWriter> makeCsvWriter(std::ostream& out);
/// https://jsonlines.org: schema lockscope.snapshots/1.
std::unique_ptr<DataWriter> makeJsonLinesWriter(std::ostream& out);
/// "Trace Event Format", the JSON object form.
std::unique_ptr<DataWriter> makeTraceWriter(std::ostream& out);
/// github.com/google/pprof/proto/profile.proto, compressed by gzip.
std::unique_ptr<DataWriter> makePprofWriter(std::ostream& out);
/// OpenMetrics 1.0, and the same metrics in Prometheus' older text format 0.0.4.
std::unique_ptr<DataWriter> makeOpenMetricsWriter(std::ostream& out);
std::unique_ptr<DataWriter> makePrometheusWriter(std::ostream& out);

namespace {

constexpr std::array kFormats{
    DataFormat{.id = "csv",
               .suffix = ".csv",
               .description = "a table: one row for each thread and snapshot",
               .forTerminal = true,
               .make = &makeCsvWriter},
    DataFormat{.id = "jsonl",
               .suffix = ".jsonl",
               .description = "JSON lines: the facts, then one object a snapshot",
               .forTerminal = true,
               .make = &makeJsonLinesWriter},
    DataFormat{.id = "trace",
               .suffix = ".trace.json",
               .description = "trace events for Perfetto and chrome://tracing",
               .forTerminal = true,
               .make = &makeTraceWriter},
    DataFormat{.id = "pprof",
               .suffix = ".pb.gz",
               .description = "contentions and delay for go tool pprof",
               .forTerminal = false,
               .make = &makePprofWriter},
    DataFormat{.id = "openmetrics",
               .suffix = ".openmetrics",
               .description = "totals with units, for Prometheus",
               .forTerminal = true,
               .make = &makeOpenMetricsWriter},
    DataFormat{.id = "prometheus",
               .suffix = ".prom",
               .description = "totals for the node exporter's textfile collector",
               .forTerminal = true,
               .make = &makePrometheusWriter},
};

} // namespace

std::span<const DataFormat> dataFormats()
{
    return kFormats;
}

const DataFormat* formatNamed(std::string_view id)
{
    const auto found = std::find_if(kFormats.begin(),
                                    kFormats.end(),
                                    [id](const DataFormat& format) { return format.id == id; });
    return found == kFormats.end() ? nullptr : &*found;
}

} // namespace lockscope::exporters
