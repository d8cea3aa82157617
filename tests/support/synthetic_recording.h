// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lab/lab_config.h"
#include "core/recording/record_encoder.h"
#include "tests/support/synthetic_history.h"

#include <optional>
#include <string>
#include <vector>

namespace lockscope::test {

/// A header as the lab's would be.
inline recording::RecordingHeader syntheticHeader(const lab::LabConfig& config = {})
{
    recording::RecordingHeader header;
    header.source.host.cpuModel = "Test CPU 9000";
    header.source.host.cpus = 64;
    header.source.host.memoryBytes = std::uint64_t{1} << 36U;
    header.source.host.architecture = "x86_64";
    header.source.host.clock = "tsc";
    header.source.config = lab::configFacts(config);
    header.source.probe = measure::ProbeCost{
        .nsPerCall = 0.3, .nsPerCallLow = 0.1, .nsPerCallHigh = 0.5, .share = 0.001, .pairs = 9};
    header.config = config;
    header.startedAt = std::chrono::system_clock::time_point(std::chrono::seconds(1'700'000'000));
    header.toolVersion = "0.1.0";
    header.guards = {"mutex", "futex", "lock-of-the-future"};
    return header;
}

inline std::vector<measure::SnapshotPtr> syntheticSnapshots(int count,
                                                            const SyntheticOptions& options = {})
{
    SyntheticSource source(options);
    std::vector<measure::SnapshotPtr> snapshots;
    for (int i = 0; i < count; ++i)
        snapshots.push_back(source.next());
    return snapshots;
}

/// The bytes of a whole recording.
inline std::string recordingOf(const std::vector<measure::SnapshotPtr>& snapshots,
                               const recording::RecordingHeader& header = syntheticHeader(),
                               const std::optional<measure::RunSummary>& summary = {})
{
    recording::RecordEncoder encoder;
    std::string bytes = encoder.begin(header);
    for (const auto& snapshot : snapshots)
        bytes += encoder.snapshot(*snapshot);
    return bytes + encoder.end(summary);
}

} // namespace lockscope::test
