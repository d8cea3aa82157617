// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>
#include <string>

namespace lockscope::gui {

/// A look at the display before QApplication is made, which would abort the program when there is
/// none.
struct DisplayProbe
{
    /// Why no window can be opened, as one sentence; none when one can.
    std::optional<std::string> whyNot;
    /// What was opened to find out; keep it until QApplication is there. An X server whose last
    /// client leaves starts afresh, and would turn away the next one meanwhile.
    std::shared_ptr<void> connection;
};

/// Looks at Qt's -platform argument and environment as Qt does, and tries the display.
[[nodiscard]] DisplayProbe probeDisplay(int argc, char** argv);

/// Has Qt paint into memory. Before QApplication is made.
void goWithoutDisplay();

/// Keeps from standard error what Qt's platforms in memory cannot do for a window: nobody sees it.
void leaveOutPlatformRemarks();

} // namespace lockscope::gui
