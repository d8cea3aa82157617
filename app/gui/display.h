// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>

namespace lockscope::gui {

/// Why no window can be opened, as one sentence; none when one can. To be asked before QApplication
/// is made, which would abort the program. Looks at Qt's -platform argument and environment as Qt
/// does, and tries the display.
[[nodiscard]] std::optional<std::string> whyNoDisplay(int argc, char** argv);

} // namespace lockscope::gui
