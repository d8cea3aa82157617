// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/synthetic_recording.h"

#include <string>

namespace lockscope::test {

/// A whole recording in which every text that a reader gives away is this one, in the middle of a
/// few words: of the host, the facts, the changes, the broken invariants.
inline std::string recordingOfText(const std::string& text, int snapshots = 4)
{
    recording::RecordingHeader header = syntheticHeader();
    measure::HostFacts& host = header.source.host;
    for (auto* each : {&host.cpuModel, &host.operatingSystem, &host.kernel, &host.hypervisor})
        *each = text;
    for (auto* each :
         {&host.architecture, &host.compiler, &host.buildType, &host.version, &host.clock})
        *each = text;
    header.toolVersion = text;
    header.guards = {text};
    const auto hostile = [&text](measure::ConfigFacts& facts) {
        for (auto& [name, value] : facts)
            if (name != "cpus" && name != "workers")
                value = text;
        facts.emplace_back(text, text);
    };
    hostile(header.source.config);
    header.config.reset();
    std::vector<measure::SnapshotPtr> changed;
    for (const auto& snapshot :
         syntheticSnapshots(snapshots, {.threads = 2, .changeEverySeconds = 0.1}))
    {
        auto copy = std::make_shared<measure::Snapshot>(*snapshot);
        for (measure::ConfigChange& change : copy->changes) {
            change.label = text;
            hostile(change.config);
        }
        copy->violations.push_back(text);
        changed.push_back(std::move(copy));
    }
    return recordingOf(changed, header);
}

} // namespace lockscope::test
