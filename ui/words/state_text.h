// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/states.h"

#include <QString>

/// States of threads in words, which are those of what a source is about.
namespace lockscope::ui {

/// "blocked"; of a program "waits for a lock".
[[nodiscard]] QString stateText(measure::State state, measure::Subject subject);

/// The state and what it means, a line.
[[nodiscard]] QString stateMeaning(measure::State state, measure::Subject subject);

/// What it means that nothing is known of a thread's states.
[[nodiscard]] QString unknownStateMeaning();

} // namespace lockscope::ui
