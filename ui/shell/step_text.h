// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lab/lab_config.h"
#include "ui/charts/time_view.h"
#include "ui/program/swap_wishes.h"
#include "ui/session/execution_target.h"

#include <QString>

namespace lockscope::ui {

/// An experiment that was asked for, and where it runs.
struct AskedExperiment
{
    lab::LabConfig config;
    ExecutionTarget target;
    friend bool operator==(const AskedExperiment&, const AskedExperiment&) = default;
};

/// What was done between two states, for a menu behind "Undo": "zoom", "guard: Mutex". It may quote
/// a text from elsewhere.
[[nodiscard]] QString stepText(const TimeView::State& before, const TimeView::State& after);
[[nodiscard]] QString stepText(const AskedExperiment& before, const AskedExperiment& after);
/// "swap: ticket, evict (cache.c:88)".
[[nodiscard]] QString stepText(const SwapWishes& before, const SwapWishes& after);

} // namespace lockscope::ui
