// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/experiment_feeds.h"

#include "ui/session/local_feed.h"
#include "ui/session/simulated_feed.h"

namespace lockscope::ui {

FeedMaker experimentFeeds(const lab::LabOptions& options)
{
    return [options](const lab::LabConfig& config,
                     const ExecutionTarget& target,
                     int snapshotsPerSecond) -> std::unique_ptr<Feed> {
        if (target)
            return std::make_unique<SimulatedFeed>(config, *target, snapshotsPerSecond);
        lab::LabOptions ours = options;
        ours.snapshotsPerSecond = snapshotsPerSecond;
        return std::make_unique<LocalFeed>(config, ours);
    };
}

} // namespace lockscope::ui
