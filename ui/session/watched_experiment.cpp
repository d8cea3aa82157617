// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/watched_experiment.h"

#include <utility>

namespace lockscope::ui {

WatchedExperiment::WatchedExperiment(FeedMaker make)
    : m_make(std::move(make))
{}

bool WatchedExperiment::has(const ExecutionTarget& target) const
{
    return target ? m_simulated && m_simulatedMachine == target : m_measured != nullptr;
}

WatchedFeed& WatchedExperiment::make(const Experiment& experiment, int snapshotsPerSecond)
{
    auto made = std::make_unique<WatchedFeed>(
        m_make(experiment.config(), experiment.target(), snapshotsPerSecond));
    if (!experiment.target())
        return *(m_measured = std::move(made));
    m_simulatedMachine = experiment.target();
    return *(m_simulated = std::move(made));
}

WatchedFeed& WatchedExperiment::at(const ExecutionTarget& target) const
{
    return target ? *m_simulated : *m_measured;
}

void WatchedExperiment::setSnapshotRate(int perSecond)
{
    for (WatchedFeed* watched : {m_measured.get(), m_simulated.get()})
        if (watched != nullptr)
            watched->feed().setSnapshotRate(perSecond);
}

} // namespace lockscope::ui
