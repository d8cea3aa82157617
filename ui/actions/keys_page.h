// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/actions/action_row.h"

#include <QStringList>

#include <vector>

namespace lockscope::ui {

/// The table of keys as resources/help/keys.md has it, a line of Markdown each: those of the rows
/// that have a key, in their order.
[[nodiscard]] QStringList keysTable(const std::vector<ActionRow>& rows);

} // namespace lockscope::ui
