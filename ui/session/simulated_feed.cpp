// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/simulated_feed.h"

#include "ui/words/status_text.h"

namespace lockscope::ui {

SimulatedFeed::SimulatedFeed(const lab::LabConfig& config,
                             const simulation::Machine& machine,
                             int snapshotsPerSecond)
    : Feed(FeedKind::Simulated)
    , m_config{.experiment = config, .machine = machine}
    , m_rate(snapshotsPerSecond)
{}

void SimulatedFeed::open()
{
    if (!m_simulated)
        m_simulated = std::make_unique<simulation::SimulatedSource>(m_config, m_rate);
}

void SimulatedFeed::apply(const ExperimentRequest& wanted)
{
    if (m_simulated)
        m_simulated->apply(wanted.config());
    m_config.experiment = wanted.config();
}

void SimulatedFeed::setSnapshotRate(int perSecond)
{
    if (m_simulated)
        m_simulated->setSnapshotRate(perSecond);
    m_rate = perSecond;
}

QString SimulatedFeed::text(const measure::History& /*shown*/) const
{
    return simulatedText(m_config.machine);
}

} // namespace lockscope::ui
