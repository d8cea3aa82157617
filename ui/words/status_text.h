// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/source.h"
#include "core/simulation/machine.h"

#include <QString>

#include <cstdint>
#include <optional>

namespace lockscope::ui {

/// "1 CPU", "2 CPUs".
[[nodiscard]] QString cpuCountText(const measure::HostFacts& host);

/// "measuring costs 0.1 ns a call (0.2 %)"; says so when that is less than its own noise, or when
/// it has not been measured.
[[nodiscard]] QString probeText(const std::optional<measure::ProbeCost>& probe);

/// What the provenance is marked with: see measure::markOf().
[[nodiscard]] QString sourceMark(const measure::SourceInfo& facts);

/// What is out of the ordinary about the picture: frozen, stopped, simulated; empty when it is
/// live.
[[nodiscard]] QString pictureStateText(bool running,
                                       bool frozen,
                                       const std::optional<measure::SourceInfo>& facts);

/// What each part of that means, a line each, and which key ends it.
[[nodiscard]] QString pictureStateTip(bool running,
                                      bool frozen,
                                      const std::optional<measure::SourceInfo>& facts);

/// What a window is called: "Lockscope" behind the mark of what is shown, if any, and, before it,
/// that it is being recorded.
[[nodiscard]] QString windowTitleText(const QString& mark, bool recording);

/// The line at the foot of the window: CPUs, their model, what measuring costs, snapshots dropped,
/// rate. What is not known is called unknown.
[[nodiscard]] QString statusText(const std::optional<measure::SourceInfo>& facts,
                                 std::uint64_t dropped,
                                 int refreshHz);

/// What each part of that means, a line each.
[[nodiscard]] QString statusTextTip(const std::optional<measure::SourceInfo>& facts);

/// What stands above the pictures of a machine that is simulated.
[[nodiscard]] QString simulatedText(const simulation::Machine& machine);

} // namespace lockscope::ui
