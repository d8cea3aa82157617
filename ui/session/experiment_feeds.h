// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lab/lab.h"
#include "ui/session/execution_target.h"
#include "ui/session/feed.h"

#include <functional>
#include <memory>

namespace lockscope::ui {

/// Makes the feed in which an experiment runs at a target; opens nothing yet.
using FeedMaker = std::function<std::unique_ptr<Feed>(
    const lab::LabConfig& config, const ExecutionTarget& target, int snapshotsPerSecond)>;

/// The program's own: LocalFeed on this computer, with these options but for the rate, else
/// SimulatedFeed.
[[nodiscard]] FeedMaker experimentFeeds(const lab::LabOptions& options = {});

} // namespace lockscope::ui
