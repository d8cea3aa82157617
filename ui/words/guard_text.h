// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/study/contender.h"

#include <QString>

#include <string_view>

/// What people call guards.
namespace lockscope::ui {

/// A guard's name; of one that is not known here, from a file, its id.
[[nodiscard]] QString guardText(std::string_view id);

/// "Mutex, fast path".
[[nodiscard]] QString contenderText(const study::Contender& contender);

} // namespace lockscope::ui
