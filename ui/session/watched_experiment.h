// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/experiment.h"
#include "ui/session/experiment_feeds.h"
#include "ui/session/watched_feed.h"

#include <memory>

namespace lockscope::ui {

/// The window's experiment, watched in two places: in a feed where it is measured, and in one where
/// it is simulated, on the newest machine. Each keeps its source and its picture while the
/// experiment runs in the other, so measured and simulated are never in one picture. GUI thread
/// only.
class WatchedExperiment
{
public:
    /// `make` is asked for a feed when the experiment first comes to its target.
    explicit WatchedExperiment(FeedMaker make);

    /// Whether there is a feed for an experiment at the target.
    [[nodiscard]] bool has(const ExecutionTarget& target) const;
    /// Makes one, in place of that of another machine.
    WatchedFeed& make(const Experiment& experiment, int snapshotsPerSecond);
    /// The one that there is.
    [[nodiscard]] WatchedFeed& at(const ExecutionTarget& target) const;

    /// Snapshots a second in all of them.
    void setSnapshotRate(int perSecond);

private:
    FeedMaker m_make;
    std::unique_ptr<WatchedFeed> m_measured;
    std::unique_ptr<WatchedFeed> m_simulated;
    ExecutionTarget m_simulatedMachine; ///< of m_simulated
};

} // namespace lockscope::ui
