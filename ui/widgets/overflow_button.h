// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QToolBar;

namespace lockscope::ui {

/// Gives the button behind which a tool bar hides what it has no room for an icon and a tool tip of
/// ours. The style's icon is a picture in black, which a dark window swallows.
void showOverflowButton(QToolBar& bar);

} // namespace lockscope::ui
