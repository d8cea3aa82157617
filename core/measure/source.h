// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/host_facts.h"
#include "core/measure/probe_cost.h"
#include "core/measure/provenance.h"
#include "core/measure/snapshot.h"
#include "core/measure/subject.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace lockscope::measure {

/// What a source says of itself before and beside its snapshots.
struct SourceInfo
{
    Provenance provenance;
    Subject subject = Subject::Experiment;
    HostFacts host; ///< of the machine that was measured
    ConfigFacts config; ///< in force now
    std::optional<ProbeCost> probe; ///< none until it has been measured
};

/// Anything that yields snapshots: the lab, a simulated machine, a recording.
///
/// One owner calls these from one thread; a source's own threads stay behind them. None of the
/// calls waits for longer than a live change takes. The destructor stops.
class Source
{
public:
    Source() = default;
    Source(const Source&) = delete;
    Source& operator=(const Source&) = delete;
    virtual ~Source() = default;

    virtual void start() = 0;
    virtual void stop() = 0;
    [[nodiscard]] virtual bool running() const = 0;

    /// The snapshots since the last call, oldest first. A source keeps a bounded number for a
    /// reader that does not come; what it had to drop shows as a jump in the sequence numbers.
    [[nodiscard]] virtual std::vector<SnapshotPtr> poll() = 0;

    [[nodiscard]] virtual SourceInfo facts() const = 0;
};

} // namespace lockscope::measure
