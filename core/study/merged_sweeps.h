// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/io/bad_input.h"
#include "core/measure/host_facts.h"
#include "core/study/sweep.h"

#include <cstddef>
#include <stdexcept>
#include <string>
#include <vector>

namespace lockscope::study {

/// A sweep with the machine that it was measured on.
struct HostSweep
{
    std::string name; ///< for people: the file that it is from
    measure::HostFacts host;
    Sweep sweep;
};

/// One guard's points on one machine, with the law laid through them.
struct MergedCurve
{
    std::size_t host = 0; ///< index into MergedSweeps::hosts
    Contender contender;
    std::vector<SweepPoint> points; ///< by CPUs, those with a run
    scaling::UslFit fit;
};

/// Sweeps of several machines, to be looked at together. Nothing is averaged over machines: each
/// curve is its machine's own.
struct MergedSweeps
{
    std::vector<HostSweep> hosts; ///< as they were given
    std::vector<MergedCurve>
        curves; ///< by contender, in the order of their first sweep; then by host
    /// What the sweeps do not have in common beside their machines, a sentence each: curves of
    /// different experiments may be compared, but nobody should do so unawares.
    std::vector<std::string> differences;

    /// The contenders of all, each once, in the order of the curves.
    [[nodiscard]] std::vector<Contender> contenders() const;
};

/// In what else than their machines sweeps differ, a sentence each. Of none or one: nothing. Any
/// thread.
[[nodiscard]] std::vector<std::string> differencesOf(const std::vector<HostSweep>& sweeps);

/// Sweeps that cannot be laid over each other: what() is one sentence that names them.
class MergeError : public io::BadInput
{
public:
    using BadInput::BadInput;
};

/// Throws MergeError when none is given, for a sweep without a run, and for the same runs twice.
/// Any thread.
[[nodiscard]] MergedSweeps mergeSweeps(std::vector<HostSweep> sweeps);

} // namespace lockscope::study
