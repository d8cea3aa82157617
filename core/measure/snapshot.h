// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/compact_optional.h"
#include "core/measure/lock_snapshot.h"
#include "core/measure/quality/disturbance.h"
#include "core/measure/states.h"
#include "core/measure/subject.h"
#include "core/measure/time_range.h"
#include "core/measure/totals.h"
#include "core/measure/wait_histogram.h"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace lockscope::measure {

/// Settings as ordered name and value texts, for captions and files: what a source says of its
/// experiment without its readers having to know the type of its configuration.
using ConfigFacts = std::vector<std::pair<std::string, std::string>>;

/// One worker over the interval of a snapshot. What could not be read is unknown, never 0. A window
/// keeps hundreds of thousands of them: it is small.
struct ThreadSnapshot
{
    std::uint32_t index = 0; ///< worker index, from 0
    std::int32_t tid = 0; ///< kernel thread id
    std::uint64_t calls = 0; ///< in the interval
    std::uint64_t contended = 0; ///< contended passes in the interval
    std::uint64_t waitNs = 0; ///< lock-wait time that ended in the interval
    /// Lock-wait time at the end of the interval of the pass under way, which is in no waitNs yet:
    /// so far, or in all when it holds the lock by then. None when that is not known.
    CompactOptional<std::uint64_t> waitSoFarNs;
    CompactOptional<std::uint64_t> cpuNs; ///< on a CPU in the interval, ns
    CompactOptional<std::uint64_t> voluntarySwitches; ///< since the thread began
    CompactOptional<std::uint64_t> involuntarySwitches; ///< since the thread began
    CompactOptional<std::int32_t> cpu; ///< logical CPU that it last ran on
    /// Over the interval's contended passes; none when there are none.
    CompactOptional<float> p99WaitNs;
    CompactOptional<StateShares> states; ///< of the interval
};

/// A live change of the experiment that came into force.
struct ConfigChange
{
    std::uint64_t revision = 0; ///< grows by one with each change of a source
    std::chrono::nanoseconds time{}; ///< when every worker was under it, on the snapshot's clock
    std::chrono::nanoseconds gap{}; ///< from the request, which stops the calls, until then
    std::chrono::nanoseconds
        initialising{}; ///< for so long afterwards callers wait for the runtime
    std::string label; ///< short, for a marker: "fast path on"
    ConfigFacts config; ///< the whole configuration from here on

    [[nodiscard]] std::chrono::nanoseconds askedAt() const { return time - gap; }
    /// From when on calls are made as the change has it, the runtime initialised.
    [[nodiscard]] std::chrono::nanoseconds inForceAt() const { return time + initialising; }
    /// It came into force in the range, or partly so: figures of it are means over both sides.
    [[nodiscard]] bool fallsInto(const TimeRange& range) const
    {
        return inForceAt() > range.begin && askedAt() < range.end;
    }
};

/// One immutable, time-stamped record of all workers and totals over an interval.
///
/// Shared between threads as SnapshotPtr and never changed after it is published.
struct Snapshot
{
    std::uint64_t sequence = 0; ///< from 0, by one; a jump means snapshots were dropped
    std::chrono::nanoseconds time{}; ///< end of the interval, since the source's zero
    std::chrono::nanoseconds interval{}; ///< length of the interval, > 0
    Totals delta; ///< of the interval
    Totals total; ///< since the source's zero
    SparseHistogram waits; ///< lock-wait times of the interval's contended passes, ns
    bool waitsExact = true; ///< false when the waits were sampled, not all measured
    std::optional<StateShares> states; ///< mean over the workers whose states are known
    std::vector<ThreadSnapshot> threads; ///< by index
    std::vector<ConfigChange> changes; ///< that came into force within the interval
    std::vector<std::string> violations; ///< broken invariants, each one sentence; empty when sound
    /// Since the reading before; one snapshot in a second has it, as it is not worth reading more
    /// often.
    std::optional<Disturbance> disturbance;
    /// Snapshots of the source that it is made of (joined_snapshots.h); `sequence` is the last
    /// one's.
    std::uint32_t joined = 1;

    /// Of a watched program; null otherwise. Its acquisitions stand in `delta` and `total` as
    /// calls.
    std::shared_ptr<const ProgramSnapshot> program;

    /// What its source is about.
    [[nodiscard]] Subject subject() const
    {
        return program ? Subject::Program : Subject::Experiment;
    }

    /// Of the first of those.
    [[nodiscard]] std::uint64_t firstSequence() const
    {
        return sequence - std::min<std::uint64_t>(sequence, joined - 1);
    }

    /// Calls a second over the interval.
    [[nodiscard]] double throughput() const
    {
        return static_cast<double>(delta.calls) / std::chrono::duration<double>(interval).count();
    }

    /// CPU time burnt for each call of the interval, ns (= CPU seconds per thousand million calls):
    /// what spinning costs. None when a worker's CPU time is not known, and when the calls are so
    /// few, or the interval so short, that they are not the calls that the CPU time went into: a
    /// worker publishes its calls in batches.
    [[nodiscard]] std::optional<double> cpuNsPerCall() const
    {
        constexpr std::chrono::milliseconds kManyBatches{1}; // a batch is some 20 us, or one call
        constexpr std::uint64_t kCallsOfAWorker =
            4; // one at either end may belong to the next interval
        if (delta.calls == 0 || delta.calls < kCallsOfAWorker * threads.size()
            || interval < kManyBatches)
            return std::nullopt;
        double sum = 0;
        for (const ThreadSnapshot& thread : threads) {
            if (!thread.cpuNs)
                return std::nullopt;
            sum += static_cast<double>(*thread.cpuNs);
        }
        return sum / static_cast<double>(delta.calls);
    }

    /// How many workers' states are known: `states` is their mean.
    [[nodiscard]] std::size_t statesKnown() const
    {
        return static_cast<std::size_t>(
            std::count_if(threads.begin(), threads.end(), [](const ThreadSnapshot& thread) {
                return thread.states.has_value();
            }));
    }

    /// Mean lock-wait time over all passes of the interval, ns; none when nothing passed.
    [[nodiscard]] std::optional<double> meanWaitNs() const
    {
        if (delta.passes == 0)
            return std::nullopt;
        return static_cast<double>(delta.waitNs) / static_cast<double>(delta.passes);
    }
};

using SnapshotPtr = std::shared_ptr<const Snapshot>;

} // namespace lockscope::measure
