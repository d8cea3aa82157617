// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <exception>

namespace lockscope::ui {

/// What the window says of an exception: its sentence, or what the system refused (memory,
/// threads), which has none of its own.
[[nodiscard]] QString problemText(const std::exception& error);

} // namespace lockscope::ui
