// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lab/lab_config.h"
#include "core/program/watch_report.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lockscope::whatif {

/// How long a lock is held, ns, by the holds that were timed.
struct HoldTimes
{
    std::uint64_t samples = 0;
    double p25 = 0;
    double median = 0;
    double p75 = 0;
    /// Mean of the shortest 99 %: the longest are mostly those of holders that lost their CPU,
    /// which is no property of the program.
    double mean = 0;
    /// Between what the mean of an undisturbed hold lies: the median and the mean, with two
    /// standard errors of it on either side.
    double low = 0;
    double high = 0;
    /// Whether holds differ as exponential times do rather than being all alike: the middle half
    /// spans more than 0.8 medians (0 of constant ones, 1.6 of exponential ones).
    bool spread = false;
};

/// Where the time between a release and the next attempt goes, ns of an acquisition.
struct OutsideParts
{
    double running = 0; ///< on a CPU
    double asleep = 0; ///< elsewhere, or in a condition variable
    double otherLocks = 0; ///< waiting for them
    double preempted = 0; ///< runnable, without a CPU
};

/// What a program does with one of its locks, as means since watching began. Of all threads that
/// take it together, each counted for as often as it does.
struct LockLoad
{
    std::uint32_t lock = 0; ///< id
    program::LockKind kind = program::LockKind::Mutex;
    std::string place; ///< where it is taken, in the program's own text
    int threads = 0; ///< that take it at a time
    double seconds = 0; ///< for which they did
    std::uint64_t acquisitions = 0;
    std::uint64_t contended = 0;
    double rate = 0; ///< acquisitions a second: acquisitions / seconds
    double contendedShare = 0; ///< 0..1, of the acquisitions
    double cycleNs = 0; ///< of one thread, from one acquisition to the next: threads / rate
    double waitNs = 0; ///< mean over all acquisitions
    HoldTimes hold;
    double outsideNs = 0; ///< cycle - hold - wait, at least 0
    std::optional<OutsideParts> outside; ///< none where the kernel did not tell
    std::optional<int> cpus; ///< that the program may use; none: not known

    /// The time outside that goes with another hold time: the cycle stays what it was.
    [[nodiscard]] double outsideWith(double holdNs) const;
};

/// A reason why there is no forecast.
struct Obstacle
{
    std::string_view id; ///< "sampled", "few-acquisitions", ...: as in files
    std::string text; ///< one sentence
};

/// What can be said of a lock's load.
struct LoadFound
{
    std::optional<LockLoad> load; ///< none where there are no numbers; then there are obstacles
    std::vector<Obstacle> obstacles; ///< what keeps the load from being forecast; empty: nothing

    [[nodiscard]] bool forecastable() const { return load && obstacles.empty(); }
};

// How much there must be, and what is too much.
inline constexpr std::uint64_t kFewestAcquisitions = 1000;
inline constexpr std::uint64_t kFewestHolds = 30;
inline constexpr double kMostPreempted = 0.1; ///< of the threads' time
inline constexpr double kMostAsleep = 0.5; ///< of the time outside
inline constexpr double kOtherLocks = 0.1; ///< of the threads' time, and more than for this lock

/// The load of one of a report's locks. Any thread.
[[nodiscard]] LoadFound loadOf(const program::WatchReport& report,
                               const program::ReportedLock& reported);

/// The lock that a person names: an id, an address "0x...", or "top", the one most waited for that
/// is no gate. Throws io::BadInput with what there is.
[[nodiscard]] const program::ReportedLock& lockNamed(const program::WatchReport& report,
                                                     const std::string& name);

/// The lab's workload `custom` with this load's numbers: its threads on at most so many CPUs,
/// as the program had them, the hold as busy work under the lock and the time outside as busy work
/// before it. Everything else as in `base`. Times longer than the lab allows are cut to that.
[[nodiscard]] lab::LabConfig labConfigOf(const LockLoad& load,
                                         const lab::LabConfig& base,
                                         const lab::ConfigLimits& limits);

} // namespace lockscope::whatif
