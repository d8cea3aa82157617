// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pictures/picture_facts.h"

namespace lockscope::ui {

class Session;
class TimeView;

/// What is said of pictures of the session as it is looked at: the experiment that was in force at
/// the end of what is visible, and when that was.
[[nodiscard]] PictureFacts shownFacts(const Session& session, const TimeView& view);

} // namespace lockscope::ui
