// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/history.h"
#include "core/measure/host_facts.h"
#include "core/measure/quality/disturbance.h"
#include "core/measure/states.h"

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace lockscope::measure {

/// How undisturbed a measurement was. What is not known is none, never 0; of what is simulated
/// nothing is known, because nothing was measured.
struct Quality
{
    std::optional<double> preemptedShare{}; ///< of the workers' time, ready but without a CPU, 0..1
    std::optional<double> throttledShare{}; ///< of the CPU time that the workers asked for, held
                                            ///< back by a quota, 0..1
    std::optional<double>
        load{}; ///< CPUs that other programs used, of those that this process may use
    std::optional<double> stolen{}; ///< CPUs that the hypervisor used for something else
    std::optional<double>
        quotaCpus{}; ///< of the control groups, that was in force; none: none, or not known
    std::optional<int> otherLockscopes{}; ///< that were at work at the same time
    std::optional<FrequencyRange> frequency{}; ///< clock rates that were read, MHz
    std::vector<std::string>
        warnings{}; ///< what to know before trusting the figures, a clause each
    friend bool operator==(const Quality&, const Quality&) = default;
};

/// What the workers asked of the CPUs, over time; or the threads of a watched program, of which it
/// is not known how many wanted a CPU at once.
struct CpuDemand
{
    Subject subject = Subject::Experiment;
    double seconds = 0;
    double workerSeconds = 0;
    double cpuSeconds = 0; ///< of CPUs that the workers could use at once
    double ownPreemptedSeconds =
        0; ///< worker seconds without a CPU that more workers than CPUs cause

    /// So many workers on so many CPUs for so long; 0 CPUs: not known, one for each.
    void add(int workers, int cpus, double forSeconds);
};

/// Others' load is not told for less: the kernel counts in ticks of 10 ms, so that in a shorter
/// time one tick on each of two CPUs would be a tenth of a CPU.
inline constexpr std::chrono::milliseconds kShortestLoad{250};

/// From which on something is worth a word. (Preemption: kPreemptedTooMuch.)
///
/// Throttling: a period that is cut off is a tenth of a second in which nothing runs, so any is too
/// much; 1 % is what a tick at the edge of a run may cost.
inline constexpr double kThrottledTooMuch = 0.01;
/// Load, CPUs, where workers and others together need more CPUs than there are: two CPUs lose 5 %.
inline constexpr double kLoadTooMuch = 0.1;
/// Load, CPUs, where there is room for both: then they share caches, memory and clock rate alone.
inline constexpr double kLoadBeside = 0.5;
/// Stolen time, CPUs: nobody here sees it otherwise.
inline constexpr double kStolenTooMuch = 0.05;

/// What to say of figures of that quality, a clause each; `cpusUsable` by this process, 0 when it
/// is not known. Any thread.
[[nodiscard]] std::vector<std::string> warningsOf(const Quality& quality,
                                                  const CpuDemand& demand,
                                                  int cpusUsable);

/// Of repeated runs of one length: means over those that know, the tightest quota, the widest range
/// of frequencies. Without warnings. Any thread.
[[nodiscard]] Quality meanQuality(const std::vector<Quality>& runs);

/// The quality of a measurement and its warnings. `states` are the workers'. Any thread.
[[nodiscard]] Quality qualityOf(const std::optional<StateShares>& states,
                                const std::optional<Disturbance>& disturbance,
                                const CpuDemand& demand,
                                const std::optional<CpuQuota>& quota,
                                int cpusUsable);

/// Likewise over those snapshots of a history that lie within [from, to] whole. `cpus`: that the
/// workers may use.
[[nodiscard]] Quality qualityOver(const History& history,
                                  std::chrono::nanoseconds from,
                                  std::chrono::nanoseconds to,
                                  int cpus,
                                  const HostFacts& host);

/// Whether this process may use less CPU time than `cpus` CPUs have; false where it is not known.
[[nodiscard]] bool quotaIsBelow(const std::optional<CpuQuota>& quota, double cpus);

/// "quality: workers were without a CPU 12 % of the time; other programs used 0.8 CPUs"; empty when
/// there is nothing to say.
[[nodiscard]] std::string qualityLine(const Quality& quality);

/// "0.2 CPUs", "1 CPU": with one decimal or two where that says more.
[[nodiscard]] std::string cpusText(double cpus);

} // namespace lockscope::measure
