// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/exporters/data_writer.h"

/// The exporters behind makeDataWriter(), in files of their own.
namespace lockscope::exporters {

/// RFC 4180: a header, then a row for each thread and snapshot.
[[nodiscard]] std::unique_ptr<DataWriter> makeCsvWriter(std::ostream& out);
/// https://jsonlines.org: schema lockscope.snapshots/1.
[[nodiscard]] std::unique_ptr<DataWriter> makeJsonLinesWriter(std::ostream& out);
/// "Trace Event Format", the JSON object form.
[[nodiscard]] std::unique_ptr<DataWriter> makeTraceWriter(std::ostream& out);
/// github.com/google/pprof/proto/profile.proto, compressed by gzip.
[[nodiscard]] std::unique_ptr<DataWriter> makePprofWriter(std::ostream& out);
/// OpenMetrics 1.0, and the same metrics in Prometheus' older text format 0.0.4.
[[nodiscard]] std::unique_ptr<DataWriter> makeOpenMetricsWriter(std::ostream& out);
[[nodiscard]] std::unique_ptr<DataWriter> makePrometheusWriter(std::ostream& out);

} // namespace lockscope::exporters
