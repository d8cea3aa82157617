// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/io/bad_input.h"
#include "core/io/input.h"
#include "core/measure/host_facts.h"
#include "core/study/merged_sweeps.h"
#include "core/study/sweep.h"

#include <filesystem>
#include <nlohmann/json_fwd.hpp>
#include <stdexcept>
#include <string_view>
#include <vector>

namespace lockscope::report {

/// `sweep --json`: schema lockscope.sweep/1. The plan, points that have a run with every run of
/// theirs, `ended` (UTC, of the last run), and the law laid through each guard's points. Null is
/// what is not known.
[[nodiscard]] nlohmann::ordered_json toJson(const study::Sweep& sweep,
                                            const measure::HostFacts& host);

/// Its parts: the fields of the plan from `config` to `seed`; one point, with each of its runs.
[[nodiscard]] nlohmann::ordered_json toJson(const study::SweepPlan& plan);
[[nodiscard]] nlohmann::ordered_json toJson(const study::SweepPoint& point);
/// And the time of the last run's end, "2026-11-23T10:52:24Z", or null.
[[nodiscard]] nlohmann::ordered_json endJson(const study::Sweep& sweep);

/// A text that is no sweep, or none that can go on here: what() is one sentence that names the
/// field, what stands there and what is allowed.
class SweepFileError : public io::BadInput
{
public:
    using BadInput::BadInput;
};

/// The other way, of a sweep that was measured on a machine like `here`: as many CPUs of the same
/// model. Nothing in the text is trusted; what is computed from the runs is computed again. Throws
/// SweepFileError.
[[nodiscard]] study::Sweep readSweep(std::string_view text, const measure::HostFacts& here);

/// Reads a file, a pipe or, for `-`, standard input. The sentence of an error begins with its name.
[[nodiscard]] study::Sweep readSweepFile(const std::filesystem::path& path,
                                         const measure::HostFacts& here);

/// Likewise of any machine, with its facts; a guard that is not installed here will do. Its name is
/// left empty.
[[nodiscard]] study::HostSweep readHostSweep(std::string_view text);

/// Reads a file, a pipe or, for `-`, standard input; the sweep's name is the file's, as it was
/// given.
[[nodiscard]] study::HostSweep readHostSweepFile(const std::filesystem::path& path);

/// The sweeps of a text that `sweep --json` or `merge --json` has written, one for each machine in
/// it. Their names are those that a merge has for them; of a sweep it is left empty. What a merge
/// computed (fits, differences) is not taken from it. Throws SweepFileError.
[[nodiscard]] std::vector<study::HostSweep> readHostSweeps(std::string_view text);

/// Reads a file; a sweep's name is the file's, as it was given. The sentence of an error begins
/// with it.
[[nodiscard]] std::vector<study::HostSweep> readHostSweepsFile(
    const std::filesystem::path& path, io::InputKind kind = io::InputKind::Anything);

} // namespace lockscope::report
