// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

namespace lockscope::ui {

/// Whether the desktop asks for dark windows, as its settings portal says
/// (org.freedesktop.appearance color-scheme). None when there is no portal, or when it has no
/// preference. Waits for the portal for a tenth of a second at most.
[[nodiscard]] std::optional<bool> desktopPrefersDark();

} // namespace lockscope::ui
